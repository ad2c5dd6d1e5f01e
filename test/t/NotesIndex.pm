# What the tests of notes by code share: a server, a table of notes with an index, queries, and a test
# that the index and reading each note find the same.
package NotesIndex;
use strict;
use warnings;
use Exporter 'import';
use MedcodeServer;
use Test::More;

our @EXPORT = qw(notes_server notes_table right);

sub notes_server
{
	my ($name, $settings, %params) = @_;
	my $node = medcode_server($name, $settings, %params);
	$node->safe_psql('postgres', 'CREATE EXTENSION medcode');
	return $node;
}

# Table note with so many notes of the starter's words and of words that tests add; index note_codes
sub notes_table
{
	my ($node, $database, $notes) = @_;
	$node->safe_psql($database, <<"SQL");
CREATE TABLE note (id integer, body text);
INSERT INTO note
SELECT n, string_agg(initcap(h.header) || E':\\n' || c.phrase || ' ' || t.phrase || '. ' || u.phrase || E'.\\n', E'\\n' ORDER BY i)
	|| CASE n % 10 WHEN 0 THEN 'Sugar sickness.' WHEN 1 THEN 'Salt sickness.' WHEN 2 THEN 'Pepper sickness.' WHEN 3 THEN 'Vinegar sickness.'
		WHEN 4 THEN 'Round 1 sickness, round 2 sickness, round 3 sickness.' ELSE 'Gout.' END
FROM generate_series(1, $notes) n, generate_series(1, 3) i
JOIN LATERAL (SELECT header FROM medcode.section_header ORDER BY section_header_id OFFSET (n * 131 + i * 17) % 4000 LIMIT 1) h ON true
JOIN LATERAL (SELECT phrase FROM medcode.cue ORDER BY cue_id OFFSET (n * 37 + i * 1009) % 4900 LIMIT 1) c ON true
JOIN LATERAL (SELECT phrase FROM medcode.term ORDER BY term_id OFFSET (n * 29 + i * 2003) % 9000 LIMIT 1) t ON true
JOIN LATERAL (SELECT phrase FROM medcode.term ORDER BY term_id OFFSET (n * 53 + i * 499) % 9000 LIMIT 1) u ON true
GROUP BY n;
INSERT INTO note VALUES (0, NULL), (-1, '');
CREATE INDEX note_codes ON note USING gin (body medcode.note_ops);
CREATE TABLE query (query medcode.codequery);
INSERT INTO query VALUES ('M10'), ('M10:negated'), ('E11'), ('!E11:any'), ('E*:any & !E87'), ('E87'), ('J30'), ('I10'), ('K21 | L*:any'), ('I00-I99:historical'),
	('A*:uncertain | B*:uncertain | C*:uncertain | F*:uncertain'), ('C*:family | E*:family | I*:family'), ('!(M10 | E11 | E87)'), ('S*:any\@90'), ('I10 & M10');
SQL
	return;
}

my $search = "SELECT coalesce(string_agg(query || '/' || id, ' ' ORDER BY query::text, id), '') FROM query JOIN note ON medcode.documents(body, query)";

# Test: each query finds the same by the index and by reading each note.
sub right
{
	my ($node, $database, $what) = @_;
	local $Test::Builder::Level = $Test::Builder::Level + 1;
	my $plan = $node->safe_psql($database, "SET enable_seqscan = off; EXPLAIN $search");
	return fail("the index is used: $what") if $plan !~ /Bitmap Index Scan on note_codes/;
	my $found = $node->safe_psql($database, "SET enable_seqscan = off; $search");
	my $read = $node->safe_psql($database, "SET enable_bitmapscan = off; SET enable_indexscan = off; $search");
	return fail("something is found: $what") if length($read) < 1000;
	return ok($found eq $read, "index and reading agree: $what");
}

1;
