# Notes by code beside other sessions: building while the terms are built anew, old snapshots, a crash
# while rows are read anew, a standby, a terminology that is broken, hidden rows.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use MedcodeServer;
use NotesIndex;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use IPC::Run;
use Test::More;

my $node = notes_server('primary', <<'CONF', allows_streaming => 1);
restart_after_crash = on
log_statement = none
log_min_messages = debug1
CONF
sub value { return $node->safe_psql('postgres', shift) }
# dead rows count until they are taken away
sub status { value('VACUUM note'); return value("SELECT rows, exact, waiting FROM medcode.notes_index_status('note_codes')") }
sub rows { return value('SELECT count(body) FROM note') }

notes_table($node, 'postgres', 400);
right($node, 'postgres', 'built');

#
# CREATE INDEX CONCURRENTLY on notes beside REINDEX CONCURRENTLY on the terms
#
{
	value('DROP INDEX note_codes');
	my $load = $node->basedir . '/load.sql';
	append_to_file($load, "\\set n random(1, 400)\nUPDATE note SET body = body || ' ' WHERE id = :n;\nINSERT INTO note SELECT 10000 + :n, body FROM note WHERE id = :n;\nDELETE FROM note WHERE id = 10000 + :n;\n");
	my ($out, $error) = ('', '');
	my $bench = IPC::Run::start([ 'pgbench', '-n', '-c', '2', '-T', '8', '-f', $load, $node->connstr('postgres') ], '<', \undef, '>', \$out, '2>', \$error);
	my $terms = $node->background_psql('postgres', on_error_stop => 0, verbose => 0);
	for my $round (1 .. 3)
	{
		$terms->query_until(qr/sent/, "\\echo sent\nREINDEX INDEX CONCURRENTLY medcode.term_phrase;\n");
		value('CREATE INDEX CONCURRENTLY note_codes ON note USING gin (body medcode.note_ops)');
		is(value(q{SELECT indisvalid FROM pg_index WHERE indexrelid = 'note_codes'::regclass}), 't', "round $round: the index of notes is valid");
		value('DROP INDEX CONCURRENTLY note_codes') if $round < 3;
		$terms->query_safe('SELECT 1');
	}
	$bench->finish;
	is(join("\n", grep { /ERROR|FATAL/ } split /\n/, $error), '', 'notes were changed meanwhile without an error');
	$terms->quit;
	like(status(), qr/^(\d+)\|\1\|0$/, 'all rows are exact');
	right($node, 'postgres', 'built beside a REINDEX of the terms');
}

#
# A transaction older than a publish inserts notes
#
{
	my $old = $node->background_psql('postgres', on_error_stop => 0, verbose => 0);
	$old->query_safe('BEGIN ISOLATION LEVEL REPEATABLE READ');
	is($old->query_safe(q{SELECT medcode.documents('Sugar sickness.', 'E11')}), 'f', 'before a version nobody knows the word');
	value(q{SELECT medcode.add_term('sugar sickness', 'E11.9')});
	value('SELECT medcode.publish()');
	value('CALL medcode.rework_notes_index(\'note_codes\')');
	$old->query_safe(q{INSERT INTO note VALUES (20001, 'Assessment: sugar sickness.')});
	is($old->query_safe(q{SET LOCAL enable_seqscan = off; SELECT count(*) FROM note WHERE id > 20000 AND medcode.documents(body, 'E11')}), '0', 'an old snapshot answers by its version');
	is($old->query_safe(q{SELECT count(*) FROM note WHERE id > 20000 AND medcode.documents(body, '!E11')}), '1', 'and so for "!"');
	$old->query_safe('COMMIT');
	$old->quit;
	is(value(q{SET enable_seqscan = off; SELECT id FROM note WHERE medcode.documents(body, 'E11') AND id > 20000}), '20001', 'its note is found by the new version');
	like(status(), qr/\|1$/, 'and waits');
	right($node, 'postgres', 'a note of an old snapshot');
	value('CALL medcode.rework_notes_index(\'note_codes\')');
	like(status(), qr/^(\d+)\|\1\|0$/, 'until it is read anew');
	right($node, 'postgres', 'read anew');
}

