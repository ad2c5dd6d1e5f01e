# The extension wants a UTF8 database and says so elsewhere.
use strict;
use warnings;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = PostgreSQL::Test::Cluster->new('encoding');
$node->init;
$node->append_conf('postgresql.conf', "extension_destdir = '$ENV{MEDCODE_STAGE}'");
$node->start;

sub create_extension
{
	my ($encoding) = @_;
	my $database = lc "in_$encoding";
	$node->safe_psql('postgres',
		"CREATE DATABASE $database ENCODING '$encoding' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0"
	);
	my ($status, $out, $error) = $node->psql($database,
		"\\set VERBOSITY verbose\nCREATE EXTENSION medcode");
	return ($database, $status, $error);
}

for my $encoding (qw(SQL_ASCII LATIN1))
{
	my ($database, $status, $error) = create_extension($encoding);
	isnt($status, 0, "CREATE EXTENSION fails in a $encoding database");
	like($error, qr/ERROR:  0A000: .*needs a database with encoding UTF8/, 'the error names UTF8');
	like($error, qr/encoding of database "$database" is $encoding/, 'the detail names the encoding found');
	like($error, qr/HINT:  CREATE DATABASE .*ENCODING 'UTF8'/, 'the hint has the statement');
	is($node->safe_psql($database, "SELECT count(*) FROM pg_namespace WHERE nspname = 'medcode'"),
		'0', 'nothing stays behind');
}

my ($database, $status, $error) = create_extension('UTF8');
is($status, 0, 'CREATE EXTENSION works in a UTF8 database') or diag $error;
is($node->safe_psql($database, "SELECT extnamespace::regnamespace FROM pg_extension WHERE extname = 'medcode'"),
	'medcode', 'it lives in schema medcode');

$node->stop;
done_testing();
