# The index type and crashes: at any moment under load, of unlogged tables, and in each of the
# windows of docs/index-format.md.
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

my $node = phrase_server('primary', <<'CONF');
restart_after_crash = on
max_wal_size = 64MB
checkpoint_timeout = 30s
CONF
sub value { return $node->safe_psql('postgres', shift) }

#
# Under load
#
my %tables = (hasty => 'pending_pages = 1', patient => '');
phrase_table($node, $_, 1000, $tables{$_}) for sort keys %tables;
phrase_table($node, 'passing', 100, 'pending_pages = 1', 'UNLOGGED');

# a client changes rows of its own, so that none waits for another
my %load = (
	insert => [ 8, 'INSERT INTO %s (phrase) SELECT phrase FROM phrase(:n) AS phrase;' ],
	rollback => [ 1, "BEGIN;\nINSERT INTO %s (phrase) SELECT phrase FROM phrase(:n) AS phrase;\nROLLBACK;" ],
	update => [ 4, 'UPDATE %s SET phrase = words(2) WHERE id % 6 = :client_id AND id % 101 = :n;' ],
	touch => [ 2, 'UPDATE %s SET extra = :n WHERE id % 6 = :client_id AND id % 101 = :n;' ],
	delete => [ 8, 'DELETE FROM %s WHERE id % 6 = :client_id AND id % 41 = :n;' ],
	vacuum => [ 1, 'VACUUM %s;' ],
	flush => [ 2, q{SELECT medcode.index_flush('%s_phrase');} ],
	scan => [ 4, "BEGIN ISOLATION LEVEL REPEATABLE READ;\nSELECT compare('%s', :note);\nCOMMIT;" ],
);
my @scripts;
for my $table (sort keys %tables)
{
	for my $name (sort keys %load)
	{
		my ($weight, $script) = @{ $load{$name} };
		my $file = $node->basedir . "/$table-$name.sql";
		append_to_file($file, "\\set n random(1, 40)\n\\set note random(1, 20)\n" . ($script =~ s{%s}{$table}gr) . "\n");
		push @scripts, '-f', "$file\@$weight";
	}
}
my $checkpoint = $node->basedir . '/checkpoint.sql';
append_to_file($checkpoint, "CHECKPOINT;\n");
push @scripts, '-f', "$checkpoint\@1";

srand(20260401);
my @victims = ('client backend', 'client backend', 'checkpointer', 'walwriter', 'everybody');
for my $round (1 .. 8)
{
	my ($out, $error) = ('', '');
	my $bench = IPC::Run::start([ 'pgbench', '-n', '-c', '6', '-j', '2', '-T', '60', @scripts, $node->connstr('postgres') . ' application_name=load' ],
		'<', \undef, '>', \$out, '2>', \$error);
	my $victim = $victims[rand @victims];
	ok($node->poll_query_until('postgres', q{SELECT count(*) = 6 FROM pg_stat_activity WHERE application_name = 'load'}), "round $round: load");
	sleep(0.1 + rand 0.9);
	if ($victim eq 'everybody')
	{
		$node->stop('immediate');
	}
	else
	{
		my $pid = value("SELECT pid FROM pg_stat_activity WHERE backend_type = '$victim' AND pid <> pg_backend_pid() ORDER BY random() LIMIT 1");
		is(kill('KILL', $pid), 1, "round $round: $victim is killed");
	}
	$bench->finish;
	
	my @others = grep { !/terminat|recovery mode|starting up|shutting down|Run was aborted|no connection|crash|in a moment/ && /ERROR|FATAL|WRONG/ } split /\n/, $error;
	is(join("\n", @others), '', 'no error before');
	$node->start if $victim eq 'everybody';
	ok($node->poll_query_until('postgres', 'SELECT 1', '1'), 'the server is there again');
	for my $table (sort keys %tables)
	{
		sound($node, "${table}_phrase", "after crash $round");
		same_as_table($node, $table, "after crash $round");
	}
	is(value('SELECT count(*) FROM passing'), '0', 'an unlogged table is empty');
	is(value(q{SELECT phrases, pending, words FROM medcode.index_info('passing_phrase')}), '0|0|0', 'and so is its index');
	sound($node, 'passing_phrase', 'unlogged, empty');
	value('INSERT INTO passing (phrase) SELECT phrase FROM phrase(60) AS phrase');
	same_as_table($node, 'passing', 'unlogged, pending');
	is(value(q{SELECT medcode.index_flush('passing_phrase')}), '60', 'it takes phrases');
	sound($node, 'passing_phrase', 'unlogged, filled');
	same_as_table($node, 'passing', 'unlogged, sorted in');
}