#
# A version published while rows are read anew
#
{
	value(q{SELECT medcode.add_term('salt sickness', 'E87.0')});
	value('SELECT medcode.publish()');
	my $rework = $node->background_psql('postgres', on_error_stop => 0, verbose => 0);
	$rework->query_safe('SET client_min_messages = warning');
	my $holder = $node->background_psql('postgres', on_error_stop => 0, verbose => 0);
	$holder->query_safe('BEGIN; LOCK TABLE note IN SHARE MODE');
	$rework->query_until(qr/sent/, "\\echo sent\nCALL medcode.rework_notes_index('note_codes', 5);\n");
	ok($node->poll_query_until('postgres', q{SELECT count(*) = 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE 'CALL%'}), 'a batch waits');
	value(q{SELECT medcode.add_term('pepper sickness', 'J30.9')});
	value('SELECT medcode.publish()');
	$holder->query_safe('COMMIT');
	$holder->quit;
	$rework->query_safe('SELECT 1');
	unlike($rework->{stderr}, qr/ERROR/, 'a version published meanwhile disturbs nothing');
	$rework->quit;
	like(status(), qr/^(\d+)\|\1\|0$/, 'and all rows are of it');
	right($node, 'postgres', 'after two versions');
}

#
# Killed while rows are read anew
#
for my $round (1 .. 3)
{
	value("SELECT medcode.add_term('round $round sickness', 'I10')");
	value('SELECT medcode.publish()');
	my $rework = $node->background_psql('postgres', on_error_stop => 0, verbose => 0);
	$rework->query_safe('SET client_min_messages = warning');
	my $pid = $rework->query_safe('SELECT pg_backend_pid()');
	$rework->query_until(qr/sent/, "\\echo sent\nCALL medcode.rework_notes_index('note_codes', 3);\n");
	ok($node->poll_query_until('postgres', q{SELECT exact > 20 FROM medcode.notes_index_status('note_codes')}), "round $round: some rows are done");
	kill_backend($node, $pid);
	eval { $rework->quit };
	ok($node->poll_query_until('postgres', 'SELECT 1', '1'), 'the server is there again');
	my ($all, $exact, $waiting) = split /\|/, status();
	is($exact + $waiting, rows(), 'each row is exact or waits');
	right($node, 'postgres', "killed, round $round");
	value('CALL medcode.rework_notes_index(\'note_codes\')');
	like(status(), qr/^(\d+)\|\1\|0$/, 'another call does the rest');
	right($node, 'postgres', "and finished, round $round");
}

#
# A standby
#
{
	$node->backup('backup');
	my $standby = PostgreSQL::Test::Cluster->new('standby');
	$standby->init_from_backup($node, 'backup', has_streaming => 1);
	$standby->start;
	value(q{SELECT medcode.add_term('vinegar sickness', 'K21.9')});
	value('SELECT medcode.publish()');
	value(q{INSERT INTO note VALUES (20002, 'Assessment: vinegar sickness.')});
	$node->wait_for_catchup($standby);
	right($standby, 'postgres', 'standby, rows wait');
	value('CALL medcode.rework_notes_index(\'note_codes\', 100)');
	value('VACUUM note');
	$node->wait_for_catchup($standby);
	right($standby, 'postgres', 'standby, reworked');
	is($standby->safe_psql('postgres', q{SELECT exact, waiting FROM medcode.notes_index_status('note_codes')}), rows() . '|0', 'it counts the same');
	my ($code, $out, $error) = $standby->psql('postgres', q{CALL medcode.rework_notes_index('note_codes')});
	like($error, qr/ERROR:.*(?:recovery|read-only)/, 'it reworks nothing');
	$standby->stop;
}

