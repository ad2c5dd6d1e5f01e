# Notes by code in another database: dump and restore, a logical subscriber that has only the starter.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use NotesIndex;
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = notes_server('primary', '', allows_streaming => 'logical');
sub value { return $node->safe_psql(@_) }

#
# Dump and restore with a version of the site's own
#
notes_table($node, 'postgres', 300);
value('postgres', q{SELECT medcode.add_term('sugar sickness', 'E11.9'), medcode.add_term('salt sickness', 'E87.0')});
value('postgres', 'SELECT medcode.publish()');
value('postgres', q{CALL medcode.rework_notes_index('note_codes')});
right($node, 'postgres', 'source');
my $said = "SELECT count(*), md5(string_agg(query || '/' || id, ' ' ORDER BY query::text, id)) FROM query JOIN note ON medcode.documents(body, query)";
my $wanted = value('postgres', $said);
my $place = $node->basedir;
$node->command_ok([ 'pg_dump', '--no-sync', '-Fd', '-j2', '-f', "$place/directory", 'postgres' ], 'pg_dump -Fd -j2');
value('postgres', 'CREATE DATABASE restored TEMPLATE template0');
$node->command_ok([ 'pg_restore', '-e', '-j2', '-d', 'restored', "$place/directory" ], 'pg_restore -j2');
is(value('restored', $said), $wanted, 'the answers are right at once');
right($node, 'restored', 'restored');
my $rows = value('restored', 'SELECT count(body) FROM note');
is(value('restored', q{SELECT version, rows, exact, waiting FROM medcode.notes_index_status('note_codes')}), "1001|$rows|0|$rows", 'all rows wait');
my ($code, $out, $error) = $node->psql('restored', q{CALL medcode.rework_notes_index('note_codes')});
like($error, qr/has not been verified.*\nHINT:.*settle_version/, 'rework says what comes first');
# one session throughout, which knew the version unsettled
is(value('restored', q{SELECT medcode.documents('Sugar sickness.', 'E11'); SELECT medcode.settle_version(); CALL medcode.rework_notes_index('note_codes', 40); SELECT exact, waiting FROM medcode.notes_index_status('note_codes')}),
	"t\n1001\n$rows|0", 'settled and read anew, all rows are exact');
is(value('restored', $said), $wanted, 'and the answers right');
right($node, 'restored', 'settled');
value('restored', q{INSERT INTO note VALUES (9999, 'Sugar sickness.')});
is(value('restored', q{SELECT waiting FROM medcode.notes_index_status('note_codes')}), '0', 'notes that come now are exact');

# what is damaged is not settled
value('postgres', 'CREATE DATABASE damaged TEMPLATE template0');
$node->command_ok([ 'pg_restore', '-e', '-j2', '-d', 'damaged', "$place/directory" ], 'once more');
value('damaged', q{ALTER TABLE medcode.term DISABLE TRIGGER ALL; DELETE FROM medcode.term WHERE phrase = 'salt sickness'});
($code, $out, $error) = $node->psql('damaged', 'SELECT medcode.settle_version()');
like($error, qr/does not hold what it held/, 'a version that lacks a row is not settled');
right($node, 'damaged', 'and its index trusts nothing');

#
# A logical subscriber with the starter alone
#
{
	my $subscriber = notes_server('subscriber', '');
	$subscriber->safe_psql('postgres', 'CREATE TABLE note (id integer, body text); CREATE INDEX note_codes ON note USING gin (body medcode.note_ops)');
	$subscriber->safe_psql('postgres', 'CREATE TABLE query (query medcode.codequery)');
	value('postgres', 'ALTER TABLE note REPLICA IDENTITY FULL; ALTER TABLE query REPLICA IDENTITY FULL; CREATE PUBLICATION notes FOR TABLE note, query');
	$subscriber->safe_psql('postgres', "CREATE SUBSCRIPTION notes CONNECTION '" . $node->connstr . " dbname=postgres' PUBLICATION notes WITH (binary = true)");
	$subscriber->wait_for_subscription_sync($node, 'notes');
	value('postgres', q{INSERT INTO note VALUES (9001, 'Sugar sickness and gout.'); UPDATE note SET body = 'No gout.' WHERE id = 5; DELETE FROM note WHERE id = 6; INSERT INTO query VALUES ('Z*:any | !M10:any')});
	value('postgres', q{SELECT medcode.add_term('pepper sickness', 'J30.9')});
	value('postgres', 'SELECT medcode.publish()');
	value('postgres', q{INSERT INTO note VALUES (9002, 'Pepper sickness.')});
	$node->wait_for_catchup('notes');
	is($subscriber->safe_psql('postgres', 'SELECT count(*) FROM note'), value('postgres', 'SELECT count(*) FROM note'), 'the notes came');
	is($subscriber->safe_psql('postgres', 'SELECT count(*) FROM query'), value('postgres', 'SELECT count(*) FROM query'), 'and queries, in binary form');
	right($subscriber, 'postgres', 'subscriber');
	is($subscriber->safe_psql('postgres', q{SELECT version, waiting FROM medcode.notes_index_status('note_codes')}), '1|0', 'entered with its own terminology');
	is($subscriber->safe_psql('postgres', q{SET enable_seqscan = off; SELECT string_agg(id::text, ' ' ORDER BY id) FROM note WHERE id > 9000 AND medcode.documents(body, 'E11 | J30')}), '', 'which knows not the words of the primary');
	is($subscriber->safe_psql('postgres', q{SET enable_seqscan = off; SELECT string_agg(id::text, ' ' ORDER BY id) FROM note WHERE id > 9000 AND medcode.documents(body, 'M10')}), '9001', 'but those it has');
	unlike(slurp_file($subscriber->logfile), qr/ERROR/, 'no error on the way');
	$subscriber->stop;
}

$node->stop;
done_testing();
