# The cache of a reader of the index type: whatever others do to the index while it stands between two
# steps of docs/index-format.md "Reading", it finds what its snapshot sees, each row once.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use PhraseIndex;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = phrase_server('primary', 'max_prepared_transactions = 1');
sub value { return $node->safe_psql('postgres', shift) }

my @points = ('before pending pages are copied', 'pending pages copied', 'cache emptied');
my $reader = $node->background_psql('postgres', on_error_stop => 0, verbose => 0);
my $blocker = $node->background_psql('postgres', on_error_stop => 0);
$blocker->query_safe('SELECT pg_advisory_lock(7)');

# Start a query of the reader, do something while it stands at a point, and return its output.
my $queries = 0;
sub meanwhile
{
	my ($query, $point, $action, $name) = @_;
	my $end = 'end of query ' . ++$queries;
	$reader->query_safe("SELECT pause_at('$point', 7)");
	start_statement($reader, "$query;\nSELECT '$end';");
	ok(wait_for_pause($node), "$name: the reader stands at: $point");
	value($action) if $action;
	$blocker->query_safe('SELECT pg_advisory_unlock(7)');
	my $out = $reader->query_until(qr/$end/, '');
	$out =~ s/\n?$end\n?//;
	$out =~ s/^sent\n//;
	$reader->query_safe('SELECT pause_at(NULL, 0)');
	$blocker->query_safe('SELECT pg_advisory_lock(7)');
	return $out;
}

#
# Scans
#
phrase_table($node, 'watch', 500);
my %actions = (
	nothing => '',
	flush => q{SELECT medcode.index_flush('watch_phrase')},
	'insertion' => 'INSERT INTO watch (phrase) SELECT phrase FROM phrase(30) AS phrase',
	'insertion and flush' => <<'SQL',
INSERT INTO watch (phrase) SELECT phrase FROM phrase(30) AS phrase;
SELECT medcode.index_flush('watch_phrase');
SQL
	'flush, and other phrases on the same pages' => <<'SQL',
SELECT medcode.index_flush('watch_phrase');
INSERT INTO watch (phrase) SELECT phrase FROM phrase(300) AS phrase;
SQL
	'many flushes' => <<'SQL',
SELECT medcode.index_flush('watch_phrase');
INSERT INTO watch (phrase) SELECT phrase FROM phrase(200) AS phrase;
SELECT medcode.index_flush('watch_phrase');
INSERT INTO watch (phrase) SELECT phrase FROM phrase(50) AS phrase;
SELECT medcode.index_flush('watch_phrase');
SQL
	vacuum => <<'SQL',
DELETE FROM watch WHERE id % 5 = 1;
VACUUM (TRUNCATE off) watch;
INSERT INTO watch (phrase) SELECT phrase FROM phrase(100) AS phrase;
SQL
	'update, flush and vacuum' => <<'SQL',
UPDATE watch SET phrase = words(2) WHERE id % 7 = 1;
SELECT medcode.index_flush('watch_phrase');
VACUUM (TRUNCATE off) watch;
SQL
);

# Something to sort in and something to vacuum, before the snapshot of the reader
sub prepare
{
	value(<<'SQL');
INSERT INTO watch (phrase) SELECT phrase FROM phrase(40) AS phrase;
UPDATE watch SET phrase = words(1) WHERE id % 11 = 3;
DELETE FROM watch WHERE id < (SELECT max(id) FROM watch) - 500;
SQL
	return;
}

# What the reader finds afterwards under the same snapshot, and under a new one
sub goes_on
{
	my ($name) = @_;
	is($reader->query_safe(q{SELECT difference('watch')}), '', "$name: and so does the next scan");
	$reader->query_safe('COMMIT');
	$reader->query_safe('BEGIN ISOLATION LEVEL REPEATABLE READ');
	is($reader->query_safe(q{SELECT difference('watch')}), '', "$name: and that of a new snapshot");
	$reader->query_safe('COMMIT');
	return;
}

sub sorted { return join ' ', sort grep { $_ ne '' } split /\n/, $_[0] }

my $turn = 0;
for my $action (sort keys %actions)
{
	for my $point (@points)
	{
		my $way = $turn++ % 2 ? 'bitmap' : 'index';
		prepare();
		$reader->query_safe('BEGIN ISOLATION LEVEL REPEATABLE READ');
		my $seen = $reader->query_safe('SELECT count(*) FROM watch');
		my $found = meanwhile("SELECT unnest(scanned('watch', '$way', 3, 3))", $point, $actions{$action}, $action);
		is($found, $reader->query_safe(q{SELECT unnest(scanned('watch', 'seq', 3, 3))}), "$action: it finds what its snapshot sees");
		is($reader->query_safe('SELECT count(*) FROM watch'), $seen, "$action: which did not change");
		goes_on($action);
	}
}

