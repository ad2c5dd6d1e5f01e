# Dump and restore: the restored database has the versions, rows and answers of the dumped one.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use MedcodeServer;
use PostgreSQL::Test::Utils;
use Test::More;

my $node = medcode_server('primary');

# An order file of codes, flags and titles
sub order_file
{
	my $number = 0;
	return join '', map {
		my ($code, $billable, $title) = split /\|/;
		sprintf "%05d %-7s %s %-60s %s\n", ++$number, $code, $billable, $title, $title;
	} @_;
}

my $older = order_file('E11|0|Type 2 diabetes mellitus', 'E119|1|Type 2 diabetes mellitus without complications',
	'G35|1|Multiple sclerosis', 'M10|0|Gout', 'M109|1|Gout, unspecified', 'J45|0|Invented wheezing', 'J4590|1|Invented wheezing at night');
my $newer = order_file('E11|0|Type 2 diabetes mellitus', 'E119|1|Type 2 diabetes mellitus without complications',
	'G35|0|Multiple sclerosis', 'G35D|1|Multiple sclerosis, unspecified', 'M10|0|Gout', 'M109|1|Gout, unspecified');
(my $corrected = $newer) =~ s/Type 2 diabetes mellitus without/Type 2 diabetes mellitus lacking/g;

#
# A database with a history: site rows of every table, releases, retirements, versions, a draft
#
$node->safe_psql('postgres', 'CREATE DATABASE source');
$node->safe_psql('source', <<"SQL");
CREATE EXTENSION medcode;
CREATE TABLE note AS
SELECT n AS note_id, string_agg(initcap(h.header) || E':\\r\\n' || c.phrase || ' ' || t.phrase || ', ' || upper(u.phrase) || E'.\\r\\n', '' ORDER BY i)
    || E'WHAT WE THINK:\\nShe is spared of asthma. Sugar sickness, qqz; salt sickness and gout. Pepper sickness. Multiple sclerosis, invented wheezing at night.' AS body
FROM generate_series(1, 100) n, generate_series(1, 3) i
JOIN LATERAL (SELECT header FROM medcode.section_header ORDER BY section_header_id OFFSET (n * 131 + i * 17) % 4000 LIMIT 1) h ON true
JOIN LATERAL (SELECT phrase FROM medcode.cue ORDER BY cue_id OFFSET (n * 37 + i * 1009) % 4900 LIMIT 1) c ON true
JOIN LATERAL (SELECT phrase FROM medcode.term ORDER BY term_id OFFSET (n * 29 + i * 2003) % 9000 LIMIT 1) t ON true
JOIN LATERAL (SELECT phrase FROM medcode.term ORDER BY term_id OFFSET (n * 53 + i * 499) % 9000 LIMIT 1) u ON true
GROUP BY n;

SELECT medcode.add_term('sugar sickness', 'E11.9'), medcode.add_term('salt sickness', 'E87.0'),
    medcode.add_abbreviation('qqz', 'sugar sickness'), medcode.add_cue('is spared of', 'negated', 'forward'),
    medcode.add_section('what we think', 'assessment');
INSERT INTO medcode.abbreviation_rule (abbreviation, expansion, feature, value) VALUES ('qqy', 'sugar sickness', 'near', 'insulin');
INSERT INTO medcode.generic_word (word) VALUES ('wheezing');
INSERT INTO medcode.condition_class (code, class) VALUES ('E11.9', 'acute');
INSERT INTO medcode.symptom (symptom, disease, source) VALUES ('R05', 'E11', E'a rule\\twith\\\\ a tab');
INSERT INTO medcode.drug (drug, kind, code) VALUES ('qqzumab', 'indication', 'E11');
INSERT INTO medcode.with_exception (cause, condition, rule, source) VALUES ('E11', 'M10', 'not_presumed', 'a rule');
INSERT INTO medcode.with_link (cause, condition, code, beside, link, source) VALUES ('E11', 'M10', 'E11.69', true, 'with', 'a rule');
INSERT INTO medcode.not_a_condition (phrase, kind) VALUES ('qqz clinic', 'after');
INSERT INTO medcode.word_role (word, role) VALUES ('qqzly', 'modifier');
INSERT INTO medcode.meat_cue (phrase, element) VALUES ('qqz checked', 'monitor');
INSERT INTO medcode.disease_test (test, code) VALUES ('qqz level', 'E11');
INSERT INTO medcode.clinical_indicator (phrase, code) VALUES ('qqz sign', 'E11');
SELECT medcode.publish('the site''s words');
SELECT * FROM medcode.load_content('$older', 'FY2025');
SELECT medcode.retire_term('gout'), medcode.retire_term('salt sickness');
SELECT medcode.retire('cue', cue_id, 'not for us') FROM medcode.cue WHERE phrase = 'denies' AND origin = 'starter';
SELECT medcode.retire('section_header', section_header_id) FROM medcode.section_header WHERE header = 'impression';
SELECT medcode.publish();
SELECT * FROM medcode.load_content('$newer', 'FY2026');
SELECT * FROM medcode.load_content('$corrected', 'FY2026');
-- the draft: a release without a file, too
SELECT medcode.add_term('pepper sickness', 'J30.9'), medcode.retire_term('sugar sickness');
WITH made AS (INSERT INTO medcode.release (code_system, release, effective) VALUES ('local', 'mine', '[2026-01-01,)') RETURNING release_id)
INSERT INTO medcode.code (release_id, code, title, billable, tabular_order) SELECT release_id, 'X1', 'Own', true, 1 FROM made;
CREATE TABLE watch AS SELECT i AS id, 'word' || i % 50 || ' other' || i % 7 AS phrase FROM generate_series(1, 500) AS i;
CREATE INDEX watch_phrase ON watch USING medcode (phrase) WITH (pending_pages = 4) WHERE id > 10;
SQL

