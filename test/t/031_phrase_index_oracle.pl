# The index type medcode against the function: whatever is done to a table of phrases, an index scan finds
# what a sequential scan finds, and what the naive matcher says.
# MEDCODE_SEED and MEDCODE_ROUNDS give other rounds, and more of them.
use strict;
use warnings;
use utf8;
use FindBin;
use lib $FindBin::Bin;
use MedcodeServer;
use OccursOracle;
use PostgreSQL::Test::Utils;
use Test::More;

my $seed   = $ENV{MEDCODE_SEED}   // 20261122;
my $rounds = $ENV{MEDCODE_ROUNDS} // 24;
srand $seed;
diag("seed $seed");

my $node = medcode_server('primary', 'fsync = off');
$node->safe_psql('postgres', <<'SQL');
CREATE EXTENSION medcode;
CREATE TABLE note (id integer PRIMARY KEY, body text);
CREATE TABLE stock (id integer PRIMARY KEY, phrase text);
SQL

# 120 notes; 3,000 phrases that are in one of them or nearly so; a row of them is drawn by its number
my (@notes, @phrases, %occurring);
{
	my @segments;
	for my $id (1 .. 120)
	{
		push @notes, [ $id, random_note() ];
		push @segments, [ segments_of($notes[-1][1]) ];
	}
	for my $id (1 .. 3000)
	{
		my $phrase = random_phrase(@{ $segments[ int rand @segments ] });
		my @words = words_of($phrase);
		push @phrases, [ $id, $phrase ];
		$occurring{$id} = [ grep { occurs_naively(\@words, $segments[ $_ - 1 ]) } 1 .. @notes ];
	}
	copy_rows($node, 'note', @notes);
	copy_rows($node, 'stock', @phrases);
	$node->safe_psql('postgres', 'CREATE TABLE naive (phrase_id integer, note_id integer)');
	copy_rows($node, 'naive', map { my $id = $_; map { [ $id, $_ ] } @{ $occurring{$id} } } sort { $a <=> $b } keys %occurring);
	$node->safe_psql('postgres', 'ALTER TABLE naive ADD PRIMARY KEY (phrase_id, note_id); VACUUM ANALYZE');
}

# How a plan is forced, in the session that asks.
my %force = (
	index  => 'SET enable_seqscan = off; SET enable_indexscan = on; SET enable_bitmapscan = off;',
	bitmap => 'SET enable_seqscan = off; SET enable_indexscan = off; SET enable_bitmapscan = on;',
	table  => 'SET enable_seqscan = on; SET enable_indexscan = off; SET enable_bitmapscan = off;',
);
my $names = 0;

