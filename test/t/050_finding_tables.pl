# Finding tables when sessions share the work, die, are cancelled; row-level security; dump and restore; replicas.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use MedcodeServer;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = medcode_server('primary', <<'CONF', allows_streaming => 'logical');
restart_after_crash = on
deadlock_timeout = '100ms'
CONF
sub value { return $node->safe_psql('postgres', shift) }

value(<<'SQL');
CREATE EXTENSION medcode;
CREATE TABLE note (note_id bigint PRIMARY KEY, ward text NOT NULL DEFAULT 'a', body text);
INSERT INTO note (note_id, body)
SELECT n, string_agg(initcap(h.header) || E':\r\n' || c.phrase || ' ' || t.phrase || '. ', '' ORDER BY i)
FROM generate_series(1, 2000) n, generate_series(1, 2) i
JOIN LATERAL (SELECT header FROM medcode.section_header ORDER BY section_header_id OFFSET (n * 131 + i * 17) % 400 LIMIT 1) h ON true
JOIN LATERAL (SELECT phrase FROM medcode.cue ORDER BY cue_id OFFSET (n * 37 + i * 1009) % 500 LIMIT 1) c ON true
JOIN LATERAL (SELECT phrase FROM medcode.term ORDER BY term_id OFFSET (n * 29 + i * 2003) % 900 LIMIT 1) t ON true
GROUP BY n;
SELECT medcode.create_finding_table('finding', 'note', 'body');
-- a batch takes a while, so that there is time to interfere
CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.02); RETURN NULL; END $$;
CREATE TRIGGER slow AFTER INSERT ON finding FOR EACH STATEMENT EXECUTE FUNCTION slow();
SQL

my $refresh = "CALL medcode.refresh_findings('finding', batch_size => 10)";
my $columns = 'start_char, end_char, text, code::text, term, source, score, section, negated, uncertain, historical, hypothetical, experiencer, relation, status, event_date, cue, derived';
# Rows that should be in the finding table and are not, or the other way round, of the notes that a condition chooses
sub differences
{
	my ($where, $database) = (@_, 'postgres');
	my $should = "SELECT n.note_id, f.ordinality::integer, $columns FROM (SELECT * FROM note WHERE $where) n,
		medcode.findings(n.body, (SELECT max(version) FROM medcode.versions())) WITH ORDINALITY f";
	my $is = "SELECT note_id, finding_no, $columns FROM (SELECT * FROM finding JOIN (SELECT note_id FROM note WHERE $where) n USING (note_id)) f";
	$is = "SELECT note_id, finding_no, $columns FROM finding" if $where eq 'true';
	return $node->safe_psql($database, "SELECT count(*) FROM (($should EXCEPT ALL $is) UNION ALL ($is EXCEPT ALL $should)) d");
}
my $finished = '(SELECT s.version > 0 FROM finding_note s WHERE s.note_id = note.note_id)';
sub whole_batches
{
	my $name = shift;
	is(differences($finished), 0, "$name: what is done is done wholly");
	is(value('SELECT count(*) FROM finding JOIN finding_note USING (note_id) WHERE finding_note.version = 0'), 0, 'and of the rest there is nothing');
}
sub background { return $node->background_psql('postgres', on_error_stop => 0, verbose => 0) }
sub start { $_[0]->query_until(qr/sent/, "\\echo sent\n$_[1];\n") }
sub pid_of { return $_[0]->query_safe('SELECT pg_backend_pid()') }
sub done_is_over { ok($node->poll_query_until('postgres', "SELECT done > $_[0] AND done < total AND state = 'reading' FROM medcode.finding_progress"), "it has read more than $_[0]") }

#
# Cancel, timeout, kill -9; each time the next one goes on
#
my $one = background();
my $pid = pid_of($one);
start($one, $refresh);
done_is_over(50);
like(value('SELECT sessions, total, per_second > 0, time_left IS NOT NULL FROM medcode.finding_progress'), qr/^1\|2000\|t\|t$/, 'others see how far it is');
value("SELECT pg_cancel_backend($pid)");
ok($node->poll_query_until('postgres', 'SELECT sessions = 0 FROM medcode.finding_progress'), 'it is cancelled');
my $done = value('SELECT done FROM medcode.finding_progress');
cmp_ok($done, '>', 50, 'what it has read stays');
is(value('SELECT state FROM medcode.finding_progress'), 'waiting', 'and the rest waits');
whole_batches('cancelled');