# What a database says, as text: name, query
my @questions = (
	[ 'an index of phrases', q{SET enable_seqscan = off; SELECT pg_get_indexdef('watch_phrase'::regclass),
		medcode.index_verify('watch_phrase', true), medcode.index_verify('medcode.term_phrase', true),
		(SELECT string_agg(id::text, ' ' ORDER BY id) FROM watch WHERE id > 10 AND medcode.occurs(phrase, 'Others: other3 of word17.'))} ],
	[ 'the fingerprint of all there is', 'SELECT medcode.fingerprint()' ],
	[ 'versions()', 'SELECT * FROM medcode.versions()' ],
	[ 'draft()', 'SELECT * FROM medcode.draft()' ],
	[ 'releases()', 'SELECT * FROM medcode.releases()' ],
	[ 'the fingerprint of each version', 'SELECT version, medcode.fingerprint(version) FROM medcode.versions()' ],
	[ 'word tables', 'SELECT version, count(*), md5(string_agg(v::text, E\'\n\' ORDER BY word COLLATE "C")) FROM medcode.vocabulary v GROUP BY 1 ORDER BY 1' ],
	[ 'sequences', q{SELECT c.relname, pg_sequence_last_value(c.oid) FROM pg_class c WHERE relkind = 'S' AND relnamespace = 'medcode'::regnamespace ORDER BY 1} ],
	[ 'suggestions with each version', <<'SQL' ],
SELECT v.version, count(*), md5(string_agg(concat(note_id, r), E'\n' ORDER BY note_id, (r).sequence))
FROM (SELECT NULL AS version UNION ALL SELECT version FROM medcode.versions()) v, note, medcode.suggest(body, version => v.version) r GROUP BY 1 ORDER BY 1
SQL
	[ 'mentions with each version', <<'SQL' ],
SELECT v.version, count(*), md5(string_agg(concat(note_id, r), E'\n' ORDER BY note_id, (r).start_char))
FROM (SELECT NULL AS version UNION ALL SELECT version FROM medcode.versions()) v, note, medcode.mentions(body, v.version) r GROUP BY 1 ORDER BY 1
SQL
	[ 'suggestions of inpatients on a date', <<'SQL' ],
SELECT count(*), md5(string_agg(concat(note_id, r), E'\n' ORDER BY note_id, (r).sequence)) FROM note, medcode.suggest(body, 'inpatient', '2025-01-31', version => 1002) r
SQL
);
my @tables = split /\n/, $node->safe_psql('source', <<'SQL');
SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'medcode'::regnamespace
AND relname NOT IN ('terminology_change', 'dictionary_image', 'knowledge_image', 'settled_version') ORDER BY 1
SQL
push @questions, map { [ "rows of $_", "SELECT count(*), md5(string_agg(t::text, E'\\n' ORDER BY t::text COLLATE \"C\")) FROM medcode.$_ t" ] } @tables;

my %said = map { $_->[0] => $node->safe_psql('source', $_->[1]) } @questions;
is($node->safe_psql('source', 'SELECT string_agg(version::text, $$ $$) FROM medcode.versions()'), '1 1001 1002 1003 1004 1005',
	'the database has a history');
is($node->safe_psql('source', 'SELECT count(*) FROM medcode.versions() WHERE NOT medcode.verify_version(version)'), '0', 'which is sound');
my %digests = map { (split /\|/)[2] => 1 } split /\n/, $said{'suggestions with each version'};
cmp_ok(scalar(keys %digests), '>=', 6, 'versions differ in what they suggest');

