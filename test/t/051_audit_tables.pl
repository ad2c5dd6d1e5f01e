# Audit tables when sessions share the work and die.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use MedcodeServer;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = medcode_server('primary', 'restart_after_crash = on');
sub value { return $node->safe_psql('postgres', shift) }

value(<<'SQL');
CREATE EXTENSION medcode;
CREATE TABLE note (encounter_id bigint, note_id text, body text);
INSERT INTO note SELECT n, n::text, 'Assessment: ' || string_agg(t.phrase, '. ' ORDER BY i) || '.'
FROM generate_series(1, 400) n, generate_series(1, 3) i
JOIN LATERAL (SELECT phrase FROM medcode.term ORDER BY term_id OFFSET (n * 29 + i * 2003) % 900 LIMIT 1) t ON true
GROUP BY n;
CREATE TABLE billed AS SELECT n AS encounter_id, p AS position, c AS code, s AS code_source
FROM generate_series(1, 400) n, unnest(ARRAY['I10', 'M10.9', 'E11']) WITH ORDINALITY AS u(c, p), unnest(ARRAY['coder', 'vendor']) s;
SELECT medcode.create_audit_table('result', 'billed');
CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.02); RETURN NULL; END $$;
CREATE TRIGGER slow AFTER INSERT ON result FOR EACH STATEMENT EXECUTE FUNCTION slow();
SQL

my $audit = "CALL medcode.audit_claims('result', 'note', 'billed', batch_size => 5)";
my $columns = '"position", billed, code::text, verdict, use_code::text, rule, evidence, against, issue';
# Rows that should be there and are not, or the other way round, of the claims that are done
sub differences
{
	my $should = "SELECT c.encounter_id, c.code_source, $columns FROM result_claim c JOIN note n USING (encounter_id), medcode.audit_encounter(
		ARRAY[ROW(n.note_id, NULL, NULL, NULL, NULL, n.body)::medcode.note_input], '{I10,M10.9,E11}', code_source => c.code_source,
		version => (SELECT max(version) FROM medcode.versions())) AS a(\"position\", billed, code, title, verdict, use_code, use_title, status, rule, rules,
		evidence, against, advice, source, release, version, issue) WHERE c.audited_at IS NOT NULL";
	my $is = "SELECT encounter_id, code_source, $columns FROM result";
	return value("SELECT count(*) FROM (($should EXCEPT ALL $is) UNION ALL ($is EXCEPT ALL $should)) d");
}
sub start
{
	my $session = $node->background_psql('postgres', on_error_stop => 0, verbose => 0);
	my $pid = $session->query_safe('SELECT pg_backend_pid()');
	$session->query_until(qr/sent/, "\\echo sent\n$audit;\n");
	return ($session, $pid);
}
sub done_is_over { ok($node->poll_query_until('postgres', "SELECT done > $_[0] FROM medcode.audit_progress('result')"), "more than $_[0] claims are done") }

my ($one, $pid) = start();
done_is_over(20);
value("SELECT pg_cancel_backend($pid)");
ok($node->poll_query_until('postgres', "SELECT count(*) = 0 FROM pg_stat_activity WHERE query LIKE 'CALL%' AND state = 'active'"), 'it is cancelled');
my $done = value("SELECT done FROM medcode.audit_progress('result')");
is(differences(), 0, 'what is done is done wholly, and of the rest there is nothing');

my ($two, $killed) = start();
done_is_over($done + 20);
kill_backend($node, $killed);
cmp_ok(value("SELECT done FROM medcode.audit_progress('result')"), '>', $done, 'what a killed session has committed stays');
is(differences(), 0, 'and what it had not is not there');

my @sessions = (start(), start());
ok($node->poll_query_until('postgres', "SELECT done = total FROM medcode.audit_progress('result')"), 'two sessions do the rest');
is(differences(), 0, 'each claim once');
is(value("SELECT total, issues, share FROM medcode.audit_progress('result')"), '800|800|100.0', 'all are done; the heading is an issue of each');
is(value($audit), 0, 'and none is left');
for my $session ($one, $two, $sessions[0], $sessions[2])
{
	eval { $session->quit };
}
$node->stop;
done_testing();