$node->psql('postgres', "SET statement_timeout = '500ms'; $refresh", stderr => \my $timed_out);
like($timed_out, qr/statement timeout/, 'a timeout stops it');
cmp_ok(value('SELECT done FROM medcode.finding_progress'), '>', $done, 'further on');
whole_batches('timed out');

my $limited = $node->safe_psql('postgres', "CALL medcode.refresh_findings('finding', batch_size => 10, time_limit => '300 ms')");
cmp_ok($limited, '>', 0, 'with a time limit it reads some');
is(value('SELECT state FROM medcode.finding_progress'), 'waiting', 'and ends without an error');

$done = value('SELECT done FROM medcode.finding_progress');
eval { $one->quit };
$one = background();
$pid = pid_of($one);
start($one, $refresh);
done_is_over($done + 50);
is(kill_backend($node, $pid), 1, 'its process is killed');
ok($node->poll_query_until('postgres', 'SELECT 1', '1'), 'the server is there again');
eval { $one->quit };
$done = value('SELECT done FROM medcode.finding_progress');
whole_batches('killed');

#
# Two sessions share the rest
#
my @both = (background(), background());
start($_, $refresh) for @both;
ok($node->poll_query_until('postgres', 'SELECT sessions = 2 FROM medcode.finding_progress'), 'two work');
my @read = map { ($_->query_safe('SELECT 1') =~ /^(\d+)\n1$/m)[0] } @both;
is($read[0] + $read[1], 2000 - $done, "each note is read once, by one of them: @read");
cmp_ok($read[$_], '>', (2000 - $done) / 5, 'and both had their share') for 0, 1;
is(differences('true'), 0, 'nothing is lost, nothing double');
is(value('SELECT state, done, total FROM medcode.finding_progress'), 'read|2000|2000', 'all is read');
$_->quit for @both;

#
# A note that changes while it is read
#
value('UPDATE note SET body = body WHERE note_id = 1');
is(value($refresh), 0, 'a note with the same text is not read');
value("UPDATE note SET body = 'Gout.' WHERE note_id % 10 = 0");
$one = background();
start($one, $refresh);
done_is_over(1820);
value("UPDATE note SET body = 'Asthma, obesity.' WHERE note_id % 20 = 0; DELETE FROM note WHERE note_id % 30 = 0; INSERT INTO note (note_id, body) VALUES (3000, 'Gout.')");
$one->query_safe('SELECT 1');
cmp_ok(value($refresh), '>', 0, 'is found by the next');
is(differences('true'), 0, 'which mends all');

# writers with triggers beside two that refresh
value("SELECT medcode.keep_findings_current('finding')");
value("SELECT medcode.add_term('sugar sickness', 'E11.9'); SELECT medcode.publish()");
@both = (background(), background());
start($_, $refresh) for @both;
value("INSERT INTO note (note_id, body) SELECT 4000 + $_, 'Sugar sickness and gout.'; UPDATE note SET body = 'No gout. Asthma.' WHERE note_id % 40 = $_ AND note_id < 4000; DELETE FROM note WHERE note_id % 200 = $_ AND note_id < 4000")
	for 1 .. 10;
$_->query_safe('SELECT 1') for @both;
$_->quit for @both;
value($refresh);
is(differences('true'), 0, 'a new version, writers and two sessions together');
is(value('SELECT count(DISTINCT version) FROM finding'), 1, 'all with the new version');
is(value("SELECT count(*) FROM finding WHERE note_id > 4000 AND code::text = 'E11.9'"), 10, 'with its terms');
value("SELECT medcode.keep_findings_current('finding', false)");
$one->quit;

