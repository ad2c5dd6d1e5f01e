# What needs several sessions or servers: visibility, cancelling, memory, the log, a standby.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use MedcodeServer;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use IPC::Run;
use Test::More;
use Time::HiRes qw(time sleep);

my $canary = 'zyzzyvaquux';

my $node = medcode_server('primary', <<'CONF', allows_streaming => 1);
log_min_messages = debug1
log_error_verbosity = verbose
log_min_error_statement = panic
log_statement = none
log_min_duration_statement = -1
CONF
$node->safe_psql('postgres', <<"SQL");
CREATE EXTENSION medcode;
CREATE TABLE note (note_id integer PRIMARY KEY, body text);
INSERT INTO note VALUES
    (1, 'Assessment: $canary, type 2 diabetes mellitus, hypertension and gout. Denies $canary chest pain.'),
    (2, '$canary ' || repeat('The patient with $canary feels well today, and has no questions. ', 900000) || 'gout.'),
    (3, repeat('Hypertension, gout and asthma, $canary. ', 1300000));
SQL

#
# Two sessions
#
my $codes = sub { "SELECT string_agg(code::text, ' ' ORDER BY sequence) FROM medcode.suggest('$_[0]')" };
my $one = $node->background_psql('postgres');
{
	is($one->query_safe($codes->('Sugar sickness.')), '', 'the word is unknown here');
	my $two = $node->background_psql('postgres');
	is($two->query_safe($codes->('Sugar sickness.')), '', 'and there');
	$one->query_safe('BEGIN');
	$one->query_safe("INSERT INTO medcode.term (phrase, code) VALUES ('sugar sickness', 'E11.9')");
	is($one->query_safe($codes->('Sugar sickness.')), 'E11.9', 'a term works in the session that adds it');
	is($two->query_safe($codes->('Sugar sickness.')), '', 'another one does not see it before the commit');
	$one->query_safe('COMMIT');
	is($two->query_safe($codes->('Sugar sickness.')), 'E11.9', 'and sees it after the commit');

	$two->query_safe('BEGIN ISOLATION LEVEL REPEATABLE READ');
	is($two->query_safe($codes->('Sugar sickness.')), 'E11.9', 'a transaction with one snapshot');
	$one->query_safe("DELETE FROM medcode.term WHERE phrase = 'sugar sickness'");
	is($one->query_safe($codes->('Sugar sickness.')), '', 'the term is deleted');
	is($two->query_safe($codes->('Sugar sickness.')), 'E11.9', 'the old snapshot still sees it');
	$two->query_safe('COMMIT');
	is($two->query_safe($codes->('Sugar sickness.')), '', 'the next one does not');
	$one->query_safe('BEGIN');
	$one->query_safe("INSERT INTO medcode.term (phrase, code) VALUES ('sugar sickness', 'E11.9')");
	$one->query_safe('ROLLBACK');
	is($one->query_safe($codes->('Sugar sickness.')), '', 'a term of a transaction rolled back is gone');
	$two->quit;
}
$one->quit;

# writers and readers at the same time
$node->safe_psql('postgres', "INSERT INTO medcode.term (phrase, code) VALUES ('salt sickness', 'E10.9')");
my $read = $node->basedir . '/read.sql';
append_to_file($read, <<'SQL');
DO $$
BEGIN
	IF (SELECT string_agg(code::text, ' ' ORDER BY code::text COLLATE "C") FROM medcode.suggest('Gout. Salt sickness.'))
		NOT IN ('E10.9 M10.9', 'E11.9 M10.9') THEN
		RAISE EXCEPTION 'not one state of the terminology';
	END IF;
END
$$;
SQL
my $write = $node->basedir . '/write.sql';
append_to_file($write, <<'SQL');
UPDATE medcode.term SET code = CASE code WHEN 'E10.9' THEN 'E11.9' ELSE 'E10.9' END WHERE phrase = 'salt sickness';
SQL
$node->command_ok([ 'pgbench', '-n', '-c', '4', '-j', '2', '-T', '4', '-f', "$read\@8", '-f', "$write\@1", 'postgres' ],
	'reading while others write');
