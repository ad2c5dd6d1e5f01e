# An upgrade of the extension brings a new edition of the starter, and leaves what is the site's.
use strict;
use warnings;
use File::Path qw(make_path);
use PostgreSQL::Test::Cluster;
use PostgreSQL::Test::RecursiveCopy;
use PostgreSQL::Test::Utils;
use Test::More;

#
# A copy of the installed extension, with a version behind it
#
my $stage = PostgreSQL::Test::Utils::tempdir();
PostgreSQL::Test::RecursiveCopy::copypath($ENV{MEDCODE_STAGE}, "$stage/stage", filterfn => sub { $_[0] !~ /^official/ });
$stage .= '/stage';
# the server finds it in its temporary folder
chmod 0755, $stage;
my ($control) = glob "$stage/usr/share/postgresql/*/extension/medcode.control";
ok(defined $control, 'the extension is staged');
(my $folder = $control) =~ s{/medcode\.control$}{};
my ($version) = slurp_file($control) =~ /^default_version = '(.*)'/m;
my $next = '99.0';
my $base = slurp_file("$folder/medcode--$version.sql");

# Rows of edition 2: as the generator writes them, but with version 2; ids are below 2^31.
# One row of edition 1 leaves, one is put right.
my $edition = <<'SQL';
INSERT INTO @extschema@.term (term_id, phrase, code_system, code, kind, version, origin) VALUES
(2147480001, 'mustard sickness', 'icd10cm', 'J30.9', 'synonym', 2, 'starter'),
(2147480002, 'wheat sickness', 'icd10cm', 'K90.0', 'lay', 2, 'starter');
INSERT INTO @extschema@.abbreviation (abbreviation_id, abbreviation, expansion, letter_case, ambiguous, version, origin) VALUES
(2147480003, 'mqs', 'mustard sickness', 'any', false, 2, 'starter');
INSERT INTO @extschema@.cue (cue_id, phrase, category, direction, max_scope, version, origin) VALUES
(2147480004, 'is relieved of', 'negated', 'forward', NULL, 2, 'starter');
INSERT INTO @extschema@.section_header (section_header_id, header, category, version, origin) VALUES
(2147480005, 'what they think', 'assessment', 2, 'starter');
INSERT INTO @extschema@.retirement (retirement_id, relation, row_id, reason, version, origin)
SELECT 2147480006, 'term', term_id, 'edition 2', 2, 'starter' FROM @extschema@.term WHERE phrase = 'hypertension' AND code = 'I10' AND origin = 'starter';
SQL
# what docs/terminology.md says an upgrade does
my $publish = 'SELECT @extschema@.publish_starter(2);' . "\n";
(my $control_text = slurp_file($control)) =~ s/^(default_version = )'.*'/$1'$next'/m;
sub write_file { my ($path, $text) = @_; unlink $path; append_to_file($path, $text) }
write_file($control, $control_text);
write_file("$folder/medcode--$version--$next.sql", $edition . $publish);
write_file("$folder/medcode--$next.sql", $base . $edition . $publish);

my $node = PostgreSQL::Test::Cluster->new('primary');
$node->init(extra => [ '--encoding=UTF8', '--locale=C' ]);
$node->append_conf('postgresql.conf', "extension_destdir = '$stage'\nautovacuum = off\n");
$node->start;

sub answer
{
	my ($database, $query) = @_;
	my ($status, $out, $error) = $node->psql($database, $query);
	return $status == 0 ? $out : $error;
}
my $sound = q{SELECT string_agg(version::text, ' ') FROM medcode.versions() WHERE NOT medcode.verify_version(version)};
my $new_rows = "Mustard sickness. Wheat sickness. Hypertension.";
sub codes { return "SELECT string_agg(concat(code, '/', version), ' ' ORDER BY code::text COLLATE \"C\") FROM medcode.suggest('$_[0]'" . ($_[1] ? ", version => $_[1]" : '') . ')' }

# All rows that are not of edition 2
sub rows_of
{
	my ($where) = @_;
	return join ' UNION ALL ', map { "SELECT '$_', count(*), md5(string_agg(t::text, E'\\n' ORDER BY t::text COLLATE \"C\")) FROM medcode.$_ t WHERE $where" }
		qw(term abbreviation abbreviation_rule cue section_header generic_word condition_class symptom drug with_exception with_link not_a_condition word_role meat_cue disease_test clinical_indicator retirement release);
}
my $notes = <<'SQL';
CREATE TABLE note AS SELECT n AS note_id, string_agg(format('%s: %s %s, no %s.', initcap(h.header), c.phrase, t.phrase, u.phrase), E'\n')
    || ' Sugar sickness, salt sickness, hypertension and gout. Mustard sickness; mqs. She is relieved of asthma.' AS body
