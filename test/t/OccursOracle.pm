# What medcode.occurs() means, told a second time and without any of its code: words whose sameness
# is known by construction, texts made of them, and a matcher that tries every window.
package OccursOracle;
use strict;
use warnings;
use utf8;
use Exporter 'import';
use List::Util qw(max min shuffle);

our @EXPORT = qw(@same_words occurs_naively words_of segments_of random_note random_phrase random_pair copy_rows);

# One line for each word; all that stands on a line is the same word, and no two lines are.
our @same_words = map { [split] } grep { /\S/ } split /\n/, <<'WORDS';
fracture fractures
femur femurs
femoral
oedema edema oedemas
hepatitis
hepatic
thyroid
thyroiditis
prostate
prostatitis
neuropathy neuropathies
neuropathic
anaemia anemia anaemias
leukaemia leukemia leukaemias
diarrhoea diarrhea
haemorrhage hemorrhage haemorrhages
tumour tumor tumors tumours
vertebra vertebrae
biopsy biopsies
metastasis metastases
diagnosis diagnoses
kidney kidneys
crohn crohn's crohn’s
sjögren sjogren
ménière meniere
fibrillation ﬁbrillation
atrial
two 2
seven 7
twelve 12
second 2nd
3.5
142/88
E11.9
T2DM
h/o
гипертония
hip hips
knee knees
elbow elbows
left
right
pain pains
chronic
acute
pneumonia pneumonias
diabetes
mellitus
hypertension
asthma
gout
stroke strokes
ulcer ulcers
heart hearts
failure failures
lung lungs
cancer cancers
fever fevers
cough
renal
severe
mild
no
not
without
WORDS

# They hold a phrase together and do not count. The article "a" is left out: it may be the name of a kind.
my @functions = qw(of the in with an and or to for by on was is this);

