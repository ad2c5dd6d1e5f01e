# Building an index of phrases: what is seen of it, what it takes, and what is left if it does not end.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use PhraseIndex;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $rows = 300_000;
my $node = phrase_server('primary', <<'CONF');
shared_buffers = 16MB
fsync = off
max_wal_size = 4GB
CONF
sub value { return $node->safe_psql('postgres', shift) }
value(<<"SQL");
CREATE TABLE large (id integer PRIMARY KEY, phrase text) WITH (autovacuum_enabled = off);
INSERT INTO large SELECT n, concat('w' || n % 7919, ' ', (SELECT word FROM word WHERE word.id = n % 600), ' x' || n % 99991, ' y' || n / 10, ' of z' || n % 17)
FROM generate_series(1, $rows) AS n;
CREATE TABLE small AS SELECT * FROM large WHERE id % 100 = 0;
VACUUM ANALYZE large;
SQL

# Watch the builds of another backend: its phases in their order, and the most private memory it had,
# in kB; cancel it at a phase.
value(<<'SQL');
CREATE FUNCTION private_memory(pid integer) RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
	RETURN substring(pg_read_file(format('/proc/%s/status', pid)) FROM 'RssAnon:\s*(\d+)')::bigint;
EXCEPTION WHEN undefined_file THEN
	RETURN NULL;
END
$$;
CREATE FUNCTION watch_build(watched integer, cancel_at text, OUT phases text[], OUT memory bigint, OUT most_done bigint, OUT total bigint)
LANGUAGE plpgsql AS $$
DECLARE
	seen record;
	started timestamptz := clock_timestamp();
BEGIN
	phases := '{}';
	LOOP
		PERFORM pg_stat_clear_snapshot();
		SELECT * INTO seen FROM pg_stat_progress_create_index WHERE pid = watched;
		IF FOUND AND seen.phase <> phases[cardinality(phases)] IS NOT FALSE THEN
			phases := phases || seen.phase;
		END IF;
		IF FOUND AND seen.phase = 'building index: writing phrases' THEN
			most_done := greatest(most_done, seen.tuples_done);
			total := seen.tuples_total;
		END IF;
		IF FOUND AND seen.phase = cancel_at THEN
			PERFORM pg_cancel_backend(watched);
			RETURN;
		END IF;
		memory := greatest(memory, private_memory(watched));
		EXIT WHEN NOT FOUND AND cardinality(phases) > 0 OR clock_timestamp() > started + interval '60 s';
		PERFORM pg_sleep(0.001);
	END LOOP;
END
$$;
SQL
my $builder = $node->background_psql('postgres', on_error_stop => 0);
my $watcher = $node->background_psql('postgres', on_error_stop => 0);
my $pid = $builder->query_safe('SELECT pg_backend_pid()');
# Run a statement of the builder that is watched; its error, and what was seen
sub watched
{
	my ($statement, $cancel_at) = @_;
	$builder->{stderr} = '';
	my $phase = $cancel_at ? "'building index: $cancel_at'" : 'NULL';
	start_statement($watcher, "SELECT array_to_string(phases, ','), memory, most_done, total FROM watch_build($pid, $phase);\nSELECT 'seen';");
	$builder->query($statement);
	my $error = $builder->{stderr};
	$builder->{stderr} = '';
	my ($seen) = $watcher->query_until(qr/seen\n/, '') =~ /^(.*\|.*)$/m;
	return ($error, split /\|/, $seen, -1);
}

