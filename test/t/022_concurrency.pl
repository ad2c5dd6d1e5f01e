# Versions when several sessions work at a time: writers, publishing, loads, a crash, a standby.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use MedcodeServer;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = medcode_server('primary', <<'CONF', allows_streaming => 1);
max_prepared_transactions = 2
restart_after_crash = on
deadlock_timeout = '100ms'
CONF
$node->safe_psql('postgres', 'CREATE EXTENSION medcode');

sub order_file
{
	my $number = 0;
	return join '', map {
		my ($code, $billable, $title) = split /\|/;
		sprintf "%05d %-7s %s %-60s %s\n", ++$number, $code, $billable, $title, $title;
	} @_;
}
my $older = order_file('E11|0|Type 2 diabetes mellitus', 'E119|1|Type 2 diabetes mellitus without complications', 'M10|0|Gout', 'M109|1|Gout, unspecified');
my $newer = order_file('E11|0|Type 2 diabetes mellitus', 'E119|1|Type 2 diabetes mellitus lacking complications', 'M10|0|Gout', 'M109|1|Gout, unspecified');

sub value { return $node->safe_psql('postgres', shift) }
sub codes { return "SELECT string_agg(concat(code, '/', version), ' ' ORDER BY sequence) FROM medcode.suggest('$_[0]')" }
sub version_of { return value("SELECT string_agg(DISTINCT version::text, ' ') FROM medcode.term WHERE phrase = '$_[0]'") }
sub last_version { return value('SELECT max(version) FROM medcode.versions()') }
sub is_sound
{
	is(value(q{SELECT string_agg(version::text, ' ') FROM medcode.versions() WHERE NOT medcode.verify_version(version)}), '', "every version holds what was frozen: $_[0]");
}

my $sessions = 0;
sub session
{
	my $session = $node->background_psql('postgres', on_error_stop => 0, verbose => 0);
	my $name = 's' . ++$sessions;
	$session->query_safe("SET application_name = '$name'");
	return ($session, $name);
}
# Send a statement without waiting for its end
sub start { $_[0]->query_until(qr/sent/, "\\echo sent\n$_[1]\n") }
# Wait until a session waits for a lock; that of another name must not be it
sub waits
{
	my ($name, $what) = @_;
	ok($node->poll_query_until('postgres', "SELECT count(*) = 1 FROM pg_stat_activity WHERE application_name = '$name' AND wait_event_type = 'Lock'"), $what);
}
# The end of what was started: the session answers again
sub finished { return scalar $_[0]->query_safe('SELECT 1') =~ /1/ }

#
# An open writer
#
my ($writer, $writer_name) = session();
my ($publisher, $publisher_name) = session();
my ($other, $other_name) = session();

$writer->query_safe('BEGIN');
$writer->query_safe("INSERT INTO medcode.term (phrase, code) VALUES ('sugar sickness', 'E11.9')");
is($writer->query_safe(codes('Sugar sickness.')), 'E11.9/', 'a draft acts in its transaction');
is($other->query_safe(codes('Sugar sickness.')), '', 'and in no other');
is($other->query_safe('SELECT count(*) FROM medcode.draft()'), '0', 'which sees no draft');
is($other->query_safe('SELECT medcode.fingerprint() = fingerprint FROM medcode.versions()'), 't', 'nor another fingerprint');
start($publisher, 'SELECT medcode.publish();');
waits($publisher_name, 'publish() waits for an open writer');
is($other->query_safe(codes('Gout.')), 'M10.9/1', 'readers go on');
$writer->query_safe('COMMIT');
ok(finished($publisher), 'it is done when the writer is');
is(last_version(), '1001', 'it made a version');
is($other->query_safe(codes('Sugar sickness.')), 'E11.9/1001', 'with the row of the writer');
is_sound('an open writer');

# a writer that gives up
$writer->query_safe('BEGIN');
$writer->query_safe("INSERT INTO medcode.term (phrase, code) VALUES ('salt sickness', 'E87.0')");
start($publisher, 'SELECT medcode.publish();');
waits($publisher_name, 'publish() waits for a writer');
$writer->query_safe('ROLLBACK');
ok(finished($publisher), 'that rolls back');
is(last_version(), '1001', 'there was nothing to publish');