# a scan that has read much already, in a state of the buckets that did not change before it went on
for my $point (@points[ 0, 1 ])
{
	for my $action ('flush', 'flush, and other phrases on the same pages', 'vacuum')
	{
		prepare();
		$reader->query_safe('BEGIN ISOLATION LEVEL REPEATABLE READ');
		$reader->query_safe('SET LOCAL enable_seqscan = off');
		$reader->query_safe('SET LOCAL enable_bitmapscan = off');
		$reader->query_safe(q{DECLARE pairs CURSOR FOR SELECT n.id || '/' || w.id
			FROM note AS n JOIN watch AS w ON medcode.occurs(w.phrase, n.body) WHERE n.id < 4});
		my $found = $reader->query_safe('FETCH 1 FROM pairs');
		value('INSERT INTO watch (phrase) SELECT phrase FROM phrase(30) AS phrase');
		$found .= "\n" . meanwhile('FETCH ALL FROM pairs', $point, $actions{$action}, "a warm scan, $action");
		is(sorted($found), sorted($reader->query_safe(q{SELECT unnest(scanned('watch', 'seq', 1, 3))})),
			"a warm scan, $action: it finds what its snapshot sees");
		$reader->query_safe('CLOSE pairs');
		goes_on("a warm scan, $action");
	}
}

# a scan that has read much already: others work before its second note, and while it reads for it
for my $action (sort keys %actions)
{
	my $point = $points[ $turn++ % @points ];
	prepare();
	$reader->query_safe('BEGIN ISOLATION LEVEL REPEATABLE READ');
	$reader->query_safe('SET LOCAL enable_seqscan = off');
	$reader->query_safe('SET LOCAL enable_bitmapscan = off');
	$reader->query_safe(q{DECLARE pairs CURSOR FOR SELECT n.id || '/' || w.id
		FROM note AS n JOIN watch AS w ON medcode.occurs(w.phrase, n.body) WHERE n.id < 4});
	my $found = $reader->query_safe('FETCH 1 FROM pairs');
	value(<<'SQL');
INSERT INTO watch (phrase) SELECT phrase FROM phrase(30) AS phrase;
SELECT medcode.index_flush('watch_phrase');
INSERT INTO watch (phrase) SELECT phrase FROM phrase(30) AS phrase;
SQL
	$found .= "\n" . meanwhile('FETCH ALL FROM pairs', $point, $actions{$action}, "a long scan, $action");
	is(sorted($found), sorted($reader->query_safe(q{SELECT unnest(scanned('watch', 'seq', 1, 3))})),
		"a long scan, $action: it finds what its snapshot sees");
	$reader->query_safe('CLOSE pairs');
	goes_on("a long scan, $action");
}
# words that are gathered: before, between the new phrases and the end of the old ones, afterwards
{
	my $flusher = $node->background_psql('postgres', on_error_stop => 0);
	scattered_table($node, 'gathered');
	my $rows = q{SELECT unnest(scanned('gathered', 'seq', 21, 21))};
	$reader->query_safe('BEGIN ISOLATION LEVEL REPEATABLE READ');
	$reader->query_safe('SET LOCAL enable_seqscan = off');
	$reader->query_safe('SET LOCAL enable_bitmapscan = off');
	# the same note at two places: the second time it is the cache that answers
	$reader->query_safe(q{DECLARE pairs CURSOR FOR SELECT n.id || '/' || g.id
		FROM (SELECT 21 AS id, body || repeat('. None', i) AS body FROM note, generate_series(1, 3) AS i WHERE id = 21 OFFSET 0) AS n
		JOIN gathered AS g ON medcode.occurs(g.phrase, n.body)});
	my $found = $reader->query_safe('FETCH 1 FROM pairs');
	scatter($node, 'gathered');
	$flusher->query_safe(q{SELECT pause_at('word gathered', 7)});
	start_statement($flusher, q{SELECT medcode.index_flush('gathered_phrase');});
	ok(wait_for_pause($node), 'a word is gathered');
	same_as_table($node, 'gathered', 'a word is gathered');
	$found .= "\n" . $reader->query_safe('FETCH 500 FROM pairs');
	$blocker->query_safe('SELECT pg_advisory_unlock(7)');
	like($flusher->query_safe('SELECT 1'), qr/1/, 'all are gathered');
	cmp_ok(value(q{SELECT dead FROM medcode.index_info('gathered_phrase')}), '>', 100, 'and the old phrases are given up');
	$blocker->query_safe('SELECT pg_advisory_lock(7)');
	$found .= "\n" . $reader->query_safe('FETCH ALL FROM pairs');
	my $wanted = $reader->query_safe($rows);
	is(sorted($found), sorted(join "\n", ($wanted) x 3), 'a scan that goes on meanwhile finds what its snapshot sees');
	$reader->query_safe('COMMIT');
	same_as_table($node, 'gathered', 'gathered');
	sound($node, 'gathered_phrase', 'gathered');
	$flusher->quit;
}