#
# Row-level security, and a word that must be nowhere
#
my $canary = 'Xyzzyplover';
value(<<"SQL");
CREATE ROLE reader LOGIN;
CREATE ROLE other LOGIN;
CREATE SCHEMA own AUTHORIZATION reader;
CREATE TABLE secret (note_id integer PRIMARY KEY, ward text, content bytea);
INSERT INTO secret VALUES (1, 'a', 'Gout.'), (2, 'b', '$canary gout.'), (3, 'a', '$canary'::bytea || '\\xff'), (4, 'a', '$canary asthma.');
ALTER TABLE secret ENABLE ROW LEVEL SECURITY;
CREATE POLICY ward ON secret USING (ward = 'a');
GRANT SELECT, TRIGGER ON secret TO reader;
CREATE VIEW secret_text WITH (security_invoker = true) AS SELECT note_id, convert_from(content, 'UTF8') AS body FROM secret;
GRANT SELECT ON secret_text TO reader;
CREATE TABLE plain (note_id integer PRIMARY KEY, body text);
INSERT INTO plain VALUES (1, 'Gout.'), (2, '$canary gout.');
ALTER TABLE plain ENABLE ROW LEVEL SECURITY;
CREATE POLICY first ON plain USING (note_id = 1);
GRANT SELECT, INSERT, TRIGGER ON plain TO reader;
SQL
my $said = '';
sub as_role
{
	my ($role, $sql) = @_;
	my ($status, $out, $err) = $node->psql('postgres', $sql, extra_params => [ '-U', $role, '-qAt' ]);
	$said .= "$err\n";
	return ($out, $err);
}
is((as_role('reader', q{SELECT medcode.create_finding_table('own.f', 'secret_text', 'body', ARRAY['note_id'])}))[0], 'own.f', 'a role makes a finding table');
is((as_role('reader', q{CALL medcode.refresh_findings('own.f')}))[0], '3', 'and reads what it may read');
is((as_role('reader', q{SELECT string_agg(note_id || ':' || code, ' ' ORDER BY note_id) FROM own.f}))[0], '1:M10.9 4:J45.909', 'nothing else');
is((as_role('reader', q{SELECT note_id, issue FROM own.f_note WHERE issue IS NOT NULL}))[0], '3|the note cannot be read (SQLSTATE 22021)', 'what cannot be read is told');
value(q{UPDATE secret SET ward = 'b' WHERE note_id = 4});
as_role('reader', q{CALL medcode.refresh_findings('own.f')});
is((as_role('reader', q{SELECT string_agg(note_id::text, ' ') FROM own.f}))[0], '1', 'what it may no longer read is gone');
$node->psql('postgres', q{CALL medcode.refresh_findings('own.f')}, stderr => \my $refused);
like($refused, qr/only its owner can refresh own\.f/, 'a superuser, who sees more, does not fill it');
like((as_role('other', q{SELECT * FROM own.f}))[1], qr/permission denied/, 'nobody else reads it');
is((as_role('other', q{SELECT count(*) FROM medcode.finding_progress}))[0], '0', 'or sees that it is there');
like((as_role('other', q{CALL medcode.refresh_findings('own.f')}))[1], qr/permission denied/, 'or fills it');
# a setup that names a view of somebody's is none, so that reading progress runs no code of theirs
as_role('reader', q{CREATE FUNCTION own.trap() RETURNS integer LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'trapped'; END $$;
	CREATE TABLE own.bait (note_id integer); CREATE VIEW own.bait_note AS SELECT own.trap() AS version, ''::text AS issue;
	CREATE TABLE own.bait_setup OF medcode.finding_setup;
	INSERT INTO own.bait_setup (setup_table, finding_table, note_table, notes) VALUES ('own.bait_setup', 'own.bait', 'own.bait_note', 'note')});
is(value(q{SELECT count(*) FROM medcode.finding_progress WHERE finding_table = 'own.bait'::regclass}), '0', 'a forged setup is not followed');
as_role('reader', q{SELECT medcode.create_finding_table('own.p', 'plain', 'body')});
like((as_role('reader', q{SELECT medcode.keep_findings_current('own.p')}))[1], qr/row-level security keeps notes/, 'triggers see too much');
value('ALTER TABLE plain DISABLE ROW LEVEL SECURITY');
as_role('reader', q{SELECT medcode.keep_findings_current('own.p')});
# the writer may not write the finding table: the note is written, the warning has no word of it
value('GRANT INSERT ON plain TO other');
like((as_role('other', "INSERT INTO plain VALUES (3, '$canary asthma.')"))[1], qr/WARNING:  (?:notes written now|a trigger belongs)/, 'a writer without rights is told');
value('ALTER TABLE own.p ADD CHECK (code::text <> \'M10.9\') NOT VALID');
$node->psql('postgres', "INSERT INTO plain VALUES (4, '$canary gout.')", stderr => \my $warned);
like($warned, qr/SQLSTATE 23514/, 'and so is one whose notes fail');
is(value('SELECT count(*) FROM plain'), 4, 'both notes are there');
$said .= "$refused\n$warned\n";
unlike($said, qr/$canary/i, 'no message has a word of a note');
my @logged = grep { /$canary/i && !/STATEMENT:|LOG:  statement:/ } split /\n/, slurp_file($node->logfile);
is("@logged", '', 'nor the log, but where it has the statements of users');