#
# An open publish()
#
my @late = map { [ session() ] } 1 .. 4;
$late[3][0]->query_safe('PREPARE insertion AS INSERT INTO medcode.term (phrase, code) VALUES ($1, $2)');
$late[3][0]->query_safe("EXECUTE insertion ('prepared sickness $_', 'I10')") for 1 .. 6;
$publisher->query_safe('BEGIN');
is($publisher->query_safe('SELECT medcode.publish()'), '1002', 'a version in a transaction');
is($publisher->query_safe(codes('Gout.')), 'M10.9/1002', 'which sees it');
is($other->query_safe(codes('Gout.')), 'M10.9/', 'others see the draft');
is($other->query_safe('SELECT max(version) FROM medcode.versions()'), '1001', 'and the last version');
start($late[0][0], "INSERT INTO medcode.term (phrase, code) VALUES ('late sickness', 'I10');");
start($late[1][0], "SELECT medcode.add_term('later sickness', 'I10');");
start($late[2][0], "COPY medcode.term (phrase, code) FROM PROGRAM 'echo late copy:I10' (DELIMITER ':');");
start($late[3][0], "EXECUTE insertion ('late prepared', 'I10');");
waits($_->[1], 'a writer waits for publish()') for @late;
$publisher->query_safe('COMMIT');
ok(finished($_->[0]), 'and goes on behind it') for @late;
is(version_of($_), '1003', "into the version to come: $_") for 'late sickness', 'later sickness', 'late copy', 'late prepared';
is(value('SELECT medcode.publish()'), '1003', 'which is published');
is_sound('late writers');
$_->[0]->quit for @late;

# publish() rolled back
$publisher->query_safe('BEGIN');
$publisher->query_safe("SELECT medcode.add_term('pepper sickness', 'J30.9')");
is($publisher->query_safe('SELECT medcode.publish()'), '1004', 'a version');
$publisher->query_safe('ROLLBACK');
is(last_version(), '1003', 'is gone with its transaction');
is($publisher->query_safe(codes('Pepper sickness. Gout.')), 'M10.9/1003', 'and is so for the session that made it');

#
# Old snapshots
#
for my $level ('REPEATABLE READ', 'SERIALIZABLE')
{
	my ($old) = session();
	my $tag = lc substr($level, 0, 4);
	value('SELECT medcode.publish()');
	$old->query_safe("BEGIN ISOLATION LEVEL $level");
	$old->query_safe('SELECT count(*) FROM medcode.term');
	value("SELECT medcode.add_term('snapshot sickness $tag', 'I10')");
	my $frozen = value('SELECT medcode.publish()');
	is($old->query_safe(codes("Snapshot sickness $tag. Gout.")), 'M10.9/' . ($frozen - 1), "$level: an old snapshot has its version");
	# may be refused; but if it is done, it is of the version to come
	$old->query("INSERT INTO medcode.term (phrase, code) VALUES ('old snapshot $tag', 'I10')");
	$old->query('COMMIT');
	like(version_of("old snapshot $tag"), qr/^(?:|@{[ $frozen + 1 ]})$/, "$level: a row of an old snapshot does not come into the frozen version");
	is_sound("$level, a row");
	$old->quit;

	for my $statement ('SELECT medcode.publish()', "SELECT medcode.load_content('$older', 'FY2024')")
	{
		my ($late_publisher) = session();
		value("INSERT INTO medcode.term (phrase, code) SELECT 'seen sickness ' || clock_timestamp(), 'I10'");
		$late_publisher->query_safe("BEGIN ISOLATION LEVEL $level");
		$late_publisher->query_safe('SELECT count(*) FROM medcode.term');
		value("INSERT INTO medcode.term (phrase, code) SELECT 'unseen sickness ' || clock_timestamp(), 'I10'");
		$late_publisher->query($statement);
		$late_publisher->query('COMMIT');
		is_sound("$level, $statement");
		$late_publisher->quit;
	}
}

# a statement that began before, and asked for the number
{
	my ($slow, $slow_name) = session();
	$other->query_safe('SELECT pg_advisory_lock(1)');
	start($slow, <<'SQL');
DO $$
DECLARE
	number integer := medcode.draft_version();
BEGIN
	PERFORM pg_advisory_lock(1);
	PERFORM medcode.add_term('slow sickness', 'I10');
	INSERT INTO medcode.term (phrase, code) VALUES ('slower sickness', 'I10');
END
$$;
SQL
	waits($slow_name, 'a statement at work');
	value("SELECT medcode.add_term('quick sickness', 'I10')");
	my $frozen = value('SELECT medcode.publish()');
	$other->query_safe('SELECT pg_advisory_unlock(1)');
	ok(finished($slow), 'goes on after a publish()');
	is(version_of($_), $frozen + 1, "what it writes then is of the version to come: $_") for 'slow sickness', 'slower sickness';
	is_sound('a slow statement');
	$slow->quit;
}