sound($node, 'watch_phrase', 'after all this');
same_as_table($node, 'watch', 'after all this');

#
# medcode.suggest(), whose cache lives as long as the session
#
sub codes
{
	return q{SELECT string_agg(code::text, ' ' ORDER BY code::text COLLATE "C") FROM medcode.suggest(}
		. q{'Sugar sickness. Salt sickness. Pepper sickness. Mustard sickness. Gout.')};
}
sub add { return "SELECT medcode.add_term('$_[0] sickness', '$_[1]')" }
my $flush = q{SELECT medcode.index_flush('medcode.term_phrase')};
my $busy = q{INSERT INTO medcode.term (phrase, code) SELECT 'busy sickness ' || clock_timestamp() || n, 'I10' FROM generate_series(1, 50) AS n};
my $forget = q{DELETE FROM medcode.term WHERE phrase ~ '^(sugar|salt|pepper|mustard|busy) sickness'; VACUUM (TRUNCATE off) medcode.term};
my %changes = (
	flush => $flush,
	'addition and flush' => add('pepper', 'J30.9') . ";$flush",
	'flush and additions' => "$flush;$busy;" . add('pepper', 'J30.9'),
	'deletion, vacuum and addition' => "$forget;$busy;" . add('pepper', 'J30.9') . ";$flush;$busy",
);
for my $warm (0, 1)
{
	for my $change (sort keys %changes)
	{
		# a warm cache is not emptied before that
		for my $point ($warm ? @points[ 0, 1 ] : @points)
		{
			my $name = $warm ? "$change, a warm cache" : $change;
			value($forget);
			is($reader->query_safe(codes()), 'M10.9', 'the terms are unknown');
			value(add('sugar', 'E11.9') . ($warm ? ';' : ";$flush;") . add('salt', 'E87.0'));
			$reader->query_safe('BEGIN ISOLATION LEVEL REPEATABLE READ');
			$reader->query_safe('SELECT 1 FROM medcode.term LIMIT 1');
			is(meanwhile(codes(), $point, $changes{$change}, $name), 'E11.9 E87.0 M10.9', "$name: suggestions of the snapshot");
			is($reader->query_safe(codes()), 'E11.9 E87.0 M10.9', "$name: and once more");
			$reader->query_safe('COMMIT');
			my $after = value(codes());
			is($reader->query_safe(codes()), $after, "$name: and of a new snapshot");
			is($after, $change =~ /deletion/ ? 'J30.9 M10.9' : $change =~ /addition/ ? 'E11.9 E87.0 J30.9 M10.9' : 'E11.9 E87.0 M10.9',
				'which a session without a cache gives');
		}
	}
}
sound($node, 'medcode.term_phrase', 'after all this');

#
# A draft term while others sort in
#
value($forget);
my $writer = $node->background_psql('postgres', on_error_stop => 0);
my $other = $node->background_psql('postgres', on_error_stop => 0);
for my $end ('ROLLBACK', 'ROLLBACK TO before', 'PREPARE', 'COMMIT')
{
	$writer->query_safe('BEGIN');
	$writer->query_safe('SAVEPOINT before');
	$writer->query_safe(add('mustard', 'J30.9'));
	my $sees = sub
	{
		my ($mine, $others, $what) = @_;
		is($writer->query_safe(codes()), $mine, "$end, $what: the session that adds the term");
		is($other->query_safe(codes()), $others, "$end, $what: another one");
		is(value(codes()), $others, "$end, $what: a new one");
	};
	$sees->('J30.9 M10.9', 'M10.9', 'pending');
	cmp_ok(value($flush), '>', 0, 'others sort it in');
	$sees->('J30.9 M10.9', 'M10.9', 'sorted in');
	value("$busy;VACUUM (TRUNCATE off) medcode.term");
	$sees->('J30.9 M10.9', 'M10.9', 'vacuumed');
	$writer->query_safe($end eq 'PREPARE' ? q{PREPARE TRANSACTION 'one'} : $end);
	my $left = $end eq 'COMMIT' ? 'J30.9 M10.9' : 'M10.9';
	$sees->($left, $left, 'at the end');
	$writer->query_safe('COMMIT') if $end eq 'ROLLBACK TO before';
	value("$flush;$busy");
	$writer->query_safe(q{ROLLBACK PREPARED 'one'}) if $end eq 'PREPARE';
	value("VACUUM (TRUNCATE off) medcode.term;$busy");
	$sees->($left, $left, 'at the end, vacuumed');
}
sound($node, 'medcode.term_phrase', 'drafts');

$_->quit for $reader, $blocker, $writer, $other;
unlike(slurp_file($node->logfile), qr/PANIC|TRAP:|terminated by signal/, 'no crash');
$node->stop;
done_testing();