FROM generate_series(1, 100) n, generate_series(1, 3) i
JOIN LATERAL (SELECT header FROM medcode.section_header ORDER BY section_header_id OFFSET (n * 131 + i * 17) % 4000 LIMIT 1) h ON true
JOIN LATERAL (SELECT phrase FROM medcode.cue ORDER BY cue_id OFFSET (n * 37 + i * 1009) % 4900 LIMIT 1) c ON true
JOIN LATERAL (SELECT phrase FROM medcode.term ORDER BY term_id OFFSET (n * 29 + i * 2003) % 9000 LIMIT 1) t ON true
JOIN LATERAL (SELECT phrase FROM medcode.term ORDER BY term_id OFFSET (n * 53 + i * 499) % 9000 LIMIT 1) u ON true
GROUP BY n;
SQL
sub gives
{
	my ($version) = @_;
	return "SELECT count(*), md5(string_agg(concat(note_id, r), E'\\n' ORDER BY note_id, (r).sequence)) FROM note, medcode.suggest(body, version => $version) r";
}

#
# A site that has only the starter
#
$node->safe_psql('postgres', "CREATE DATABASE $_") for qw(bare draft site fresh restored older);
$node->safe_psql('bare', "CREATE EXTENSION medcode VERSION '$version'; $notes");
my $gave = answer('bare', gives(1));
is(answer('bare', codes($new_rows)), 'I10/1', 'edition 1');
is(answer('bare', "ALTER EXTENSION medcode UPDATE TO '$next'"), '', 'an upgrade of a site that has only the starter');
is(answer('bare', "SELECT version, starter FROM medcode.versions()"), "1|1\n2|2", 'edition 2 is version 2');
is(answer('bare', 'SELECT * FROM medcode.draft()'), '', 'it is no draft');
is(answer('bare', codes($new_rows)), 'J30.9/2 K90.0/2', 'its rows act');
is(answer('bare', codes($new_rows, 1)), 'I10/1', 'but not in version 1');
is(answer('bare', gives(1)), $gave, 'which gives what it gave');
is(answer('bare', $sound), '', 'both are verified');
is(answer('bare', 'SELECT medcode.draft_version()'), '1001', 'the first version of the site will be 1001');

is(answer('fresh', 'CREATE EXTENSION medcode'), '', 'the new version installs');
is(answer('fresh', 'SELECT version, starter, fingerprint, terms FROM medcode.versions()'),
	answer('bare', 'SELECT version, starter, fingerprint, terms FROM medcode.versions()'), 'a fresh installation of that version has the same');
is(answer('fresh', rows_of('true')), answer('bare', rows_of('true')), 'and the same rows, with the same ids');
is(answer('fresh', codes($new_rows)), 'J30.9/2 K90.0/2', 'and acts so');

#
# A site that has a draft, but no version
#
$node->safe_psql('draft', "CREATE EXTENSION medcode VERSION '$version'; SELECT medcode.add_term('sugar sickness', 'E11.9'), medcode.retire_term('gout')");
is(answer('draft', codes('Sugar sickness. Gout.')), 'E11.9/', 'a site with a draft');
is(answer('draft', "ALTER EXTENSION medcode UPDATE TO '$next'"), '', 'its upgrade');
is(answer('draft', 'SELECT version, fingerprint, terms FROM medcode.versions()'),
	answer('fresh', 'SELECT version, fingerprint, terms FROM medcode.versions()'), 'does not publish the draft with the starter');
is(answer('draft', 'SELECT * FROM medcode.draft()'), 'term|1|1', 'the draft is still one');
is(answer('draft', codes("Sugar sickness. Gout. $new_rows")), 'E11.9/ J30.9/ K90.0/', 'and acts');
is(answer('draft', codes("Sugar sickness. Gout. $new_rows", 2)), 'J30.9/2 K90.0/2 M10.9/2', 'but not in version 2');
is(answer('draft', 'SELECT medcode.publish()'), '1001', 'it is published');
is(answer('draft', $sound), '', 'all are verified');

