# A server of a test: notes in UTF-8, the extension as it was built, and no autovacuum.
package MedcodeServer;
use strict;
use warnings;
use Exporter 'import';
use PostgreSQL::Test::Cluster;

our @EXPORT = qw(medcode_server kill_backend);

# Further settings for postgresql.conf, and parameters of init, may be given. The extension is not created yet.
sub medcode_server
{
	my ($name, $settings, %params) = @_;
	$settings //= '';
	my $node = PostgreSQL::Test::Cluster->new($name);
	$node->init(extra => [ '--encoding=UTF8', '--locale=C' ], %params);
	$node->append_conf('postgresql.conf', <<"CONF");
extension_destdir = '$ENV{MEDCODE_STAGE}'
autovacuum = off
$settings
CONF
	$node->start;
	return $node;
}

# Kill a backend of a server that restarts after a crash, and wait until it has: before that it still answers for a
# moment, and then does not. Returns the number of processes that were killed.
sub kill_backend
{
	my ($node, $pid) = @_;
	my $offset = -s $node->logfile;
	my $killed = kill('KILL', $pid);
	$node->wait_for_log(qr/database system is ready to accept connections/, $offset);
	return $killed;
}

1;