# what was a draft row when the transaction looked first
for my $statement ("UPDATE medcode.term SET code = 'I11.0' WHERE phrase = 'fresh sickness'", "DELETE FROM medcode.term WHERE phrase = 'other sickness'")
{
	my ($late) = session();
	value("INSERT INTO medcode.term (phrase, code) VALUES ('@{[ $statement =~ /'(\w+ sickness)'/ ]}', 'I10')");
	$late->query_safe('BEGIN');
	$late->query_safe('SAVEPOINT one');
	$late->query_safe($statement);
	$late->query_safe('ROLLBACK TO one');
	value('SELECT medcode.publish()');
	$late->query($statement);
	like($late->{stderr}, qr/cannot be changed/, "a row frozen meanwhile: $statement");
	$late->{stderr} = '';
	$late->query('ROLLBACK');
	is_sound('a row frozen meanwhile');
	$late->quit;
}

#
# Prepared transactions
#
{
	my ($prepared) = session();
	my $before = last_version();
	value('SELECT medcode.publish()');
	$prepared->query_safe('BEGIN');
	$prepared->query_safe("SELECT medcode.add_term('mustard sickness', 'J30.9')");
	$prepared->query_safe("PREPARE TRANSACTION 'one'");
	is(value(codes('Mustard sickness.')), '', 'nobody sees the draft of a prepared transaction');
	is($prepared->query_safe(codes('Mustard sickness.')), '', 'not even the session that made it');
	my ($status, $out, $error) = $node->psql('postgres', "SET lock_timeout = '300ms'; SELECT medcode.publish()");
	like($error, qr/lock timeout/, 'publish() waits for it');
	$prepared->query_safe("COMMIT PREPARED 'one'");
	is(value(codes('Mustard sickness.')), 'J30.9/', 'then it is seen');
	value('SELECT medcode.publish()');
	like(value(codes('Mustard sickness.')), qr{^J30\.9/\d+$}, 'and published');
	is_sound('a prepared transaction');
	$prepared->quit;
}

#
# Two loads
#
{
	my ($first) = session();
	my ($second, $second_name) = session();
	my ($third, $third_name) = session();
	my $before = last_version();
	$first->query_safe('BEGIN');
	$first->query_safe("SELECT medcode.load_content('$older', 'FY2025')");
	start($second, "SELECT medcode.load_content('$newer', 'FY2026');");
	waits($second_name, 'one load at a time');
	start($third, "SELECT medcode.load_content('$older', 'FY2025');");
	waits($third_name, 'and the same file again waits too');
	is($other->query_safe("SELECT count(*) FROM medcode.releases() WHERE release = 'FY2025'"), '0', 'nobody sees a load at work');
	is($other->query_safe(codes('Gout.')), "M10.9/$before", 'readers go on');
	$first->query_safe('COMMIT');
	ok(finished($second) && finished($third), 'the others go on behind it');
	is(value("SELECT string_agg(release, ' ' ORDER BY release_id) FROM medcode.release WHERE release IN ('FY2025', 'FY2026')"), 'FY2025 FY2026', 'each file is a release, once');
	is(last_version(), $before + 2, 'and a version');
	is_sound('two loads');
	is(value(q{SELECT count(*) FROM (SELECT phrase, code, kind FROM medcode.current_term WHERE origin = 'official' GROUP BY 1, 2, 3 HAVING count(*) > 1) t}), '0', 'no official term twice');
	is(value(q{SELECT count(*) FROM ((SELECT phrase, code, kind FROM medcode.current_term WHERE origin = 'official' EXCEPT SELECT phrase, code, kind FROM medcode.official_term)
		UNION ALL (SELECT phrase, code, kind FROM medcode.official_term EXCEPT SELECT phrase, code, kind FROM medcode.current_term)) t}), '0', 'official terms are those of the files');
	$_->quit for $first, $second, $third;
}

