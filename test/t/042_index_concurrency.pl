# The index type while everybody works at a time: each scan finds what its snapshot sees.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use PhraseIndex;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use IPC::Run;
use Test::More;
use Time::HiRes qw(sleep);

my $seconds = $ENV{MEDCODE_STRESS_SECONDS} // 20;
my $node = phrase_server('primary', "max_connections = 50\ndeadlock_timeout = '200ms'");
sub value { return $node->safe_psql('postgres', shift) }

my %tables = (hasty => 'pending_pages = 1', patient => '');
phrase_table($node, $_, 800, $tables{$_}) for sort keys %tables;
value(<<'SQL');
CREATE SEQUENCE compared;
-- The index may be exchanged for another between the look at its name and its lock.
CREATE FUNCTION cared(index text, call text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE format('SELECT medcode.' || call, quote_literal(index));
	RETURN true;
EXCEPTION WHEN OTHERS THEN
	IF SQLERRM !~ '^(index "\w+_ccold" is not valid|could not open relation with OID \d+)$' THEN
		RAISE;
	END IF;
	RETURN false;
END
$$;
SELECT medcode.add_term('lasting sickness', 'I11.0');
CREATE FUNCTION suggested(note text, wanted text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	codes text := (SELECT string_agg(code::text, ' ' ORDER BY code::text COLLATE "C") FROM medcode.suggest(note));
BEGIN
	IF codes IS DISTINCT FROM wanted THEN
		RAISE EXCEPTION 'WRONG: suggested %, not %', codes, wanted;
	END IF;
END
$$;
SQL

# Scripts of a client. Rows are changed by the client of their number, so that none waits for another.
sub scripts
{
	my (%scripts) = @_;
	my @options;
	for my $name (sort keys %scripts)
	{
		my ($weight, $script) = @{ $scripts{$name} };
		for my $table ($script =~ /PHRASES/ ? sort keys %tables : 'one')
		{
			my $file = $node->basedir . "/$table-$name.sql";
			append_to_file($file, "\\set n random(1, 40)\n\\set note random(1, 20)\n" . ($script =~ s/PHRASES/$table/gr) . "\n");
			push @options, '-f', "$file\@$weight";
		}
	}
	return @options;
}

my %benches = (
	work => [ 5, scripts(
		insert => [ 8, 'INSERT INTO PHRASES (phrase) SELECT phrase FROM phrase(:n) AS phrase;' ],
		rollback => [ 1, "BEGIN;\nINSERT INTO PHRASES (phrase) SELECT phrase FROM phrase(:n) AS phrase;\nROLLBACK;" ],
		update => [ 4, 'UPDATE PHRASES SET phrase = words(2) WHERE id % 5 = :client_id AND id % 101 = :n;' ],
		touch => [ 1, 'UPDATE PHRASES SET extra = :n WHERE id % 5 = :client_id AND id % 101 = :n;' ],
		delete => [ 8, 'DELETE FROM PHRASES WHERE id % 5 = :client_id AND id % 41 = :n;' ],
		scan => [ 16, "BEGIN ISOLATION LEVEL REPEATABLE READ;\nSELECT compare('PHRASES', :note);\nSELECT compare('PHRASES', 21 - :note);\nCOMMIT;\nSELECT nextval('compared');" ],
		draft => [ 4, "BEGIN;\nSELECT medcode.add_term('busy :n sickness', 'I10');\nSELECT suggested('Busy :n sickness. Gout.', 'I10 M10.9');\nROLLBACK;" ],
		term => [ 1, "INSERT INTO medcode.term (phrase, code) VALUES ('term :n of ' || clock_timestamp(), 'I10');" ],
		suggest => [ 8, "SELECT suggested('Busy :n sickness. Gout. Lasting sickness.', 'I11.0 M10.9');" ],
	) ],
	care => [ 2, scripts(
		vacuum => [ 2, 'VACUUM PHRASES;' ],
		flush => [ 4, "SELECT cared('PHRASES_phrase', 'index_flush(%s)');\n\\sleep 20 ms" ],
		flush_terms => [ 1, "SELECT cared('medcode.term_phrase', 'index_flush(%s)');\n\\sleep 20 ms" ],
		verify => [ 1, "SELECT cared('PHRASES_phrase', 'index_verify(%s, true)');\n\\sleep 20 ms" ],
	) ],
	# by one, for of two that build at a time one may have to give way
	build => [ 1, scripts(
		reindex => [ 1, 'REINDEX INDEX CONCURRENTLY PHRASES_phrase;' ],
		terms => [ 1, 'REINDEX INDEX CONCURRENTLY medcode.term_phrase;' ],
		create => [ 1, "CREATE INDEX CONCURRENTLY PHRASES_other ON PHRASES USING medcode (phrase);\nSELECT medcode.index_verify('PHRASES_other', true);\nDROP INDEX CONCURRENTLY PHRASES_other;" ],
	) ],
);
for my $name (sort keys %benches)
{
	my ($clients, @options) = @{ $benches{$name} };
	my $bench = { out => '', error => '' };
	$bench->{run} = IPC::Run::start([ 'pgbench', '-n', '-c', $clients, '-j', 1, '-T', $seconds, @options, $node->connstr('postgres') ],
		'<', \undef, '>', \$bench->{out}, '2>', \$bench->{error});
	$benches{$name} = $bench;
}
for my $name (sort keys %benches)
{
	my $bench = $benches{$name};
	$bench->{run}->finish;
	is($bench->{run}->result(0), 0, "$name: nobody gave up");
	is(join("\n", grep { /ERROR|FATAL|WRONG|aborted/ } split /\n/, $bench->{error}), '', "$name: no error");
	my ($done) = $bench->{out} =~ /number of transactions actually processed: (\d+)/;
	cmp_ok($done // 0, '>', $name eq 'build' ? 4 : 50, "$name: something was done");
	note "$name: $done transactions";
}
cmp_ok(value('SELECT last_value FROM compared'), '>', 50, 'many scans were compared');

for my $table (sort keys %tables)
{
	is(value("SELECT count(*) FROM pg_index WHERE indrelid = '$table'::regclass AND NOT indisvalid"), '0', "$table: every index is valid");
	sound($node, "${table}_phrase", 'at the end');
	same_as_table($node, $table, 'at the end');
	value("VACUUM $table");
	sound($node, "${table}_phrase", 'vacuumed');
	is(value("SELECT phrases, pending FROM medcode.index_info('${table}_phrase')"), value("SELECT count(*) FROM $table") . '|0',
		"$table: as many phrases as rows");
	same_as_table($node, $table, 'vacuumed');
}

#
# A word is gathered on a page that VACUUM has passed, or does not know
#
{
	scattered_table($node, 'gathered');
	value('DELETE FROM gathered WHERE id % 2 = 0');
	my $vacuum = $node->background_psql('postgres', on_error_stop => 0);
	$vacuum->query_safe('SET vacuum_cost_delay = 100; SET vacuum_cost_limit = 1');
	start_statement($vacuum, 'VACUUM (TRUNCATE off) gathered;');
	ok($node->poll_query_until('postgres', q{SELECT count(*) = 1 FROM pg_stat_progress_vacuum WHERE phase = 'vacuuming indexes'}),
		'VACUUM walks through the index');
	sleep 0.4;
	scatter($node, 'gathered');
	is(value(q{SELECT medcode.index_flush('gathered_phrase')}), '250', 'phrases are sorted in meanwhile');
	same_as_table($node, 'gathered', 'while VACUUM is at work');
	is($vacuum->query_safe('SELECT 1'), '1', 'it comes to its end');
	value(q{INSERT INTO gathered (phrase) SELECT 'other' || n FROM generate_series(1, 700) AS n});
	same_as_table($node, 'gathered', 'new rows in the place of dead ones');
	sound($node, 'gathered_phrase', 'new rows in the place of dead ones');
	$vacuum->quit;
}

unlike(slurp_file($node->logfile), qr/PANIC|TRAP:|terminated by signal|deadlock/, 'no crash');
$node->stop;
done_testing();
