# index_verify while others insert, sort in and vacuum, on the primary and on a standby: no false alarm.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use MedcodeServer;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $seconds = 8;

my $primary = medcode_server('primary', 'max_connections = 20', allows_streaming => 1);
$primary->backup('base');
my $standby = PostgreSQL::Test::Cluster->new('standby');
$standby->init_from_backup($primary, 'base', has_streaming => 1);
$standby->append_conf('postgresql.conf', "hot_standby_feedback = on\nmax_standby_streaming_delay = -1\n");
$standby->start;

$primary->safe_psql('postgres', <<'SQL');
CREATE EXTENSION medcode;
CREATE TABLE watch (id bigserial PRIMARY KEY, phrase text);
INSERT INTO watch (phrase) SELECT concat('word', n % 500, ' thing', n) FROM generate_series(1, 3000) n;
CREATE INDEX watch_phrase ON watch USING medcode (phrase) WITH (pending_pages = 1);
CREATE INDEX watch_part ON watch USING medcode (upper(phrase)) WHERE id % 2 = 0;
SQL
$primary->wait_for_catchup($standby);

#
# Clients that write and clients that verify, as files for pgbench
#
my $folder = PostgreSQL::Test::Utils::tempdir();
sub script { my ($name, $text) = @_; append_to_file("$folder/$name", $text); return "$folder/$name" }
my $write = script('write', <<'SQL');
\set n random(1, 1000)
INSERT INTO watch (phrase) SELECT concat('word', (:n + i) % 500, ' new', :n * i, ' and more') FROM generate_series(1, 5) i;
UPDATE watch SET phrase = concat('changed', :n) WHERE id = :n;
DELETE FROM watch WHERE id = 1000 + (random() * 5000)::int;
SQL
my $roll_back = script('roll_back', <<'SQL');
BEGIN;
INSERT INTO watch (phrase) SELECT concat('never', i) FROM generate_series(1, 20) i;
ROLLBACK;
SQL
my $flush = script('flush', "SELECT medcode.index_flush('watch_phrase');\n\\sleep 20 ms\n");
my $vacuum = script('vacuum', "VACUUM watch;\n\\sleep 50 ms\n");
my $verify = script('verify', "SELECT medcode.index_verify('watch_phrase', true);\nSELECT medcode.index_verify('watch_part', true);\nSELECT medcode.index_info('watch_phrase');\n");
my $repeatable = script('repeatable', "BEGIN ISOLATION LEVEL REPEATABLE READ;\nSELECT count(*) FROM watch;\n\\sleep 20 ms\nSELECT medcode.index_verify('watch_phrase', true);\nCOMMIT;\n");

my @clients;
sub start
{
	my ($node, $clients, @files) = @_;
	my %run = (out => '', name => join ' ', map { m{([^/]+)$} } @files);
	$run{handle} = IPC::Run::start(
		[ 'pgbench', '-n', '-h', $node->host, '-p', $node->port, '-c', $clients, '-T', $seconds, (map { ('-f', $_) } @files), 'postgres' ],
		'>', \$run{out}, '2>&1', IPC::Run::timeout(150));
	push @clients, \%run;
	return;
}
start($primary, 3, $write);
start($primary, 1, $roll_back);
start($primary, 1, $flush);
start($primary, 1, $vacuum);
start($primary, 2, $verify, $repeatable);
start($standby, 2, $verify, $repeatable);
for my $run (@clients)
{
	my $finished = IPC::Run::finish($run->{handle});
	ok($finished, "$run->{name}: no error") or diag $run->{out};
	my ($times) = $run->{out} =~ /number of transactions actually processed: (\d+)/;
	cmp_ok($times // 0, '>', 5, "$run->{name} ran some times");
}

# At rest all counts are compared, here and there
$primary->wait_for_catchup($standby);
for my $node ($primary, $standby)
{
	my ($status, $out, $error) = $node->psql('postgres',
		"SELECT medcode.index_verify('watch_phrase', true), medcode.index_verify('watch_part', true)");
	is("$status $error", '0 ', 'sound in the end on ' . $node->name . ', and not changing');
}
my ($status, $out, $error) = $standby->psql('postgres', "\\set VERBOSITY verbose\nSELECT medcode.index_flush('watch_phrase')");
like($error, qr/ERROR:  55000: recovery is in progress/, 'nothing can be sorted in on a standby');
$primary->safe_psql('postgres', "CREATE UNLOGGED TABLE fleeting (phrase text);\nCREATE INDEX fleeting_phrase ON fleeting USING medcode (phrase);
INSERT INTO fleeting VALUES ('alpha');\nSELECT medcode.index_verify('fleeting_phrase', true);");
$primary->wait_for_catchup($standby);
($status, $out, $error) = $standby->psql('postgres', "\\set VERBOSITY verbose\nSELECT medcode.index_verify('fleeting_phrase')");
like($error, qr/ERROR:  55000: .*is unlogged/, 'an unlogged index has no pages on a standby');
# a crash empties it
$primary->stop('immediate');
$primary->start;
is($primary->safe_psql('postgres', "SELECT medcode.index_verify('fleeting_phrase', true), (SELECT phrases + pending FROM medcode.index_info('fleeting_phrase'))"),
	'|0', 'an unlogged index is sound and empty after a crash');
is($primary->safe_psql('postgres', "SELECT medcode.index_verify('watch_phrase', true), medcode.index_verify('watch_part', true)"), '|', 'the others are sound after a crash');

# pages of another session's temporary table are not to be seen
my $other = $primary->background_psql('postgres');
$other->query_safe("CREATE TEMP TABLE own (phrase text); CREATE INDEX own_phrase ON own USING medcode (phrase);") if $other->can('query_safe');
SKIP:
{
	skip 'no session in the background', 1 unless $other->can('query_safe');
	($status, $out, $error) = $primary->psql('postgres', "\\set VERBOSITY verbose\nSELECT medcode.index_verify(oid) FROM pg_class WHERE relname = 'own_phrase'");
	like($error, qr/ERROR:  55000: .*temporary table of another session/, 'not that of another session');
	$other->quit;
}

$standby->stop;
$primary->stop;
done_testing();