#
# Loads that are killed
#
my $state = q{SELECT medcode.fingerprint(), (SELECT count(*) FROM medcode.versions()), (SELECT count(*) FROM medcode.term), (SELECT count(*) FROM medcode.code),
	(SELECT count(*) FROM medcode.release), (SELECT count(*) FROM medcode.retirement), (SELECT count(*) FROM medcode.vocabulary), (SELECT count(*) FROM medcode.dictionary_image), (SELECT count(*) FROM medcode.draft())};
my $large = order_file(map { my $c = $_; map { my $n = $_; (sprintf('%s%02d|0|Invented condition %s%d', $c, $n, $c, $n),
	map { sprintf('%s%02d%d|1|Invented condition %s%d of variety %d', $c, $n, $_, $c, $n, $_) } 0 .. 9) } 10 .. 99 } 'A' .. 'G', 'Z');
my $large_file = $node->basedir . '/large.txt';
append_to_file($large_file, $large);
for my $stop ('code', 'term', 'terminology_version')
{
	for my $how ('terminate', 'kill -9')
	{
		next if $how eq 'kill -9' && $stop eq 'term';
		my ($blocker) = session();
		my ($load, $load_name) = session();
		my $before = value($state);
		$blocker->query_safe('BEGIN');
		# lets readers and lock_terminology() through, but not the insertion of rows
		$blocker->query_safe($stop eq 'term' ? 'SELECT' : "LOCK TABLE medcode.$stop IN SHARE MODE");
		$blocker->query_safe('LOCK TABLE medcode.terminology_change IN SHARE MODE') if $stop eq 'term';
		start($load, "SELECT medcode.load_file('$large_file', 'FY2026');");
		waits($load_name, "a load has come as far as $stop");
		my $pid = value("SELECT pid FROM pg_stat_activity WHERE application_name = '$load_name'");
		if ($how eq 'terminate')
		{
			is(value("SELECT pg_terminate_backend($pid)"), 't', 'it is terminated');
			$node->poll_query_until('postgres', "SELECT count(*) = 0 FROM pg_stat_activity WHERE pid = $pid");
			$blocker->query_safe('ROLLBACK');
		}
		else
		{
			is(kill_backend($node, $pid), 1, 'its process is killed');
			ok($node->poll_query_until('postgres', 'SELECT 1', '1'), 'the server is there again');
		}
		is(value($state), $before, "$stop, $how: nothing is left of it");
		is_sound("$stop, $how");
		eval { $_->quit } for $load, $blocker;
	}
}
($writer) = session();
($other, $other_name) = session();
($publisher) = session();
my $number = last_version();
is(value("SELECT rows_read, rejected FROM medcode.load_file('$large_file', 'FY2026')"), '7920|0', 'afterwards it is loaded');
is(last_version(), $number + 1, 'and published');
like(value(codes('Invented condition B17 of variety 3.')), qr{^B17\.3/}, 'and acts');
is_sound('the large file');

#
# Everybody at once
#
my $read = $node->basedir . '/read.sql';
append_to_file($read, "SELECT count(*) FROM medcode.suggest('Gout. Busy sickness 7.');\n");
my $write = $node->basedir . '/write.sql';
append_to_file($write, "\\set n random(1, 1000000000)\nSELECT medcode.add_term(format('busy sickness %s %s', :client_id, :n), 'I10');\n");
# each client its own, for of two that retire one row at the same time the second fails
my $retire = $node->basedir . '/retire.sql';
append_to_file($retire, "SELECT medcode.retire('term', term_id) FROM (SELECT term_id FROM medcode.current_term WHERE phrase LIKE 'busy sickness ' || :client_id || ' %' ORDER BY random() LIMIT 1) t;\n");
my $publish = $node->basedir . '/publish.sql';
append_to_file($publish, "SELECT medcode.publish();\n");
$node->command_ok([ 'pgbench', '-n', '-c', '6', '-j', '2', '-T', '5', '-f', "$read\@3", '-f', "$write\@6", '-f', "$retire\@3", '-f', "$publish\@2", 'postgres' ],
	'reading, writing, retiring and publishing at the same time');
cmp_ok(last_version(), '>', $number + 2, 'versions were made');
is_sound('everybody at once');
is(value(q{SELECT count(*) FROM medcode.term t JOIN medcode.retirement r ON r.relation = 'term' AND r.row_id = t.term_id WHERE r.version < t.version}), '0', 'nothing retired before it came');