my @soft_signs = split //, ',()[]"\'“”‘’«»/%-';
my @hard_signs = (split(//, '.;:!?*=+<>|&#@~…•°→😀'), '[ ]', '[x]', '____', '[**Name**]', 'XXXX');

my (%number_of, %is_function);
for my $number (0 .. $#same_words)
{
	$number_of{ lc $_ } = $number for @{ $same_words[$number] };
}
$is_function{$_} = 1 for @functions;

sub alternatives { return join '|', map { quotemeta } sort { length $b <=> length $a } @_ }
my $word = do { my $all = alternatives(keys %number_of, @functions); qr/(?:$all)(?![\p{L}\p{N}])/i };
my $hard = do { my $all = alternatives(@hard_signs);                 qr/\n\s*\n|\n(?=[A-Z])|$all/ };
my $soft = do { my $all = alternatives(@soft_signs);                 qr/\s|$all/ };

# The numbers of the words that count, cut where a window cannot go on.
sub segments_of
{
	my ($text) = @_;
	my @segments = ([]);
	pos($text) = 0;
	while (pos($text) < length $text)
	{
		if    ($text =~ /\G$hard/gc) { push @segments, [] }
		elsif ($text =~ /\G($word)/gc)
		{
			push @{ $segments[-1] }, $number_of{ lc $1 } unless $is_function{ lc $1 };
		}
		elsif ($text !~ /\G$soft/gc) { die 'not of the vocabulary: ' . substr($text, pos($text), 20) }
	}
	return grep { @$_ } @segments;
}

sub words_of { return map { @$_ } segments_of($_[0]) }

# $words: the list of a phrase's words; $segments: a note's.
sub occurs_naively
{
	my ($words, $segments) = @_;
	return 0 if @$words == 0 || @$words > 24;
	my %needed;
	$needed{$_}++ for @$words;
	my $all_in = sub {
		my %there;
		$there{$_}++ for @_;
		return !grep { ($there{$_} // 0) < $needed{$_} } keys %needed;
	};
	for my $segment (grep { $all_in->(@$_) } @$segments)
	{
		for my $first (0 .. $#$segment)
		{
			return 1 if $all_in->(@$segment[ $first .. min($first + @$words + 5 - 1, $#$segment) ]);
		}
	}
	return 0;
}

sub one_of { return $_[ int rand @_ ] }
sub chance { return rand() < $_[0] }

# One of the ways to write a word; a Cyrillic capital is not known to begin a sentence.
sub written
{
	my ($number) = @_;
	my $form = one_of(@{ $same_words[$number] });
	return $form if chance(0.7) || $form =~ /[^a-z]/;
	return chance(0.5) ? ucfirst $form : uc $form;
}

# What may stand between two words of a text within a window.
sub soft_between
{
	my ($before, $after, $column) = @_;
	my $plain = $before =~ /^[a-z]+$/i && $after =~ /^[a-z]+$/i;
	return "\n" if $column > 60 && $after =~ /^[a-z]+$/ && chance(0.5);
	return ' '  if chance(0.7);
	return ', ' unless $plain;
	return one_of(', ', ' (', ') ', ' [', '] ', ' "', '" ', q{ '}, q{' }, ' “', '” ', ' ‘', '’ ',
		' «', '» ', '/', ' / ', '-', ' - ', ' % ', '% ', '  ', "\t", ') (', '), ');
}

# What ends a window.
sub hard_between
{
	my ($before, $after, $column) = @_;
	return "\n\n" if chance(0.1);
	return "\n" if $column > 3 && $column < 40 && $before =~ /^[a-z]{3,}$/i && !$is_function{ lc $before } && $after =~ /^[A-Z]/;
	return '. ' if chance(0.4);
	return ' ' . one_of(@hard_signs) . ' ';
}

# A note: segments of words out of a small vocabulary, so that words come again.
sub random_note
{
	my $longest = shift // one_of(3, 8, 15, 40);
	my @words = (shuffle 0 .. $#same_words)[ 0 .. one_of(5, 12, 30, $#same_words) ];
	my $text = '';
	my $last;
	my $add = sub {
		my ($next, $between) = @_;
		my ($line) = $text =~ /([^\n]*)\z/;
		utf8::encode($line);
		$text .= $between->($last, $next, length $line) if defined $last;
		$text .= $next;
		$last = $next;
	};
	for (0 .. int rand 5)
	{
		my $between = \&hard_between;
		for (0 .. int rand $longest)
		{
			my $next = written(one_of(@words));
			$next = ucfirst $next if $between == \&hard_between && $next =~ /^[a-z]+$/ && chance(0.8);
			$add->($next, $between);
			$between = \&soft_between;
			$add->(one_of(@functions), $between) while chance(0.2);
		}
	}
	return $text . one_of('', '.', "\n");
}

# A phrase with these words: function words and signs do not matter in it.
sub phrase_of
{
	my $phrase = join ' ', map { (chance(0.15) ? one_of(@functions) : ()), written($_) } @_;
	$phrase .= ' ' . one_of(@functions) if chance(0.1);
	$phrase =~ s/ / @{[one_of(@soft_signs, @hard_signs, "\n\n")]} / if chance(0.1);
	return $phrase;
}

# A phrase that is nearly, or just, in a note with these segments.
sub random_phrase
{
	my @segments = @_;
	my $segment = one_of(@segments);
	my $n = one_of(1 .. 7, 2 .. 5, min(30, max(1, @$segment - int rand 9)));
	my $span = $n + one_of(0 .. 9, 5, 6, 6); # up to n + 5 is inside
	my $first = int rand max(1, @$segment - $span + 1);
	my @all = @$segment[ $first .. min($#$segment, $first + $span - 1) ];
	my @words = ($all[0]);
	if ($n > 1 && @all > 1)
	{
		my @between = $n > 2 && @all > 2 ? (shuffle 1 .. $#all - 1)[ 0 .. min($n - 3, $#all - 2) ] : ();
		push @words, @all[ sort { $a <=> $b } @between ], $all[-1];
	}
	# over the end of a sentence
	if (chance(0.2))
	{
		my $at = int rand @segments;
		my ($left, $right) = ($segments[$at], $segments[ ($at + 1) % @segments ]);
		@words = (@$left[ max(0, @$left - 1 - int rand 2) .. $#$left ], @$right[ 0 .. min($#$right, int rand 2) ]);
	}
	push @words, one_of(@words) if chance(0.15);                               # doubled
	splice @words, int rand @words, 1 if chance(0.1);                          # dropped
	$words[ int rand @words ] = int rand @same_words if @words && chance(0.15); # another
	if (@words > 1 && chance(0.3))
	{
		my ($i, $j) = (int rand @words, int rand @words);
		@words[ $i, $j ] = @words[ $j, $i ];
	}
	@words = shuffle @words if chance(0.2);
	return phrase_of(@words);
}

sub random_pair
{
	my $note = random_note();
	return (random_phrase(segments_of($note)), $note);
}

# Rows into a table; undef is NULL.
sub copy_rows
{
	my ($node, $table, @rows) = @_;
	my $file = $node->basedir . "/$table.tsv";
	open my $out, '>:utf8', $file or die "$file: $!\n";
	for my $row (@rows)
	{
		print $out join("\t", map { defined ? s/\\/\\\\/gr =~ s/\n/\\n/gr =~ s/\t/\\t/gr : '\N' } @$row), "\n";
	}
	close $out or die "$file: $!\n";
	$node->safe_psql('postgres', "COPY $table FROM '$file'");
}

1;