#
# A whole build
#
my @phases = ('scanning table', 'sorting words', 'writing directory', 'sorting phrases by their rarest word', 'writing phrases');
my $find = q{SELECT count(*), string_agg(id::text, ' ' ORDER BY id) FROM large WHERE medcode.occurs(phrase, (SELECT string_agg(phrase, '. ') FROM small WHERE id % 10000 = 0))};
my $found = value("SET enable_indexscan = off; SET enable_bitmapscan = off; SET max_parallel_workers_per_gather = 0; $find");
like($found, qr/^(?:[3-9]\d|\d{3,})\|/, 'the table has what is looked for');
my %infos;
for my $memory ('1MB', '64MB')
{
	$builder->query_safe("SET maintenance_work_mem = '$memory'");
	$builder->query_safe('CREATE INDEX small_phrase ON small USING medcode (phrase); DROP INDEX small_phrase');
	my $before = value("SELECT private_memory($pid)");
	my ($error, $seen, $most, $done, $total) = watched('CREATE INDEX large_phrase ON large USING medcode (phrase)');
	is($error, '', "a build with $memory");
	is($seen =~ s/building index: //gr =~ s/^(?:initializing,)+//r, join(',', @phases), 'its phases are seen');
	is($total, $rows, 'and how many phrases there are to write');
	cmp_ok($done, '>', 0, 'and are written');
	my $taken = int(($most - $before) / 1024);
	cmp_ok($taken, '<', $memory eq '1MB' ? 8 : 80, "it takes $taken MB");
	sound($node, 'large_phrase', $memory);
	is(value("SET enable_seqscan = off; SET max_parallel_workers_per_gather = 0; $find"), $found, 'it finds the rows');
	$infos{$memory} = value(q{SELECT phrases, wordless, too_long, words, blocks, directory_pages, bucket_pages, longest_list FROM medcode.index_info('large_phrase')});
	value('DROP INDEX large_phrase');
}
is($infos{'1MB'}, $infos{'64MB'}, 'with little memory it becomes the same');
$builder->query_safe('RESET maintenance_work_mem');

#
# Builds that do not end
#
# Files of the database, and temporary ones; a checkpoint removes what was dropped
sub files
{
	value('CHECKPOINT');
	return value(<<'SQL');
SELECT string_agg(name, ' ' ORDER BY name) FROM (
	SELECT name FROM pg_database, pg_ls_dir('base/' || oid) AS name WHERE datname = current_database() AND name ~ '^\d'
	UNION ALL SELECT name FROM pg_ls_tmpdir()) AS f
SQL
}
sub indexes { return value(q{SELECT string_agg(concat(relname, ' ', indisvalid), ', ' ORDER BY relname) FROM pg_index JOIN pg_class ON oid = indexrelid WHERE indrelid = 'middling'::regclass}) }
sub usable
{
	my ($what) = @_;
	is(value(q{INSERT INTO middling VALUES (0, 'cold feet'); UPDATE middling SET phrase = 'cold hands' WHERE id = 0; DELETE FROM middling WHERE id = 0 RETURNING phrase}),
		'cold hands', "$what: the table is written to");
	return;
}

my $some = 100_000;
value("CREATE TABLE middling (id integer PRIMARY KEY, phrase text); INSERT INTO middling SELECT * FROM large WHERE id <= $some; DROP TABLE large");
# an expression that fails if it is told to, in the middle of the table
value(<<"SQL");
CREATE FUNCTION fragile(id integer, phrase text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS \$\$
BEGIN
	IF id = $some * 2 / 3 AND current_setting('test.fail', true) = 'on' THEN
		RAISE EXCEPTION 'enough';
	END IF;
	RETURN phrase;
END
\$\$;
VACUUM ANALYZE middling;
SQL
my $files = files();
my $canceled = qr/canceling statement due to/;
my %statements = (
	'CREATE INDEX' => 'CREATE INDEX middling_phrase ON middling USING medcode (%s)',
	'CREATE INDEX CONCURRENTLY' => 'CREATE INDEX CONCURRENTLY middling_phrase ON middling USING medcode (%s)',
);
for my $how (sort keys %statements)
{
	my $left = $how =~ /CONCURRENTLY/ ? 'middling_phrase f, middling_pkey t' : 'middling_pkey t';
	for my $stop ($how =~ /CONCURRENTLY/ ? @phases[ 0, 4 ] : @phases, 'timeout', 'error')
	{
		my $error;
		if ($stop eq 'error')
		{
			$builder->query_safe("SET test.fail = on");
			($error) = watched(sprintf($statements{$how}, 'fragile(id, phrase)'));
			$builder->query_safe("SET test.fail = off");
			like($error, qr/ERROR:  enough/, "$how: an error");
		}
		elsif ($stop eq 'timeout')
		{
			$builder->query_safe("SET statement_timeout = '300ms'");
			($error) = watched(sprintf($statements{$how}, 'phrase'));
			$builder->query_safe('RESET statement_timeout');
			like($error, qr/ERROR:  $canceled statement timeout/, "$how: a timeout");
		}
		else
		{
			($error) = watched(sprintf($statements{$how}, 'phrase'), $stop);
			like($error, qr/ERROR:  $canceled user request/, "$how: canceled when $stop");
		}
		is(indexes(), $left, 'no index, or one that is invalid');
		usable("$how, $stop");
		value('DROP INDEX IF EXISTS middling_phrase');
		is(files(), $files, 'no file is left');
	}
}

# what REINDEX leaves: the index as it was
value('CREATE INDEX middling_phrase ON middling USING medcode (fragile(id, phrase))');
$files = files();
my $query = $find =~ s/FROM large/FROM middling/r =~ s/occurs\(phrase/occurs(fragile(id, phrase)/r;
$found = value("SET enable_indexscan = off; SET enable_bitmapscan = off; SET max_parallel_workers_per_gather = 0; $query");
for my $how ('REINDEX INDEX', 'REINDEX INDEX CONCURRENTLY')
{
	for my $stop ($phases[0], $phases[3], 'error')
	{
		$builder->query_safe('SET test.fail = on') if $stop eq 'error';
		my ($error) = watched("$how middling_phrase", $stop eq 'error' ? undef : $stop);
		$builder->query_safe('SET test.fail = off');
		like($error, $stop eq 'error' ? qr/ERROR:  enough/ : $canceled, "$how: $stop");
		is(indexes(), ($how =~ /CONCURRENTLY/ ? 'middling_phrase t, middling_phrase_ccnew f' : 'middling_phrase t') . ', middling_pkey t', 'the index is there');
		usable("$how, $stop");
		value('DROP INDEX IF EXISTS middling_phrase_ccnew');
		is(files(), $files, 'in the same files');
	}
}
sound($node, 'middling_phrase', 'as it was');
is(value("SET enable_seqscan = off; SET max_parallel_workers_per_gather = 0; $query"), $found, 'and finds the rows');

# an invalid index is mended
value('DROP INDEX middling_phrase');
watched('CREATE INDEX CONCURRENTLY middling_phrase ON middling USING medcode (phrase)', $phases[4]);
value(q{INSERT INTO middling VALUES (0, 'cold feet')});
is(indexes(), 'middling_phrase f, middling_pkey t', 'an invalid index');
value('REINDEX INDEX CONCURRENTLY middling_phrase');
is(indexes(), 'middling_phrase t, middling_pkey t', 'is mended');
sound($node, 'middling_phrase', 'mended');
is(value(q{SET enable_seqscan = off; SELECT id FROM middling WHERE medcode.occurs(phrase, 'She has cold feet.')}), '0', 'and has what came meanwhile');

$_->quit for $builder, $watcher;
unlike(slurp_file($node->logfile), qr/PANIC|TRAP:|terminated by signal|temporary file leak|leaked/, 'no crash, and nothing left open');
$node->stop;
done_testing();