#
# Parallel workers
#
value('SELECT medcode.publish()');
value(<<'SQL');
CREATE TABLE note AS SELECT n AS note_id, string_agg(format('%s: %s, no %s.', initcap(h.header), t.phrase, u.phrase), E'\n') AS body
FROM generate_series(1, 60) n, generate_series(1, 3) i
JOIN LATERAL (SELECT header FROM medcode.section_header ORDER BY section_header_id OFFSET (n * 131 + i * 17) % 4000 LIMIT 1) h ON true
JOIN LATERAL (SELECT phrase FROM medcode.term WHERE origin = 'starter' ORDER BY term_id OFFSET (n * 29 + i * 2003) % 9000 LIMIT 1) t ON true
JOIN LATERAL (SELECT phrase FROM medcode.term WHERE origin = 'starter' ORDER BY term_id OFFSET (n * 53 + i * 499) % 9000 LIMIT 1) u ON true
GROUP BY n;
ALTER TABLE note SET (parallel_workers = 2);
SQL
my $parallel = "SET force_parallel_mode = on; SET parallel_tuple_cost = 0; SET parallel_setup_cost = 0; SET min_parallel_table_scan_size = 0; SET parallel_leader_participation = off;\n";
my @calls = (
	q{SELECT note_id, r FROM note, medcode.suggest(body) r ORDER BY note_id, (r).sequence},
	q{SELECT note_id, r FROM note, medcode.suggest(body, version => 1001) r ORDER BY note_id, (r).sequence},
	q{SELECT note_id, r FROM note, medcode.mentions(body, 1) r ORDER BY note_id, (r).start_char},
	'SELECT medcode.fingerprint()', 'SELECT medcode.fingerprint(1001)', 'SELECT medcode.verify_version(1)', 'SELECT medcode.verify_version(1002)',
	'SELECT * FROM medcode.versions()', 'SELECT medcode.draft_version()', 'SELECT * FROM medcode.draft()', 'SELECT * FROM medcode.releases()',
	"SELECT medcode.release_on('icd10cm', '2025-11-01')",
);
for my $draft ('', "INSERT INTO medcode.term (phrase, code) VALUES ('parallel sickness', 'I10');")
{
	is(value("$parallel BEGIN; $draft $_"), value("BEGIN; $draft $_"), 'in a parallel worker' . ($draft && ', with a draft') . ": $_") for @calls;
}
like(value("$parallel EXPLAIN (ANALYZE, COSTS off) SELECT count(*) FROM note, medcode.suggest(body)"), qr/Workers Launched: [12]/, 'there are workers');

#
# A standby
#
$node->backup('backup');
my $standby = PostgreSQL::Test::Cluster->new('standby');
$standby->init_from_backup($node, 'backup', has_streaming => 1);
$standby->start;
$node->wait_for_catchup($standby);
is($standby->safe_psql('postgres', $_), value($_), "the standby says the same: $_") for @calls;
my $watcher = $standby->background_psql('postgres', verbose => 0);
is($watcher->query_safe(codes('Standby sickness.')), '', 'a term is unknown there');
value("SELECT medcode.add_term('standby sickness', 'I10')");
$node->wait_for_catchup($standby);
is($watcher->query_safe(codes('Standby sickness.')), 'I10/', 'it arrives as a draft');
value('SELECT medcode.publish()');
$node->wait_for_catchup($standby);
is($watcher->query_safe(codes('Standby sickness.')), 'I10/' . last_version(), 'and as a version');
is($standby->safe_psql('postgres', $_), value($_), "the standby says the same: $_") for @calls;
is($standby->safe_psql('postgres', q{SELECT count(*) FROM medcode.versions() WHERE NOT medcode.verify_version(version)}), '0', 'and verifies all versions');
my ($status, $out, $error) = $standby->psql('postgres', 'SELECT medcode.publish()');
like($error, qr/ERROR:.*(?:recovery|read-only)/, 'it publishes nothing');
$watcher->quit;
$_->quit for $writer, $other, $publisher;
$standby->stop;
unlike(slurp_file($node->logfile), qr/PANIC|TRAP:|terminated by signal (?!9)/, 'no crash but the ones that were wanted');
$node->stop;
done_testing();