$node->safe_psql('postgres', "DELETE FROM medcode.term WHERE phrase = 'salt sickness'");

#
# Cancel and go on
#
for my $call ('suggest(body)', 'mentions(body)', 'findings(body)', 'tokens(body)', 'sentences(body)', 'sections(body)',
	'fold(body)', 'highlight(body)', 'assertion(body, 50, 60)')
{
	my $started = time;
	my ($status, $out, $error) = $node->psql('postgres', <<"SQL", on_error_stop => 0);
SET statement_timeout = '200ms';
SELECT count(*) FROM note, medcode.$call WHERE note_id = 2;
RESET statement_timeout;
SELECT string_agg(code::text, ' ') FROM medcode.suggest('gout');
SQL
	my $took = time - $started;
	if ($error eq '' && $took < 2)
	{
		pass("$call on 50 MB is over before it can be cancelled");
	}
	else
	{
		like($error, qr/canceling statement due to statement timeout/, "$call on 50 MB is cancelled");
	}
	cmp_ok($took, '<', 2, 'at once');
	like($out, qr/^M10\.9$/m, 'and the session goes on');
}

# by another session
{
	my $started;
	my ($in, $out, $error) = ('', '', '');
	my $running = IPC::Run::start(
		[ 'psql', '-XAtq', '-d', $node->connstr('postgres') ], '<', \$in, '>', \$out, '2>', \$error);
	$in = "SET application_name = 'victim';\nSELECT count(*) FROM generate_series(1, 20), note, medcode.suggest(body) WHERE note_id = 2;\nSELECT code FROM medcode.suggest('gout');\n\\q\n";
	$running->pump_nb;
	$node->poll_query_until('postgres',
		"SELECT count(*) = 1 FROM pg_stat_activity WHERE application_name = 'victim' AND state = 'active' AND query LIKE '%generate_series%'");
	$running->pump_nb;
	sleep 0.3;
	$started = time;
	is($node->safe_psql('postgres', "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE application_name = 'victim'"), 't', 'signal sent');
	$running->finish;
	cmp_ok(time - $started, '<', 2, 'pg_cancel_backend() is heeded at once');
	like($error, qr/canceling statement due to user request/, 'the statement is cancelled');
	is($out, "M10.9\n", 'and the session goes on');
}

#
# Memory
#
my $memory = sub {
	my ($call) = @_;
	my $out = $node->safe_psql('postgres', <<"SQL");
SELECT count(*) FROM note, medcode.$call WHERE note_id = 1;
CREATE TEMP TABLE own AS SELECT pg_backend_pid() AS pid, sum(total_bytes) AS bytes FROM pg_backend_memory_contexts;
SELECT count(*) FROM note, medcode.$call WHERE note_id = 2;
SELECT count(*) FROM note, medcode.$call WHERE note_id = 1;
SELECT (SELECT sum(total_bytes) FROM pg_backend_memory_contexts) - bytes AS kept,
	substring(pg_read_file(format('/proc/%s/status', pid)) FROM 'VmHWM:\\s*(\\d+)')::bigint / 1024 AS peak FROM own;
SQL
	return split /\|/, (split /\n/, $out)[-1];
};
SKIP:
{
	skip 'no /proc', 6 unless -r '/proc/self/status';
	for my $call ('suggest(body)', 'highlight(body)', 'tokens(body)')
	{
		my ($kept, $peak) = $memory->($call);
		cmp_ok($kept, '<', 8_000_000, "$call of 50 MB leaves nothing in memory ($kept bytes)");
		cmp_ok($peak, '<', 2048, "and takes less than 2 GB ($peak MB)");
	}
}

# a note over a limit: an error, or a row that says so
{
	my ($status, $out, $error) = $node->psql('postgres', 'SELECT count(*) FROM note, medcode.suggest(body) WHERE note_id = 3');
	isnt($status, 0, 'a note over a limit is an error');
	like($error, qr/ERROR:/, 'and not only a warning');
	($status, $out, $error) = $node->psql('postgres', <<'SQL');
SELECT count(*) FROM note, medcode.suggest(body, on_issue => 'row') WHERE note_id = 3 AND code IS NULL AND issue IS NOT NULL
SQL
	is($out, '1', q{with on_issue => 'row' a row with the issue});
}