# Session that stays, so that it keeps what it has read of an index.
sub session
{
	my $session = $node->background_psql('postgres', on_error_stop => 0, verbose => 0);
	$session->query_safe('SET enable_material = off; SET enable_memoize = off; SET jit = off; SET client_min_messages = error;
		SET max_parallel_workers_per_gather = 0');
	return $session;
}

# One line of rows, for an answer and for a diagnosis.
sub answer { my ($session, $query) = @_; my $rows = $session->query_safe($query); chomp $rows; return $rows }

# Rows of a query by the index, by a bitmap of it if it can make one, and by the table: the same, each once.
# $index is a pattern of its name in the plan; $query gives two columns. The rows are returned as "count checksum".
sub same_by_index
{
	my ($session, $query, $index, $what) = @_;
	my $digest = "SELECT count(*) || ' ' || count(DISTINCT q::text) || ' ' || coalesce(md5(string_agg(q::text, ' ' ORDER BY q::text COLLATE \"C\")), '-') FROM ($query) q";
	my (%rows, $used);
	for my $way (qw(table index bitmap))
	{
		$session->query_safe($force{$way});
		my $plan = $session->query_safe("EXPLAIN (COSTS OFF) $query");
		if ($way eq 'table')
		{
			unlike($plan, qr/Index Scan.* on "?$index/, "$what: the table is read without the index") or diag $plan;
		}
		elsif ($plan =~ /Index Scan (?:using|on) $index/)
		{
			$used++;
		}
		else { next }
		$rows{$way} = answer($session, $digest);
	}
	ok($used, "$what: the index is used") or diag $session->query_safe("EXPLAIN (COSTS OFF) $query");
	my ($all, $distinct) = split / /, $rows{table};
	is($all, $distinct, "$what: no row twice by the table") or return '';
	is($rows{$_}, $rows{table}, "$what: by $_ what there is by the table") for grep { $rows{$_} } qw(index bitmap);
	if (grep { $rows{$_} && $rows{$_} ne $rows{table} } qw(index bitmap))
	{
		for my $way (grep { $rows{$_} } qw(index bitmap))
		{
			my $name = 'rows_' . ++$names;
			$session->query_safe("$force{table} CREATE TEMP TABLE $name AS $query; $force{$way} CREATE TEMP TABLE ${name}_i AS $query; $force{table}");
			diag("$way misses: " . $session->query_safe("SELECT r FROM (TABLE $name EXCEPT ALL TABLE ${name}_i) r LIMIT 3"));
			diag("$way has too much: " . $session->query_safe("SELECT r FROM (TABLE ${name}_i EXCEPT ALL TABLE $name) r LIMIT 3"));
		}
		diag("seed $seed");
	}
	return $rows{table};
}

# The index has all it must, and only that.
sub is_sound
{
	my ($index, $what) = @_;
	my ($status, $out, $error) = $node->psql('postgres', "SELECT medcode.index_verify('$index'::regclass, true)");
	is("$status $error", '0 ', "$what: index_verify") or diag("seed $seed");
}

#
# Rounds: an index that sorts in at every page, and one that seldom does
#
my %width = (often => 'WITH (pending_pages = 1)', seldom => '');
for my $name (sort keys %width)
{
	$node->safe_psql('postgres', <<"SQL");
CREATE TABLE $name (id integer PRIMARY KEY, stock_id integer, phrase text, noted integer DEFAULT 0) WITH (fillfactor = 70);
INSERT INTO $name SELECT id, id, phrase FROM stock WHERE id <= 300;
CREATE INDEX ${name}_phrase ON $name USING medcode (phrase) $width{$name};
SQL
	my $query = "SELECT p.id, n.id AS note FROM note n JOIN $name p ON medcode.occurs(p.phrase, n.body)";
	my $stays = session();
	my $snapshot = session();
	my ($before, $age);
	my $next = 1000;

	# things to do; what is drawn of the stock is drawn here, so that a seed repeats it
	my $some = sub { return join ',', map { 1 + int rand 3000 } 1 .. $_[0] };
	my $insert = sub {
		my ($n) = @_;
		$next += $n;
		return "INSERT INTO $name (id, stock_id, phrase) SELECT $next - $n + row_number() OVER (), s.id, s.phrase FROM unnest(ARRAY[${\$some->($n)}]) WITH ORDINALITY u (id, nth) JOIN stock s USING (id);";
	};
	my $where = sub { return 'id % ' . (5 + int rand 9) . ' = ' . int rand 5 };
	my $update = sub { return "UPDATE $name p SET stock_id = s.id, phrase = s.phrase FROM stock s WHERE s.id = 1 + (p.id * 7919 + ${\int rand 3000}) % 3000 AND p.${\$where->()};" };
	my $hot    = sub { return "UPDATE $name SET noted = noted + 1 WHERE ${\$where->()};" };
	my $delete = sub { return "DELETE FROM $name WHERE ${\$where->()};" };
	my @once = ("REINDEX INDEX ${name}_phrase;", "REINDEX INDEX CONCURRENTLY ${name}_phrase;", "VACUUM FULL $name;",
		"CLUSTER $name USING ${name}_pkey;", "TRUNCATE $name;\n" . $insert->(200), "SELECT medcode.index_flush('${name}_phrase'::regclass);",
		"VACUUM $name;", "VACUUM (INDEX_CLEANUP on, PARALLEL 2) $name;", "BEGIN; TRUNCATE $name; " . $insert->(10) . ' ROLLBACK;');
	my @often = (
		sub { $insert->(1 + int rand 150) },
		sub { $update->() },
		sub { $hot->() . $update->() . $hot->() },
		sub { $delete->() },
		sub { 'BEGIN;' . $insert->(20) . $delete->() . $update->() . 'ROLLBACK;' },
		sub { 'BEGIN;' . $insert->(5) . 'SAVEPOINT a;' . $update->() . $insert->(30) . 'ROLLBACK TO a;' . $delete->() . 'SAVEPOINT b;' . $insert->(3) . 'RELEASE b; COMMIT;' },
		sub { 'BEGIN; SAVEPOINT a;' . $delete->() . 'ROLLBACK TO a;' . $hot->() . 'COMMIT;' },
		sub { $delete->() . "VACUUM $name;" . $insert->(40) },
		sub { "SELECT medcode.index_flush('${name}_phrase'::regclass);" },
		sub { 'BEGIN;' . $insert->(10) . "SELECT medcode.index_flush('${name}_phrase'::regclass);" . $insert->(10) . 'ROLLBACK;' },
		sub { "VACUUM $name;" },
	);
	my @plan = map { $_ % 2 ? $often[ int rand @often ]->() : '' } 1 .. $rounds;
	for my $i (0 .. $#once) { $plan[ 2 * $i + 1 ] = $once[$i] . "\n" . $often[ int rand @often ]->() }
	for my $round (0 .. $#plan + 1)
	{
		my $what = "$name, round $round";
		if ($round > 0)
		{
			my $script = $plan[ $round - 1 ] || ($often[0]->() . $often[ int rand @often ]->());
			my $file = $node->basedir . '/round.sql';
			unlink $file;
			append_to_file($file, $script =~ s/;\s*/;\n/gr);
			my ($out, $error);
			my $done = run_log([ 'psql', '-Xq', '-v', 'ON_ERROR_STOP=1', '-d', $node->connstr('postgres'), '-f', $file ], '>', \$out, '2>', \$error);
			ok($done, "$what is done") or diag("$error\n$script");
		}
		# an old snapshot still has its rows; TRUNCATE, CLUSTER and VACUUM FULL take them from it, which is known
		if (defined $before)
		{
			is(same_by_index($snapshot, $query, "${name}_phrase", "$what, an old snapshot"), $before, 'as they were');
			$snapshot->query_safe('COMMIT') if --$age == 0;
			undef $before if $age == 0;
		}
		elsif ($round + 2 <= @plan && !grep { /TRUNCATE|CLUSTER|VACUUM FULL|REINDEX/ } @plan[ $round, $round + 1 ])
		{
			$snapshot->query_safe('BEGIN ISOLATION LEVEL REPEATABLE READ');
			$before = same_by_index($snapshot, $query, "${name}_phrase", "$what, a new snapshot");
			$age = 2;
		}
		my $rows = same_by_index($stays, $query, "${name}_phrase", $what);
		my $naive = answer($stays, "SELECT count(*) || ' ' || count(*) || ' ' || coalesce(md5(string_agg(q::text, ' ' ORDER BY q::text COLLATE \"C\")), '-')
			FROM (SELECT p.id, m.note_id AS note FROM $name p JOIN naive m ON m.phrase_id = p.stock_id) q");
		is($rows, $naive, "$what: and what the naive matcher says");
		is_sound("${name}_phrase", $what);
	}
	$snapshot->quit;
	like(answer($stays, $query =~ s/^SELECT .*? FROM/SELECT count(*) FROM/r), qr/^[1-9]\d\d+$/, 'there is something to find');

	# what a transaction did is there for itself, and for nobody else
	$stays->query_safe("BEGIN; $force{table} DELETE FROM $name WHERE id % 3 = 0; " . $insert->(60));
	my $own = same_by_index($stays, $query, "${name}_phrase", "$name, in a transaction");
	$stays->query_safe("SAVEPOINT a; $force{table} UPDATE $name SET phrase = 'gout'; ROLLBACK TO a");
	is(same_by_index($stays, $query, "${name}_phrase", "$name, behind a savepoint"), $own, 'the same behind a savepoint');
	$stays->query_safe('ROLLBACK');
	same_by_index($stays, $query, "${name}_phrase", "$name, rolled back");

	# a scan that is under way when the phrases move
	$node->safe_psql('postgres', $insert->(150));
	$stays->query_safe($force{index});
	my $all = answer($stays, "SELECT count(*) FROM ($query) q");
	$stays->query_safe("BEGIN; DECLARE c NO SCROLL CURSOR FOR $query; FETCH 7 FROM c");
	$node->safe_psql('postgres', "SELECT medcode.index_flush('${name}_phrase'::regclass); DELETE FROM $name WHERE id % 2 = 0");
	$node->safe_psql('postgres', $insert->(50));
	$node->safe_psql('postgres', "VACUUM $name");
	my @left = split /\n/, $stays->query_safe('FETCH ALL FROM c');
	is(7 + @left, $all, "$name: a cursor has its rows whatever is done meanwhile");
	$stays->query_safe('COMMIT');
	is_sound("${name}_phrase", "$name, after the cursor");
	$stays->quit;
}

#
# Readers of one snapshot while others write, sort in and vacuum
#
{
	$node->safe_psql('postgres', <<'SQL');
CREATE TABLE busy (id serial PRIMARY KEY, phrase text);
INSERT INTO busy (phrase) SELECT phrase FROM stock WHERE id <= 200;
CREATE INDEX busy_phrase ON busy USING medcode (phrase) WITH (pending_pages = 1);
CREATE FUNCTION found_by(index boolean) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	result text;
BEGIN
	PERFORM set_config('enable_seqscan', CASE WHEN index THEN 'off' ELSE 'on' END, true),
		set_config('enable_indexscan', CASE WHEN index THEN 'on' ELSE 'off' END, true), set_config('enable_bitmapscan', 'off', true);
	EXECUTE 'SELECT count(*) || md5(coalesce(string_agg(concat(n.id, p.id), chr(32) ORDER BY n.id, p.id), chr(32)))
		FROM (SELECT * FROM note WHERE id % 6 = $1) n JOIN busy p ON medcode.occurs(p.phrase, n.body)' INTO result USING 3;
	RETURN result;
END
$$;
SQL
	my %script = (
		read => 'BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT 1 / (found_by(true) = found_by(false))::integer;
SELECT pg_sleep(0.005);
SELECT 1 / (found_by(true) = found_by(false))::integer;
COMMIT;',
		insert => "\\set a random(1, 2900)\nINSERT INTO busy (phrase) SELECT phrase FROM stock WHERE id BETWEEN :a AND :a + 12;",
		change => "\\set a random(0, 30)\nBEGIN;\nUPDATE busy SET phrase = phrase WHERE id % 31 = :a;\nDELETE FROM busy WHERE id % 29 = :a;\nEND;",
		forget => "\\set a random(1, 2900)\nBEGIN;\nINSERT INTO busy (phrase) SELECT phrase FROM stock WHERE id BETWEEN :a AND :a + 30;\nROLLBACK;",
		flush  => q{SELECT medcode.index_flush('busy_phrase'::regclass);},
		vacuum => 'VACUUM busy;',
	);
	my %weight = (read => 12, insert => 4, change => 2, forget => 1, flush => 3, vacuum => 1);
	my @scripts;
	for my $name (sort keys %script)
	{
		my $file = $node->basedir . "/busy_$name.sql";
		append_to_file($file, "$script{$name}\n");
		push @scripts, '-f', "$file\@$weight{$name}";
	}
	# two that change the same rows may meet in a deadlock, and try again
	my ($out, $error);
	my $done = run_log([ 'pgbench', '-n', '-c', '6', '-j', '2', '-T', '8', '--max-tries=20', @scripts, '-d', $node->connstr('postgres') ], '>', \$out, '2>', \$error);
	ok($done && $error !~ /division by zero|aborted/, 'one snapshot, one answer, whatever others do') or diag $error;
	like($out, qr/number of transactions actually processed: \d\d+/, 'and many of them');
	my $after = session();
	same_by_index($after, 'SELECT p.id, n.id AS note FROM note n JOIN busy p ON medcode.occurs(p.phrase, n.body)', 'busy_phrase', 'afterwards');
	is_sound('busy_phrase', 'afterwards');
	$after->quit;
}

#
# Rows of all kinds
#
my $session = session();
my $many = join ' ', map { "word$_" } 1 .. 24;
my @odd = (
	[ 1, '' ], [ 2, 'of the' ], [ 3, ' , .' ], [ 4, "$many word25 word26 word27 word28 word29 word30" ], [ 5, $many ], [ 6, "$many word25" ],
	[ 7, 'fracture' . ' of the' x 14_000 . ' femur' ], [ 8, 'z' x 100_000 ], [ 9, 'gout ' x 20_000 ], [ 10, 'gout' ], [ 11, 'gout gout' ],
	[ 12, join ' ', map { "other$_" } 1 .. 12_000 ], [ 13, 'femur fracture' ], [ 14, 'fracture femur' ], [ 15, 'Hypertension' ], [ 16, '2' ], [ 17, 'two' ],
	[ 18, undef ], [ 19, "$many word1" ], [ 20, join(' ', map { 'long' . $_ . 'y' x 300 } 1 .. 24) ],
);
my @odd_notes = (
	[ 1, '' ], [ 2, undef ], [ 3, 'of the' ], [ 4, $many ], [ 5, "$many word25 word26 word27 word28 word29 word30" ], [ 6, 'femur fracture and gout' ],
	[ 7, 'Gout, gout; two' ], [ 8, 'nothing here. ' x 14_000 . 'Fracture of the femur' ], [ 9, 'hypertension ' x 16_000 ], [ 10, 'Z' x 100_000 . ' gout' ],
	[ 11, join ' ', map { "other$_" } 1 .. 20_000 ], [ 12, join ' ', (map { "other$_" } 1 .. 20_000), 'gout' ], [ 13, join(' ', map { 'LONG' . $_ . 'Y' x 300 } reverse 1 .. 24) ],
);
$node->safe_psql('postgres', 'CREATE TABLE odd_note (id integer, body text); CREATE TABLE odd_stock (id integer, phrase text)');
copy_rows($node, 'odd_note', @odd_notes);
copy_rows($node, 'odd_stock', @odd);

# what is found, told by hand: phrase/note
my $found = '5/4 5/5 7/6 7/8 8/10 10/6 10/7 10/10 10/12 11/7 13/6 13/8 14/6 14/8 15/9 16/7 17/7 20/13';
my %made = (
	'built' => 'INSERT INTO odd SELECT * FROM odd_stock; CREATE INDEX odd_phrase ON odd USING medcode (phrase);',
	'inserted' => 'CREATE INDEX odd_phrase ON odd USING medcode (phrase); INSERT INTO odd SELECT * FROM odd_stock;',
	'sorted in' => 'CREATE INDEX odd_phrase ON odd USING medcode (phrase) WITH (pending_pages = 1); INSERT INTO odd SELECT * FROM odd_stock; VACUUM odd;',
	'of little memory' => q{SET maintenance_work_mem = '1MB'; INSERT INTO odd SELECT * FROM odd_stock; CREATE INDEX odd_phrase ON odd USING medcode (phrase);},
);
for my $how (sort keys %made)
{
	$node->safe_psql('postgres', "DROP TABLE IF EXISTS odd; CREATE TABLE odd (id integer, phrase text); $made{$how}");
	my $query = 'SELECT p.id, n.id AS note FROM odd_note n JOIN odd p ON medcode.occurs(p.phrase, n.body)';
	same_by_index($session, $query, 'odd_phrase', "phrases of all kinds, $how");
	is(answer($session, "$force{index} SELECT string_agg(id || '/' || note, ' ' ORDER BY id, note) FROM ($query) q"), $found, 'which are these');
	is_sound('odd_phrase', "phrases of all kinds, $how");
}

# a note that is not a join's: constants, parameters, NULL, several at a time, the operators
{
	my $odd = 'SELECT p.id, p.id + 1 AS other FROM odd p WHERE ';
	my %case = (
		'a constant' => [ q{medcode.occurs(p.phrase, 'Femur fracture with gout')}, '7 10 13 14' ],
		'NULL' => [ q{medcode.occurs(p.phrase, (SELECT body FROM odd_note WHERE id = 2))}, '' ],
		'two notes at a time' => [ q{medcode.occurs(p.phrase, 'Gout, fracture') AND medcode.occurs(p.phrase, 'Two gout gout')}, '10' ],
		'three' => [ q{medcode.occurs(p.phrase, 'Gout, two') AND medcode.occurs(p.phrase, 'Two gout') AND medcode.occurs(p.phrase, 'two; gout')}, '10 16 17' ],
		'a note or another' => [ q{medcode.occurs(p.phrase, 'Gout') OR medcode.occurs(p.phrase, 'Hypertension')}, '10 15' ],
		'a condition on the row' => [ q{medcode.occurs(p.phrase, 'Gout, two') AND p.id > 10}, '16 17' ],
		'the operator' => [ q{p.phrase OPERATOR(medcode.<@) 'Gout, two'}, '10 16 17' ],
		'its commutator' => [ q{'Gout, two' OPERATOR(medcode.@>) p.phrase}, '10 16 17' ],
		'any of several notes' => [ q{p.phrase OPERATOR(medcode.<@) ANY (ARRAY['Gout', 'Hypertension', NULL, 'Gout'])}, '10 15', 'perhaps' ],
		'a parameter' => [ q{medcode.occurs(p.phrase, (SELECT body FROM odd_note WHERE id = 7))}, '10 11 16 17' ],
	);
	for my $what (sort keys %case)
	{
		my ($condition, $expected, $perhaps) = @{ $case{$what} };
		if ($perhaps)
		{
			is(answer($session, "$force{$_} SELECT string_agg(id::text, ' ' ORDER BY id) FROM ($odd $condition) q"), $expected, "$what, by $_") for qw(table index bitmap);
			next;
		}
		same_by_index($session, $odd . $condition, 'odd_phrase', $what);
		is(answer($session, "$force{index} SELECT string_agg(id::text, ' ' ORDER BY id) FROM ($odd $condition) q"), $expected, "$what: which are these");
	}
	# not, whose answer no index has
	is(answer($session, "$force{index} SELECT count(*) FROM odd p WHERE NOT medcode.occurs(p.phrase, 'Gout, two')"), 16, 'what does not occur');
	is(answer($session, "$force{table} SELECT count(*) FROM odd p WHERE NOT medcode.occurs(p.phrase, 'Gout, two')"), 16, 'the same by the table');
	# a prepared statement, whose plan becomes a general one
	$session->query_safe("$force{index} PREPARE asked (text) AS SELECT string_agg(id::text, ' ' ORDER BY id) FROM odd WHERE medcode.occurs(phrase, \$1)");
	is(join(',', map { answer($session, "EXECUTE asked ($_)") } q{'gout'}, 'NULL', q{'two'}, q{''}, q{'Gout'}, q{'two'}, q{'gout, two'}, 'NULL'),
		'10,,16 17,,10,16 17,10 16 17,', 'a prepared statement');
}

# parallel workers
{
	$session->query_safe('SET max_parallel_workers_per_gather = 2; SET parallel_setup_cost = 0; SET parallel_tuple_cost = 0; SET min_parallel_table_scan_size = 0;
		ALTER TABLE odd_note SET (parallel_workers = 2)');
	my $query = 'SELECT p.id, n.id AS note FROM odd_note n JOIN odd p ON medcode.occurs(p.phrase, n.body)';
	my $plan = $session->query_safe("$force{index} SET enable_seqscan = on; EXPLAIN (COSTS OFF) $query");
	like($plan, qr/Gather/, 'workers are asked');
	is(answer($session, "SELECT string_agg(id || '/' || note, ' ' ORDER BY id, note) FROM ($query) q"), $found, 'and find the same');
	$session->query_safe('SET max_parallel_workers_per_gather = 0');
}

#
# Indexes and tables of all kinds: [ statements, query, name of the index in the plan, index to verify ]
#
my $join = 'SELECT p.id, n.id AS note FROM note n JOIN kind p ON medcode.occurs(p.phrase, n.body)';
my @kinds = (
	[ 'a partial index', "CREATE TABLE kind AS SELECT *, id % 3 = 0 AS active FROM stock WHERE id <= 300; CREATE INDEX kind_i ON kind USING medcode (phrase) WHERE active",
		"$join AND p.active", 'kind_i', 'kind_i' ],
	[ 'an index on an expression', 'CREATE TABLE kind AS SELECT * FROM stock WHERE id <= 300; CREATE INDEX kind_i ON kind USING medcode (lower(phrase))',
		'SELECT p.id, n.id AS note FROM note n JOIN kind p ON medcode.occurs(lower(p.phrase), n.body)', 'kind_i', 'kind_i' ],
	[ 'a column of type varchar', 'CREATE TABLE kind (id integer, phrase varchar(2000)); INSERT INTO kind SELECT * FROM stock WHERE id <= 300; CREATE INDEX kind_i ON kind USING medcode (phrase)',
		$join, 'kind_i', 'kind_i' ],
	[ 'a domain', 'CREATE DOMAIN wording AS text; CREATE TABLE kind (id integer, phrase wording); INSERT INTO kind SELECT * FROM stock WHERE id <= 300; CREATE INDEX kind_i ON kind USING medcode (phrase)',
		$join, 'kind_i', 'kind_i' ],
	[ 'a collation', 'CREATE TABLE kind (id integer, phrase text COLLATE "POSIX"); INSERT INTO kind SELECT * FROM stock WHERE id <= 300; CREATE INDEX kind_i ON kind USING medcode (phrase)',
		$join, 'kind_i', 'kind_i' ],
	[ 'a collation that has no order', q{CREATE COLLATION blind (provider = icu, locale = 'und-u-ks-level1', deterministic = false); CREATE TABLE kind (id integer, phrase text COLLATE blind); INSERT INTO kind SELECT * FROM stock WHERE id <= 300; CREATE INDEX kind_i ON kind USING medcode (phrase)},
		$join, 'kind_i', 'kind_i' ],
	[ 'an unlogged table', 'CREATE UNLOGGED TABLE kind AS SELECT * FROM stock WHERE id <= 300; CREATE INDEX kind_i ON kind USING medcode (phrase); INSERT INTO kind SELECT * FROM stock WHERE id BETWEEN 301 AND 330',
		$join, 'kind_i', 'kind_i' ],
	[ 'CREATE INDEX CONCURRENTLY', 'CREATE TABLE kind AS SELECT * FROM stock WHERE id <= 300; CREATE INDEX CONCURRENTLY kind_i ON kind USING medcode (phrase)',
		$join, 'kind_i', 'kind_i' ],
	[ 'a partitioned table', 'CREATE TABLE kind (id integer, phrase text) PARTITION BY RANGE (id); CREATE TABLE kind_1 PARTITION OF kind FOR VALUES FROM (1) TO (150);
		CREATE TABLE kind_2 PARTITION OF kind FOR VALUES FROM (150) TO (9999); CREATE INDEX kind_i ON kind USING medcode (phrase); INSERT INTO kind SELECT * FROM stock WHERE id <= 300',
		$join, 'kind_[12]_phrase_idx', 'kind_1_phrase_idx' ],
	[ 'room for words', 'CREATE TABLE kind AS SELECT * FROM stock WHERE id <= 3; CREATE INDEX kind_i ON kind USING medcode (phrase) WITH (expected_words = 100000, pending_pages = 64); INSERT INTO kind SELECT * FROM stock WHERE id BETWEEN 4 AND 300',
		$join, 'kind_i', 'kind_i' ],
	[ 'an empty table', 'CREATE TABLE kind (id integer, phrase text); CREATE INDEX kind_i ON kind USING medcode (phrase)', $join, 'kind_i', 'kind_i' ],
	[ 'an index renamed and moved', 'CREATE SCHEMA elsewhere; CREATE TABLE kind AS SELECT * FROM stock WHERE id <= 300; CREATE INDEX kind_old ON kind USING medcode (phrase); ALTER INDEX kind_old RENAME TO kind_i; ALTER INDEX kind_i SET (pending_pages = 2); INSERT INTO kind SELECT * FROM stock WHERE id BETWEEN 301 AND 600',
		$join, 'kind_i', 'kind_i' ],
);
for my $case (@kinds)
{
	my ($what, $made, $query, $index, $verified) = @$case;
	$node->safe_psql('postgres', 'DROP TABLE IF EXISTS kind');
	my $error = '';
	for my $statement (split /;\s*/, $made)
	{
		my ($status, $out, $said) = $node->psql('postgres', "$statement;");
		$error .= $said if $status != 0;
	}
	is($error, '', "$what is made") or next;
	my $rows = same_by_index($session, $query, $index, $what);
	my $filter = $what eq 'a partial index' ? 'AND p.active' : '';
	my $naive = answer($session, "SELECT count(*) || ' ' || count(*) || ' ' || coalesce(md5(string_agg(q::text, ' ' ORDER BY q::text COLLATE \"C\")), '-')
		FROM (SELECT p.id, m.note_id AS note FROM kind p JOIN naive m ON m.phrase_id = p.id $filter) q");
	is($rows, $naive, "$what: and what the naive matcher says");
	is_sound($verified, $what);
}
# many phrases, so that buckets and the directory have several pages
{
	$node->safe_psql('postgres', <<'SQL');
DROP TABLE kind;
CREATE TABLE kind AS SELECT s.id * 100 + g AS id, s.id AS stock_id, s.phrase FROM stock s, generate_series(1, 12) g;
INSERT INTO kind SELECT 1000000 + g, 0, 'rare' || g || ' gout' FROM generate_series(1, 20000) g;
CREATE INDEX kind_i ON kind USING medcode (phrase) WITH (pending_pages = 4);
INSERT INTO kind SELECT 2000000 + g, 0, 'new' || g || ' gout' FROM generate_series(1, 10000) g;
INSERT INTO kind SELECT 3000000 + g, 0, 'gout' FROM generate_series(1, 3000) g;
INSERT INTO note VALUES (1001, 'Gout rare17 with new9999'), (1002, 'rare20000 new2 gout'), (1003, 'rare20001 new10001');
DELETE FROM kind WHERE id % 7 = 3;
VACUUM kind;
SQL
	same_by_index($session, "$join AND n.id > 60", 'kind_i', 'many phrases');
	is(answer($session, "$force{index} SELECT string_agg(p.phrase || '/' || n.id, ' ' ORDER BY p.id) FROM note n JOIN kind p ON medcode.occurs(p.phrase, n.body) WHERE n.id > 1000 AND p.phrase ~ '^(rare|new)'"),
		'rare17 gout/1001 rare20000 gout/1002 new2 gout/1002 new9999 gout/1001', 'rare words are found');
	is_sound('kind_i', 'many phrases');
	$node->safe_psql('postgres', 'DELETE FROM note WHERE id > 1000');
}

# a temporary table is its session's
{
	$session->query_safe('CREATE TEMP TABLE own AS SELECT * FROM stock WHERE id <= 200; CREATE INDEX own_i ON own USING medcode (phrase) WITH (pending_pages = 1);
		INSERT INTO own SELECT * FROM stock WHERE id BETWEEN 201 AND 400');
	same_by_index($session, $join =~ s/kind/own/r, 'own_i', 'a temporary table');
	$session->query_safe('DELETE FROM own WHERE id % 3 = 0; VACUUM own');
	same_by_index($session, $join =~ s/kind/own/r, 'own_i', 'a temporary table after VACUUM');
	is(answer($session, "SELECT medcode.index_verify('own_i'::regclass, true) IS NULL OR true"), 't', 'and is sound');
}
$session->quit;

# an unlogged table is empty after a crash, and its index too; a logged one is as it was
{
	$node->safe_psql('postgres', <<'SQL');
DROP TABLE kind;
CREATE UNLOGGED TABLE kind AS SELECT * FROM stock WHERE id <= 300;
CREATE INDEX kind_i ON kind USING medcode (phrase);
CHECKPOINT;
INSERT INTO odd VALUES (21, 'gout and two');
SQL
	$node->stop('immediate');
	$node->start;
	my $after = session();
	is(same_by_index($after, $join, 'kind_i', 'an unlogged table after a crash'), '0 0 -', 'it is empty');
	is_sound('kind_i', 'an unlogged table after a crash');
	$node->safe_psql('postgres', 'INSERT INTO kind SELECT * FROM stock WHERE id <= 300');
	same_by_index($after, $join, 'kind_i', 'an unlogged table filled again');
	is_sound('kind_i', 'an unlogged table filled again');
	same_by_index($after, 'SELECT p.id, n.id AS note FROM odd_note n JOIN odd p ON medcode.occurs(p.phrase, n.body)', 'odd_phrase', 'a logged table after a crash');
	is_sound('odd_phrase', 'a logged table after a crash');
	$after->quit;
}

unlike(slurp_file($node->logfile), qr/PANIC|TRAP:|terminated by signal/, 'no crash');
$node->stop;
done_testing();