#
# In each window
#
phrase_table($node, 'chosen', 600);
sub info { return value("SELECT phrases, pending FROM medcode.index_info('chosen_phrase')") }
sub check { sound($node, 'chosen_phrase', $_[0]); same_as_table($node, 'chosen', $_[0]) }
# Crash while index_flush() stands at a point, with all its records on disk, and perhaps its pages.
sub crash_at
{
	my ($point, $checkpoint, $table) = @_;
	$table //= 'chosen';
	my $blocker = $node->background_psql('postgres', on_error_stop => 0);
	my $flusher = $node->background_psql('postgres', on_error_stop => 0);
	$blocker->query_safe('SELECT pg_advisory_lock(7)');
	$flusher->query_safe("SELECT pause_at('$point', 7)");
	start_statement($flusher, "SELECT medcode.index_flush('${table}_phrase');");
	ok(wait_for_pause($node), "index_flush() stands at: $point");
	# a commit takes all records before it to the disk
	value('CREATE TABLE later (); DROP TABLE later');
	value('CHECKPOINT') if $checkpoint;
	$node->stop('immediate');
	eval { $_->quit } for $blocker, $flusher;
	$node->start;
	return;
}
for my $checkpoint (0, 1)
{
	my $when = $checkpoint ? 'behind a checkpoint' : 'before a checkpoint';
	value('REINDEX INDEX chosen_phrase');
	my $rows = value('SELECT count(*) FROM chosen');
	value('INSERT INTO chosen (phrase) SELECT phrase FROM phrase(300) AS phrase');
	is(info(), "$rows|300", 'phrases in buckets, and pending ones');
	crash_at('words counted', $checkpoint);
	is(info(), "$rows|300", "words counted, $when: the phrases are pending");
	check('words counted');
	is(value(q{SELECT medcode.index_flush('chosen_phrase')}), '300', 'they are sorted in');
	is(info(), $rows + 300 . '|0', 'once');
	check('sorted in behind a crash');

	value('INSERT INTO chosen (phrase) SELECT phrase FROM phrase(250) AS phrase');
	crash_at('phrases sorted in', $checkpoint);
	is(info(), $rows + 550 . '|250', "phrases sorted in, $when: they are pending too");
	check('pending too');
	is(value(q{SELECT medcode.index_flush('chosen_phrase')}), '250', 'they are sorted in again');
	is(info(), $rows + 800 . '|0', 'and stand there twice');
	check('twice');
	my $deleted = value("WITH gone AS (DELETE FROM chosen WHERE id > $rows AND id % 2 = 0 RETURNING 1) SELECT count(*) FROM gone");
	value('VACUUM chosen');
	check('twice, some vacuumed');
	cmp_ok(value(q{SELECT dead FROM medcode.index_info('chosen_phrase')}), '>', $deleted, 'vacuum flags both');
	value('REINDEX INDEX chosen_phrase');
	is(info(), value('SELECT count(*) FROM chosen') . '|0', 'REINDEX mends it');
	check('reindexed');
}

# a word was gathered, and its old phrases are still there
for my $checkpoint (0, 1)
{
	my $table = "gathered$checkpoint";
	my $when = $checkpoint ? 'behind a checkpoint' : 'before a checkpoint';
	my $counts = "SELECT phrases, pending, dead > 0 FROM medcode.index_info('${table}_phrase')";
	scattered_table($node, $table);
	scatter($node, $table);
	is(value($counts), '750|250|f', 'a word is on several pages');
	crash_at('word gathered', $checkpoint, $table);
	like(value($counts), qr/^(?:7[6-9]|[89]\d)\d\|250\|f$/, "word gathered, $when: its phrases are there twice");
	sound($node, "${table}_phrase", 'word gathered');
	same_as_table($node, $table, 'word gathered');
	value("DELETE FROM $table WHERE id % 3 = 0");
	is(value("SELECT medcode.index_flush('${table}_phrase')"), '250', 'the rest is sorted in');
	like(value($counts), qr/^1[0-9]\d\d\|0\|t$/, 'and the old ones are given up');
	sound($node, "${table}_phrase", 'given up');
	same_as_table($node, $table, 'given up');
	value("VACUUM $table; INSERT INTO $table (phrase) SELECT 'other' || n FROM generate_series(1, 600) AS n");
	sound($node, "${table}_phrase", 'vacuumed');
	same_as_table($node, $table, 'vacuumed');
}

# the file was made longer, and the page not written
{
	value('INSERT INTO chosen (phrase) SELECT phrase FROM phrase(100) AS phrase');
	my $path = $node->data_dir . '/' . value(q{SELECT pg_relation_filepath('chosen_phrase')});
	my $empty = value(q{SELECT empty_pages FROM medcode.index_info('chosen_phrase')});
	value('CHECKPOINT');
	$node->stop('immediate');
	append_to_file($path, "\0" x 8192);
	$node->start;
	is(value(q{SELECT empty_pages FROM medcode.index_info('chosen_phrase')}), $empty + 1, 'an empty page is counted');
	check('an empty page');
	value('INSERT INTO chosen (phrase) SELECT phrase FROM phrase(2000) AS phrase');
	value('DELETE FROM chosen WHERE id % 5 = 0');
	value('VACUUM chosen');
	check('an empty page, and work behind it');
	is(value(q{SELECT empty_pages FROM medcode.index_info('chosen_phrase')}), $empty + 1, 'nobody uses it');
	value('REINDEX INDEX chosen_phrase');
	is(value(q{SELECT empty_pages FROM medcode.index_info('chosen_phrase')}), '0', 'before REINDEX');
}

unlike(slurp_file($node->logfile), qr/PANIC|TRAP:|terminated by signal (?!9)/, 'no crash but the ones that were wanted');
$node->stop;
done_testing();