#
# No word of a note in the log
#
# name, and whether it may be accepted
my @errors = (
	[ q{suggest(body, setting => 'no setting')}, 'a wrong setting' ],
	[ q{suggest(body, setting => body)}, 'the note as setting' ],
	[ q{suggest(body, on_issue => body)}, 'the note as on_issue' ],
	[ q{suggest(body, as_of => '1990-01-01')}, 'a date before the first release' ],
	[ q{suggest(body, version => 77)}, 'a wrong version' ],
	[ q{suggest(body, expect => body)}, 'the note as fingerprint' ],
	[ q{suggest(body, author_role => body)}, 'the note as role of the author' ],
	[ q{suggest(body, sex => body)}, 'the note as sex' ],
	[ q{assertion(body, 10, 5)}, 'a span that ends before it begins' ],
	[ q{assertion(body, -3, 5)}, 'a span before the note' ],
	[ q{assertion(body, 50, 5000)}, 'a span that ends behind the note' ],
	[ q{assertion(body, 5000, 5010)}, 'a span behind the note' ],
	[ q{is_under(body::medcode.icd10cm, 'E11')}, 'the note as a code' ],
	[ q{load_content(body)}, 'the note as a file' ],
	[ q{load_content(body, body)}, 'the note as a release' ],
	[ q{load_file(body)}, 'the note as a path' ],
	[ q{release_on(body, NULL)}, 'the note as a code system' ],
);
for my $case (@errors)
{
	my ($call, $name, $accepted) = @$case;
	my ($status, $out, $error) = $node->psql('postgres',
		"\\set VERBOSITY verbose\nSET client_min_messages = debug1;\nSELECT count(*) FROM note, medcode.$call WHERE note_id = 1");
	isnt($status, 0, "error for $name") unless $accepted;
	unlike($error, qr/\Q$canary\E/i, "$name: no word of it in the error");
	unlike($error, qr/XX000/, 'and no internal error');
}
$node->psql('postgres', "SET statement_timeout = '100ms'; SELECT count(*) FROM note, medcode.suggest(body) WHERE note_id = 2");
$node->psql('postgres', "SELECT medcode.suggest(body) FROM note WHERE note_id = 3");
my $log = slurp_file($node->logfile);
my @lines = grep { /\Q$canary\E/i && !/STATEMENT:/ } split /\n/, $log;
is(scalar(@lines), 0, 'no word of a note in the log of the server');
diag(substr($_, 0, 300)) for @lines;
unlike($log, qr/PANIC|TRAP:|terminated by signal/, 'no crash');

#
# A standby
#
$node->backup('backup');
my $standby = PostgreSQL::Test::Cluster->new('standby');
$standby->init_from_backup($node, 'backup', has_streaming => 1);
$standby->start;
my $query = <<'SQL';
SELECT md5(string_agg(r::text, E'\n' ORDER BY note_id, (r).sequence)) FROM note, medcode.suggest(body) r WHERE note_id < 3
SQL
$node->wait_for_catchup($standby);
is($standby->safe_psql('postgres', $query), $node->safe_psql('postgres', $query), 'the standby gives the same suggestions');
is($standby->safe_psql('postgres', $codes->('Sugar sickness.')), '', 'the word is unknown on the standby');
$node->safe_psql('postgres', "INSERT INTO medcode.term (phrase, code) VALUES ('sugar sickness', 'E11.9')");
$node->wait_for_catchup($standby);
is($standby->safe_psql('postgres', $codes->('Sugar sickness.')), 'E11.9', 'a new term reaches it');
is($standby->safe_psql('postgres', "SELECT count(*) FROM note, medcode.findings(body) WHERE note_id = 1"),
	$node->safe_psql('postgres', "SELECT count(*) FROM note, medcode.findings(body) WHERE note_id = 1"), 'as do findings');
$standby->stop;
$node->stop;
done_testing();