#
# Dumps
#
my $place = $node->basedir;
sub dump_text
{
	my ($database, $file) = @_;
	$node->command_ok([ 'pg_dump', '--no-sync', '-f', $file, $database ], "pg_dump of $database");
	# a random word guards psql's meta-commands
	return join "\n", grep { !/^\\(?:un)?restrict / } split /\n/, slurp_file($file);
}
my $plain = dump_text('source', "$place/plain.sql");
is(dump_text('source', "$place/again.sql"), $plain, 'pg_dump gives the same twice');
unlike($plain, qr/^730970\t/m, 'rows of the starter are not in it');
$node->command_ok([ 'pg_dump', '--no-sync', '-Fc', '-f', "$place/custom", 'source' ], 'pg_dump -Fc');
$node->command_ok([ 'pg_dump', '--no-sync', '-Fd', '-j2', '-f', "$place/directory", 'source' ], 'pg_dump -Fd -j2');

# What a query gives, or its error
sub answer
{
	my ($database, $query) = @_;
	my ($status, $out, $error) = $node->psql($database, $query);
	return $status == 0 ? $out : $error;
}

sub sorted { return join "\n", sort split /\n/, shift }

sub compare
{
	my ($database, $how) = @_;
	# the very first call in it, by a session that knows nothing
	is(answer($database, q{SELECT string_agg(concat(code, '/', version), ' ' ORDER BY sequence) FROM medcode.suggest('Sugar sickness. Pepper sickness. Gout.')}),
		answer('source', q{SELECT string_agg(concat(code, '/', version), ' ' ORDER BY sequence) FROM medcode.suggest('Sugar sickness. Pepper sickness. Gout.')}),
		"$how: the first call goes by what was restored");
	is(answer($database, $_->[1]), $said{ $_->[0] }, "$how: $_->[0]") for @questions;
	is(answer($database, 'SELECT count(*) FROM medcode.versions() WHERE medcode.verify_version(version)'), '6', "$how: all versions are verified");
	is(sorted(dump_text($database, "$place/$database.sql")), sorted($plain), "$how: a dump of it has the same lines");

	# protection
	for my $statement (
		q{UPDATE medcode.term SET code = 'I10' WHERE phrase = 'sugar sickness'},
		q{DELETE FROM medcode.cue WHERE phrase = 'is spared of'},
		'TRUNCATE medcode.symptom',
		'DELETE FROM medcode.retirement',
		'DELETE FROM medcode.terminology_version WHERE version = 1003',
		q{DELETE FROM medcode.release WHERE release = 'FY2025'},
		q{UPDATE medcode.code SET title = 'x' WHERE code = 'G35'})
	{
		my ($status, $out, $error) = $node->psql($database, $statement);
		like($error, qr/cannot be changed/, "$how: refused: $statement");
	}
}

# What goes on from here gives the same in both
sub go_on
{
	my ($database) = @_;
	return answer($database, <<"SQL");
SELECT medcode.publish('after the restore');
SELECT medcode.add_term('mustard sickness', 'J30.9'), medcode.add_cue('is saved from', 'negated', 'forward');
SELECT added, changed FROM medcode.load_content('$newer', 'FY2026');
SELECT version, fingerprint, terms FROM medcode.versions() ORDER BY 1;
SELECT string_agg(code::text, ' ') FROM medcode.suggest('Mustard sickness. Pepper sickness.');
SELECT max(term_id), max(version) FROM medcode.term;
SELECT count(*) FROM medcode.versions() WHERE NOT medcode.verify_version(version);
SQL
}

$node->safe_psql('postgres', "CREATE DATABASE $_ TEMPLATE template0") for qw(custom directory plain known);

$node->command_ok([ 'pg_restore', '-e', '-d', 'custom', "$place/custom" ], 'pg_restore of -Fc');
compare('custom', 'from -Fc');
$node->command_ok([ 'pg_restore', '-e', '-j2', '-d', 'directory', "$place/directory" ], 'pg_restore -j2 of -Fd');
compare('directory', 'from -Fd -j2');
$node->command_ok([ 'psql', '-Xq', '-v', 'ON_ERROR_STOP=1', '-d', 'plain', '-f', "$place/plain.sql" ], 'psql of the plain one');
compare('plain', 'plain');

# into a database that has the extension, under the eyes of a session that uses it
$node->safe_psql('known', 'CREATE EXTENSION medcode');
my $session = $node->background_psql('known', verbose => 0);
my $query = q{SELECT string_agg(concat(code, '/', version), ' ' ORDER BY sequence) FROM medcode.suggest('Pepper sickness. Gout.')};
is($session->query_safe($query), 'M10.9/1', 'a session before a restore');
$node->command_ok([ 'pg_restore', '-e', '-j2', '--data-only', '-n', 'medcode', '-d', 'known', "$place/custom" ],
	'pg_restore -j2 of the data alone');
is($session->query_safe($query), $node->safe_psql('source', $query), 'and after it');
$session->quit;
is(answer('known', 'SELECT medcode.fingerprint()'), $said{'the fingerprint of all there is'}, 'the fingerprint there');

my $further = go_on('source');
like($further, qr/^1007\|/m, 'work goes on');
is(go_on($_), $further, "and so in the restored database: $_") for qw(custom directory plain known);

$node->stop;
done_testing();
