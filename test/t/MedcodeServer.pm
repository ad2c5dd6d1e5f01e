# A server of a test: notes in UTF-8, the extension as it was built, and no autovacuum.
package MedcodeServer;
use strict;
use warnings;
use Exporter 'import';
use PostgreSQL::Test::Cluster;

our @EXPORT = qw(medcode_server);

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

1;