#
# Dump and restore with -j
#
value('DROP TRIGGER slow ON finding');
value("SELECT medcode.keep_findings_current('finding')");
my $dump = $node->basedir . '/dump';
$node->command_ok([ 'pg_dump', '--no-sync', '-Fd', '-j', '2', '-f', $dump, 'postgres' ], 'dump');
value('CREATE DATABASE restored');
$node->command_ok([ 'pg_restore', '-e', '-j', '2', '-d', 'restored', $dump ], 'restore');
is($node->safe_psql('restored', "SELECT state, done = total FROM medcode.finding_progress WHERE finding_table = 'finding'::regclass"), 'read|t', 'it is as it was');
is($node->safe_psql('restored', $refresh), 0, 'no note has to be read again');
$node->safe_psql('restored', "INSERT INTO note (note_id, body) VALUES (9000, 'Gout.')");
is($node->safe_psql('restored', 'SELECT code FROM finding WHERE note_id = 9000'), 'M10.9', 'and the triggers work');
is(differences('true', 'restored'), 0, 'it holds the findings of all notes');
# a database with another history: the version of that number is another
value('CREATE DATABASE elsewhere');
$node->safe_psql('elsewhere', q{CREATE EXTENSION medcode; SELECT medcode.add_term('salt sickness', 'E87.0'); SELECT medcode.publish()});
$node->command_ok([ 'pg_dump', '--no-sync', '-t', 'note', '-t', 'finding*', '-f', "$dump.sql", 'restored' ], 'dump of the tables alone');
$node->command_ok([ 'psql', '-Xq', '-v', 'ON_ERROR_STOP=1', '-d', 'elsewhere', '-f', "$dump.sql" ], 'into a database with another terminology');
cmp_ok($node->safe_psql('elsewhere', $refresh), '>', 1500, 'all notes are read again');
is(differences('true', 'elsewhere'), 0, 'with its terminology');

#
# A standby
#
$node->backup('base');
my $standby = PostgreSQL::Test::Cluster->new('standby');
$standby->init_from_backup($node, 'base', has_streaming => 1);
$standby->start;
value("INSERT INTO note (note_id, body) VALUES (9001, 'Gout.')");
$node->wait_for_catchup($standby);
is($standby->safe_psql('postgres', 'SELECT code FROM finding WHERE note_id = 9001'), 'M10.9', 'a standby reads it');
is($standby->safe_psql('postgres', "SELECT state FROM medcode.finding_progress WHERE finding_table = 'finding'::regclass"), 'read', 'and its progress');
$standby->psql('postgres', $refresh, stderr => \my $read_only);
like($read_only, qr/ERROR:.*(?:recovery|read-only)/, 'but does not refresh');
$standby->stop;

#
# A logical subscriber: findings that are sent, and findings that it reads itself
#
my $subscriber = medcode_server('subscriber');
$subscriber->safe_psql('postgres', <<'SQL');
CREATE EXTENSION medcode;
CREATE TABLE note (note_id bigint PRIMARY KEY, ward text NOT NULL DEFAULT 'a', body text);
SELECT medcode.create_finding_table('finding', 'note', 'body'), medcode.create_finding_table('own', 'note', 'body');
SQL
value('CREATE PUBLICATION notes FOR TABLE note, finding, finding_note');
my $from = $node->connstr . ' dbname=postgres';
$subscriber->safe_psql('postgres', "CREATE SUBSCRIPTION notes CONNECTION '$from' PUBLICATION notes");
$subscriber->wait_for_subscription_sync($node, 'notes');
value("INSERT INTO note (note_id, body) VALUES (9002, 'Gout, sugar sickness.'); DELETE FROM note WHERE note_id = 9001");
$node->wait_for_catchup('notes');
is($subscriber->safe_psql('postgres', q{SELECT string_agg(note_id || ':' || code, ' ' ORDER BY finding_no) FROM finding WHERE note_id > 9000}), '9002:M10.9 9002:E11.9',
	'a subscriber has the findings of the publisher, with its terms');
is($subscriber->safe_psql('postgres', 'SELECT count(*) FROM finding'), value('SELECT count(*) FROM finding'), 'all of them');
cmp_ok($subscriber->safe_psql('postgres', "CALL medcode.refresh_findings('own')"), '>', 1500, 'or reads the notes itself');
is($subscriber->safe_psql('postgres', q{SELECT string_agg(note_id || ':' || code, ' ' ORDER BY finding_no) FROM own WHERE note_id > 9000}), '9002:M10.9', 'with the terms that it has');
$subscriber->stop;
$node->stop;
done_testing();