#
# A site with rows, retirements, versions and a draft
#
$node->safe_psql('site', "CREATE EXTENSION medcode VERSION '$version'; $notes");
$node->safe_psql('site', <<'SQL');
SELECT medcode.add_term('sugar sickness', 'E11.9'), medcode.add_abbreviation('qqz', 'sugar sickness'), medcode.add_cue('is spared of', 'negated', 'forward');
-- the same words as edition 2 will have, with another code
SELECT medcode.add_term('wheat sickness', 'D64.9');
SELECT medcode.publish('first');
SELECT medcode.retire_term('gout'), medcode.add_term('salt sickness', 'E87.0');
SELECT medcode.retire('cue', cue_id) FROM medcode.cue WHERE phrase = 'denies' AND origin = 'starter';
SELECT medcode.publish('second');
SQL
my @versions = (1, 1001, 1002);
my $rows = answer('site', rows_of('true'));
my $listed = answer('site', 'SELECT * FROM medcode.versions()');
my %gave = map { $_ => answer('site', gives($_)) } @versions;
my $older = $node->basedir . '/older';
$node->command_ok([ 'pg_dump', '--no-sync', '-Fc', '-f', $older, 'site' ], 'a dump before the upgrade');
my $session = $node->background_psql('site', verbose => 0);
is($session->query_safe(codes($new_rows)), 'D64.9/1002 I10/1002', 'a session before the upgrade');
is(answer('site', "ALTER EXTENSION medcode UPDATE TO '$next'"), '', 'the upgrade of a site with versions');
is(answer('site', rows_of("version <> 2 OR origin <> 'starter'")), $rows, 'rows, ids and retirements are as before');
is(answer('site', 'SELECT * FROM medcode.versions() WHERE version IN (1, 1001, 1002)'), $listed, 'and versions');
is(answer('site', gives($_)), $gave{$_}, "version $_ gives what it gave") for @versions;
is(answer('site', 'SELECT version, starter FROM medcode.versions() WHERE version NOT IN (1, 1001, 1002)'), "2|2\n1003|2", 'there are edition 2, and a version of the site with it');
is(answer('site', 'SELECT fingerprint, terms FROM medcode.versions() WHERE version = 2'),
	answer('fresh', 'SELECT fingerprint, terms FROM medcode.versions() WHERE version = 2'), 'edition 2 is the same everywhere');
is(answer('site', $sound), '', 'all are verified');
is(answer('site', 'SELECT medcode.fingerprint() = fingerprint FROM medcode.versions() WHERE version = 1003'), 't', 'the last one is all there is');
is(answer('site', codes('Sugar sickness. Salt sickness. Gout. Mustard sickness. Hypertension.')), 'E11.9/1003 E87.0/1003 J30.9/1003',
	'new rows act, what the site or edition 2 retired does not');
is(answer('site', codes('Sugar sickness. Salt sickness. Gout. Mustard sickness. Hypertension.', 2)), 'J30.9/2 M10.9/2', 'version 2 has nothing of the site');
is(answer('site', q{SELECT negated FROM medcode.assertion('She is relieved of asthma.', 19, 25)}), 't', 'nor do cues stand back');
is($session->query_safe(codes($new_rows)), answer('site', codes($new_rows)), 'the session sees it');
$session->quit;
like(answer('site', q{DELETE FROM medcode.term WHERE phrase = 'mustard sickness'}), qr/cannot be changed/, 'new rows are protected');

#
# Dump it, and restore it where the new version is installed
#
my $dump = $node->basedir . '/dump';
$node->safe_psql('site', q{SELECT medcode.add_term('pepper sickness', 'J30.9'), medcode.retire_term('mustard sickness')});
$node->command_ok([ 'pg_dump', '--no-sync', '-Fc', '-f', $dump, 'site' ], 'dump');
$node->command_ok([ 'pg_restore', '-e', '-d', 'restored', $dump ], 'restore');
for my $query (rows_of('true'), 'SELECT medcode.fingerprint()', 'SELECT * FROM medcode.versions()', 'SELECT * FROM medcode.draft()', $sound,
	codes("Sugar sickness. Salt sickness. Gout. Pepper sickness. $new_rows"), map { gives($_) } 'NULL', 1, 2, 1001, 1002, 1003)
{
	is(answer('restored', $query), answer('site', $query), 'restored: ' . substr($query, 0, 150));
}
# the dump of the older version
$node->command_ok([ 'pg_restore', '-e', '-d', 'older', $older ], 'a dump of before restored behind the upgrade');
is(answer('older', 'SELECT * FROM medcode.versions() WHERE version <> 2'), $listed, 'it has the versions of then');
is(answer('older', $sound), '', 'all are verified');
is(answer('older', gives($_)), $gave{$_}, "version $_ gives what it gave") for @versions;
is(answer('older', 'SELECT medcode.publish()'), '1003', 'edition 2 can be published');
is(answer('older', 'SELECT fingerprint FROM medcode.versions() WHERE version = 1003'),
	answer('site', 'SELECT fingerprint FROM medcode.versions() WHERE version = 1003'), 'and is what an upgrade gives');
$node->stop;
done_testing();