#
# A terminology that is broken stops nobody from loading notes
#
{
	value('CREATE DATABASE broken');
	$node->safe_psql('broken', 'CREATE EXTENSION medcode');
	notes_table($node, 'broken', 100);
	my ($code, $out, $error) = $node->psql('broken', q{UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'medcode.term_phrase'::regclass});
	is($code, 0, 'the index of the terms is none any more');
	($code, $out, $error) = $node->psql('broken', q{INSERT INTO note SELECT id + 500, body FROM note WHERE id BETWEEN 1 AND 50});
	is("$code $error", '0 ', 'notes are loaded');
	($code, $out, $error) = $node->psql('broken', q{SELECT count(*) FROM note WHERE medcode.documents(body, 'E11')});
	like($error, qr/ERROR:.*\n(?:.*\n)*HINT:/, 'a query says what is missing, with the statement that mends it');
	($code, $out, $error) = $node->psql('broken', q{CALL medcode.rework_notes_index('note_codes')});
	like($error, qr/ERROR/, 'rework refuses');
	$node->safe_psql('broken', 'REINDEX INDEX medcode.term_phrase');
	is($node->safe_psql('broken', q{SELECT waiting FROM medcode.notes_index_status('note_codes')}), '50', 'mended: what was loaded meanwhile waits');
	right($node, 'broken', 'mended');
	$node->safe_psql('broken', q{CALL medcode.rework_notes_index('note_codes')});
	is($node->safe_psql('broken', q{SELECT waiting FROM medcode.notes_index_status('note_codes')}), '0', 'and is read anew');
	right($node, 'broken', 'mended and reworked');
}

#
# Row-level security
#
{
	value(<<'SQL');
INSERT INTO note VALUES (30001, 'Assessment: gout. Canaryword 4711.'), (30002, E'Canaryword 4711.\x01\x02' || repeat('Gout (((! hcc28: ', 2000) || 'Canaryword 4711.'), (30003, 'Canaryword 4711: gout');
ANALYZE note;
ALTER TABLE note ENABLE ROW LEVEL SECURITY;
CREATE ROLE ward LOGIN;
CREATE POLICY own ON note TO ward USING (id < 30000);
GRANT SELECT ON note TO ward;
SQL
	my $offset = -s $node->logfile;
	my $all = '';
	my $ask = sub {
		my ($code, $out, $error) = $node->psql('postgres', "SET ROLE ward; SET enable_seqscan = off; SET client_min_messages = debug1; $_[0]");
		$all .= $out . $error;
		return $out;
	};
	like($ask->(q{EXPLAIN (VERBOSE) SELECT id FROM note WHERE medcode.documents(body, 'M10')}), qr/Bitmap Index Scan on public.note_codes|Bitmap Index Scan on note_codes/, 'a role that sees some rows uses the index');
	is($ask->(q{SELECT count(*) FROM note WHERE id > 30000 OR medcode.documents(body, 'M10') AND id > 30000}), '0', 'and sees no others');
	is($ask->(q{SELECT count(*) FROM note WHERE medcode.documents(body, 'M10')}), value(q{SELECT count(*) FROM note WHERE medcode.documents(body, 'M10') AND id < 30000}), 'but all of its own');
	$ask->($_) for q{SELECT count(*) FROM note WHERE medcode.documents(body, '!M10')}, q{SELECT count(*) FROM note WHERE medcode.documents(body, 'hcc99:37')},
		q{SELECT count(*) FROM note WHERE medcode.documents(body, 'nonsense')}, q{SELECT sum(id / (id - 30001)) FROM note WHERE medcode.documents(body, 'M10')},
		q{SET enable_bitmapscan = off; SELECT count(*) FROM note WHERE medcode.documents(body, 'A*:any')}, q{SELECT * FROM medcode.notes_index_status('note_codes')},
		q{CALL medcode.rework_notes_index('note_codes')}, q{EXPLAIN (ANALYZE, VERBOSE) SELECT id FROM note WHERE medcode.documents(body, 'M10') AND body LIKE '%x%'};
	# by its owner, too: publishing, entering, reading anew, cancelled
	value($_) for q{SELECT medcode.add_term('mustard sickness', 'J30.9')}, 'SELECT medcode.publish()', q{CALL medcode.rework_notes_index('note_codes', 10)}, 'REINDEX INDEX note_codes';
	$node->psql('postgres', q{SET statement_timeout = '5ms'; SELECT count(*) FROM note WHERE medcode.documents(body || ' ', 'M10')});
	my $log = substr(slurp_file($node->logfile), $offset);
	unlike($all, qr/Canaryword|4711/i, 'no message has a word of a hidden note');
	unlike($log, qr/Canaryword|4711/i, 'nor has the log');
}

unlike(slurp_file($node->logfile), qr/PANIC|TRAP:|terminated by signal (?!9)/, 'no crash');
$node->stop;
done_testing();
