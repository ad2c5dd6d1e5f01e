# medcode.occurs() against docs/phrases.md: cases written by hand, then 20,000 pairs at random and the naive matcher.
# MEDCODE_SEED and MEDCODE_PAIRS give other pairs, and more of them.
use strict;
use warnings;
use utf8;
use FindBin;
use lib $FindBin::Bin;
use MedcodeServer;
use OccursOracle;
use PostgreSQL::Test::Utils;
use Test::More;

my $seed  = $ENV{MEDCODE_SEED}  // 20261122;
my $pairs = $ENV{MEDCODE_PAIRS} // 20_000;

my $node = medcode_server('primary');
$node->safe_psql('postgres', <<'SQL');
CREATE EXTENSION medcode;
CREATE TABLE word (number integer, form text);
CREATE TABLE pair (id integer PRIMARY KEY, phrase text, note text);
SQL

# One character a pair, in the order of id: 1, 0, or n for NULL.
sub answers
{
	return $node->safe_psql('postgres',
		"SELECT string_agg(coalesce(medcode.occurs(phrase, note)::integer::text, 'n'), '' ORDER BY id) FROM pair");
}

#
# Written by hand
#
my $filler = 'gout asthma cough fever stroke'; # five words
my $many = join ' ', map { "word$_" } 1 .. 24;
my @by_hand = (
	# words
	[ 1, 'fractures', 'A fracture was seen.' ],
	[ 1, 'FRACTURE', 'two fractures' ],
	[ 1, 'oedema', 'No edema' ],
	[ 1, 'two fractures', 'fracture (2)' ],
	[ 1, 'crohn disease', q{Crohn's disease} ],
	[ 1, 'Sjögren', 'SJOGREN' ],
	[ 1, 'ｆｅｍｕｒ', 'femur' ],
	[ 0, 'hepatitis', 'hepatic failure' ],
	[ 0, 'hepatic', 'hepatitis' ],
	[ 0, 'thyroid', 'thyroiditis' ],
	[ 0, 'thyroiditis', 'thyroid' ],
	[ 0, 'frac', 'fracture' ],
	[ 1, '2', 'two' ],
	[ 0, '2', '3' ],
	[ 1, 'hepatitis A', 'Acute hepatitis A today.' ],
	[ 0, 'hepatitis A', 'Acute hepatitis and a cold.' ],
	# function words and order
	[ 1, 'fracture of the femur', 'femur fracture' ],
	[ 1, 'femur fracture', 'fracture in the left femur' ],
	[ 1, 'fracture femur', 'fracture of the of the of the of the of the of the of the femur' ],
	[ 1, 'of fracture', 'fracture' ],
	[ 0, 'of the', 'of the' ],
	[ 0, '', 'fracture' ],
	[ 0, 'fracture', '' ],
	[ 0, ' , . ', 'fracture, femur.' ],
	[ 0, '[ ]', '[ ] fracture' ],
	# the window: as many words as the phrase has, and five more
	[ 1, 'femur fracture', "femur $filler fracture" ],
	[ 0, 'femur fracture', "femur $filler hip fracture" ],
	[ 1, 'femur fracture', "femur $filler of the fracture" ],
	[ 1, 'femur hip fracture', "femur $filler hip fracture" ],
	[ 1, 'femur fracture', "femur $filler hip fracture femur" ],
	[ 1, 'femur', 'femur' ],
	[ 1, 'femur femur', 'femur of the femur' ],
	[ 0, 'femur femur', 'femur' ],
	[ 1, 'femurs femur', "femur $filler femur" ],
	[ 0, 'femur femur', "femur $filler hip femur" ],
	[ 0, 'femur femur hip', 'femur hip fracture' ],
	[ 1, 'femur hip femur', 'femur femur hip' ],
	[ 1, '2 two', '2 of two' ],
	# what does not matter between the words, and what does
	(map { [ 1, 'femur fracture', "a femur$_ fracture" ] } ',', ' (', ')', ' [', ']', ' "', '"', q{ '}, ' “', '”', ' ‘', '’',
		' /', '/', '-', ' -', ' %', '%'),
	(map { [ 1, 'femur fracture', $_ ] } 'femur-fracture', 'femur/fracture', '(femur)(fracture)', "femur\tfracture", 'femur, (fracture)'),
	(map { [ 0, 'femur fracture', "a femur $_ fracture" ] } '.', ';', ':', '!', '?', '*', '=', '+', '<', '>', '|', '&', '#', '@', '~',
		'…', '•', '°', '→', '😀', '®', '[ ]', '[x]', '☐', '____', '[**Name**]', 'XXXX'),
	# sentences
	[ 0, 'femur fracture', 'This was the femur. Fracture excluded.' ],
	[ 0, 'femur fracture', 'This was the femur. fracture excluded.' ],
	[ 0, 'femur fracture', "This was the femur\n\nfracture excluded" ],
	[ 0, 'femur fracture', "- femur\n- fracture" ],
	[ 0, 'femur fracture', "femur\nFracture excluded" ],
	[ 1, 'femur fracture', "Seen today because of a long history of pain in the left femur\nfracture included" ],
	[ 0, 'femur fracture', "1. femur\n2. fracture" ],
	[ 1, 'femur fracture', "femur. Fracture. Femur fracture" ],
	[ 1, 'femur. fracture', 'femur fracture' ],
	[ 1, "femur\n\nfracture", 'femur fracture' ],
	[ 1, 'fracture: femur [x]', 'femur fracture' ],
	# as a word of a phrase is one of a note, whatever stands around
	[ 1, 'femur 3.5', 'Femur 3.5 today' ],
	[ 1, 'bp 142/88', 'BP 142/88' ],
	[ 1, 'E11.9', 'Diabetes (E11.9), stable' ],
	[ 1, 'stage 3', 'stage III' ],
	[ 1, 'stage III', 'stage 3' ],
	# twenty-four words, and no more
	[ 1, $many, $many ],
	[ 1, "$many of the", "of $many in" ],
	[ 0, "$many word25", "$many word25" ],
	[ 0, "$many word1", "$many word1" ],
	[ 1, $many, join ' ', reverse split ' ', $many ],
	[ 1, $many, (join ' ', map { "word$_" } 1 .. 12) . " $filler " . (join ' ', map { "word$_" } 13 .. 24) ],
	[ 0, $many, (join ' ', map { "word$_" } 1 .. 12) . " $filler hip " . (join ' ', map { "word$_" } 13 .. 24) ],
	# long
	[ 1, 'z' x 100_000, 'one ' . 'Z' x 100_000 . ' here' ],
	[ 0, 'z' x 100_000, 'one ' . 'z' x 100_001 . ' here' ],
	[ 1, 'fracture' . ' of the' x 10_000 . ' femur', 'femur fracture' ],
	[ 1, 'fracture femur', 'fracture' . ' of the' x 30_000 . ' femur' ],
	[ 1, 'fracture femur', 'fracture hip. ' x 15_000 . 'hip fracture femur' ],
	[ 0, 'fracture femur', 'fracture hip. ' x 15_000 . 'hip femur' ],
	[ 1, 'fracture femur femur', 'fracture ' x 20_000 . 'femur ' x 20_000 ],
	[ 0, 'fracture hip femur', 'fracture ' x 20_000 . 'femur ' x 20_000 ],
);
copy_rows($node, 'pair', map { [ $_, @{ $by_hand[$_] }[ 1, 2 ] ] } 0 .. $#by_hand);
{
	my $got = answers();
	for my $i (0 .. $#by_hand)
	{
		my ($expected, $phrase, $note) = @{ $by_hand[$i] };
		for ($phrase, $note)
		{
			$_ = substr($_, 0, 60) . '...' if length > 60;
			s/\n/⏎/g;
			utf8::encode($_);
		}
		is(substr($got, $i, 1), $expected, "$phrase " . ($expected ? 'occurs in' : 'does not occur in') . ": $note");
	}
}
is($node->safe_psql('postgres', q{SELECT medcode.occurs(NULL, 'gout') IS NULL AND medcode.occurs('gout', NULL) IS NULL AND medcode.occurs(NULL, NULL) IS NULL}),
	't', 'NULL for a NULL argument');

#
# The vocabulary of the naive matcher is what it says
#
copy_rows($node, 'word', map { my $number = $_; map { [ $number, $_ ] } @{ $same_words[$number] } } 0 .. $#same_words);
is($node->safe_psql('postgres', <<'SQL'), '', 'the text engine and the naive matcher agree on the words');
WITH stem AS (SELECT number, form, count(*) AS tokens, min(stem) AS stem FROM word, medcode.tokens(form) GROUP BY number, form)
SELECT string_agg(a.form || '/' || b.form, ' ') FROM stem a JOIN stem b ON a.form < b.form
WHERE (a.number = b.number) <> (a.stem = b.stem) OR a.tokens <> 1 OR b.tokens <> 1
SQL

#
# At random
#
srand $seed;
my (@random, @expected);
for my $id (1 .. $pairs)
{
	my ($phrase, $note) = random_pair();
	push @random, [ $id, $phrase, $note ];
	push @expected, occurs_naively([ words_of($phrase) ], [ segments_of($note) ]);
}
my $expected = join '', @expected;
my $occurring = grep { $_ } @expected;
cmp_ok($occurring, '>', $pairs * 0.3, "phrases that occur are frequent: $occurring of $pairs");
cmp_ok($occurring, '<', $pairs * 0.7, 'and so are phrases that do not');
$node->safe_psql('postgres', 'TRUNCATE pair');
copy_rows($node, 'pair', @random);
my $got = answers();
is(length $got, $pairs, 'every pair has an answer');
my @different = grep { substr($got, $_, 1) ne $expected[$_] } 0 .. $#expected;
is(scalar(@different), 0, "occurs() and the naive matcher agree on $pairs pairs");
for my $i (@different[ 0 .. ($#different < 4 ? $#different : 4) ])
{
	diag("seed $seed, pair $random[$i][0]: $expected[$i] is expected, not " . substr($got, $i, 1));
	my $pair = "phrase <<$random[$i][1]>>\nnote <<$random[$i][2]>>";
	utf8::encode($pair);
	diag($pair);
}

#
# It depends on nothing but its arguments
#
$node->safe_psql('postgres', <<'SQL');
INSERT INTO medcode.section_header (header, category) SELECT form, 'assessment' FROM word WHERE form ~ '^[a-z]+$';
INSERT INTO medcode.cue (phrase, category, direction) SELECT form, 'negated', 'forward' FROM word WHERE form ~ '^[a-z]+$';
INSERT INTO medcode.abbreviation (abbreviation, expansion, letter_case, ambiguous) VALUES ('gout', 'fracture of femur', 'any', false);
INSERT INTO medcode.term (phrase, code) SELECT DISTINCT ON (number) form, 'E11.9' FROM word;
SQL
is(answers(), $got, 'terms, headers, cues and abbreviations change nothing');
$node->safe_psql('postgres', 'SELECT medcode.publish()');
is(answers(), $got, 'nor does a new version');
$node->append_conf('postgresql.conf', <<'CONF');
default_text_search_config = 'pg_catalog.german'
datestyle = 'German, DMY'
bytea_output = escape
standard_conforming_strings = off
search_path = ''
CONF
$node->reload;
is($node->safe_psql('postgres',
	q{SELECT string_agg(coalesce(medcode.occurs(phrase, note)::integer::text, 'n'), '' ORDER BY id) FROM public.pair}),
	$got, 'nor do settings');

$node->stop;
done_testing();
