# An index of stored phrases whose file is damaged: index_verify says so, whatever was hit, and nothing crashes.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use MedcodeServer;
use PostgreSQL::Test::Utils;
use Test::More;

use constant BLOCK => 8192;
use constant HEADER => 24;
use constant NOBODY => 0xFFFFFFFF;
use constant { META => 1, DIRECTORY => 2, OVERFLOW => 3, BUCKET => 4, PENDING => 5 };
use constant DEAD => 1;
# fields of the metapage (docs/index-format.md): offset, bytes
my %meta = (magic => [ 0, 4 ], format => [ 4, 4 ], analyser => [ 8, 8 ], generation => [ 16, 8 ], pending_generation => [ 24, 8 ],
	phrases => [ 32, 8 ], wordless => [ 40, 8 ], too_long => [ 48, 8 ], dead => [ 56, 8 ], pending => [ 64, 8 ],
	gathering => [ 72, 8 ], directory_pages => [ 80, 4 ], words => [ 84, 4 ], open_bucket => [ 88, 4 ], pending_limit => [ 92, 4 ],
	pending_pages => [ 96, 4 ], pending_allocated => [ 100, 4 ], walking => [ 104, 4 ], pending_blocks => [ 108, 4 ]);
# what nothing depends on: which of two numbers it is
my %free_field = map { $_ => 1 } qw(generation pending_generation pending_limit open_bucket gathering walking);
my $random_flips = 60;

srand(20260131);

my $node = medcode_server('primary', 'max_locks_per_transaction = 1024');
$node->safe_psql('postgres', 'CREATE EXTENSION medcode');

#
# A page as the documentation describes it
#
sub field
{
	my ($bytes, $offset, $size) = @_;
	return unpack($size == 8 ? 'Q' : $size == 4 ? 'L' : $size == 2 ? 'S' : 'C', substr($bytes, $offset, $size));
}

# All that stands on a page: [name, offset in the page, bytes, harmless]
sub places
{
	my ($page) = @_;
	my $lower = field($page, 12, 2);
	my $kind = field($page, BLOCK - 4, 2);
	my @places = ([ 'pd_lower', 12, 2 ], [ 'pd_upper', 14, 2 ], [ 'pd_special', 16, 2 ], [ 'pd_pagesize_version', 18, 2 ],
		[ 'next', BLOCK - 8, 4 ], [ 'kind', BLOCK - 4, 2 ], [ 'page_id', BLOCK - 2, 2 ]);
	my $posting = sub {
		my ($at, $keys) = @_;
		my $flags = field($page, $at + 1, 1);
		my $gone = $flags & DEAD;
		push @places, [ 'phrase.words', $at, 1 ], [ 'phrase.flags', $at + 1, 1, $gone && $flags != DEAD ],
			[ 'phrase.tid', $at + 2, 6, $gone ];
		push @places, [ 'phrase.key', $at + 8 + 8 * $_, 8, $gone ] for 0 .. $keys - 1;
		return 8 + 8 * $keys;
	};
	if ($kind == META)
	{
		my $allocated = field($page, HEADER + $meta{pending_allocated}[0], 4);
		push @places, map { [ $_, HEADER + $meta{$_}[0], $meta{$_}[1], $free_field{$_} ] } grep { $_ ne 'pending_blocks' } sort keys %meta;
		push @places, [ 'pending_blocks', HEADER + $meta{pending_blocks}[0] + 4 * $_, 4 ] for 0 .. $allocated - 1;
	}
	elsif ($kind == DIRECTORY || $kind == OVERFLOW)
	{
		for my $at (map { HEADER + 24 * $_ } 0 .. 339)
		{
			if (field($page, $at, 8) == 0) { push @places, [ 'slot.free', $at, 24 ]; next }
			# a word that no phrase stands under is there for its frequency, an estimate
			my $idle = field($page, $at + 16, 4) == 0;
			push @places, [ 'slot.key', $at, 8, $idle ], [ 'slot.frequency', $at + 8, 4, 1 ], [ 'slot.first', $at + 12, 4 ],
				[ 'slot.count', $at + 16, 4 ], [ 'slot.offset', $at + 20, 2 ], [ 'slot.unused', $at + 22, 2 ];
		}
	}
	elsif ($kind == BUCKET)
	{
		for (my $at = HEADER; $at < $lower;)
		{
			my $count = field($page, $at + 12, 4);
			push @places, [ 'group.key', $at, 8 ], [ 'group.bytes', $at + 8, 4 ], [ 'group.count', $at + 12, 4 ];
			$at += 16;
			$at += $posting->($at, (field($page, $at, 1) || 1) - 1) for 1 .. $count;
		}
	}
	else
	{
		for (my $at = HEADER; $at < $lower;) { $at += $posting->($at, field($page, $at, 1)) }
	}
	return @places;
}

sub flip { my ($page, $offset, $bit) = @_; substr($page, $offset, 1) ^= chr(1 << $bit); return $page }

# One of the places of this name in a file: [block, place]
my %kinds_of = (slot => [ DIRECTORY, OVERFLOW ], group => [BUCKET], phrase => [ BUCKET, PENDING ]);
sub find
{
	my ($pages, $name, $harmless) = @_;
	my ($part) = split /\./, $name;
	my $kinds = $meta{$name} ? [META] : $kinds_of{$part} // [ META, DIRECTORY, OVERFLOW, BUCKET, PENDING ];
	my @blocks = map { of_kind($pages, $_) } @$kinds;
	while (@blocks)
	{
		my $block = splice @blocks, int rand @blocks, 1;
		my @found = grep { $_->[0] eq $name && !$_->[3] == !$harmless } places($pages->[$block]);
		return [ $block, any(@found) ] if @found;
	}
	die "no $name";
}

#
# What is done to a file: code that changes its pages and returns where
#
my @damages;
sub damage { my ($what, $code, $harmless) = @_; push @damages, { what => $what, code => $code, harmless => $harmless } }
sub flips
{
	my ($name, $times, $harmless) = @_;
	for (1 .. $times)
	{
		damage("a bit of $name" . ($harmless ? ' that nothing depends on' : ''), sub {
			my ($pages) = @_;
			my ($block, $place) = @{ find($pages, $name, $harmless) };
			my $offset = $place->[1] + int rand $place->[2];
			$pages->[$block] = flip($pages->[$block], $offset, int rand 8);
			return "block $block, offset $offset";
		}, $harmless);
	}
}
sub set
{
	my ($what, $name, $value, $if) = @_;
	damage($what, sub {
		my ($pages) = @_;
		for (1 .. 1000)
		{
			my ($block, $place) = @{ find($pages, $name) };
			my $number = $value->($pages, $block, field($pages->[$block], $place->[1], $place->[2]));
			next if !defined $number || $number == field($pages->[$block], $place->[1], $place->[2]);
			substr($pages->[$block], $place->[1], $place->[2]) = pack($place->[2] == 8 ? 'Q' : $place->[2] == 4 ? 'L' : $place->[2] == 2 ? 'S' : 'C', $number);
			return "block $block, offset $place->[1], $number";
		}
		die "nothing for: $what";
	});
}
sub kind { my ($pages, $block) = @_; return field($pages->[$block], BLOCK - 4, 2) }
sub of_kind { my ($pages, $kind) = @_; return grep { kind($pages, $_) == $kind } 0 .. $#$pages }
sub any { return $_[ rand @_ ] }

damage('nothing', sub { 'nowhere' }, 1);
flips($_, 3) for qw(pd_lower pd_upper pd_special pd_pagesize_version next kind page_id);
flips($_, 2) for grep { !$free_field{$_} } sort keys %meta;
flips($_, 4) for qw(slot.key slot.first slot.count slot.offset slot.unused slot.free group.key group.bytes group.count);
flips($_, 6) for qw(phrase.words phrase.flags phrase.tid phrase.key);
flips($_, 2, 1) for qw(slot.key slot.frequency phrase.tid phrase.key generation open_bucket);
set('another kind of page', 'kind', sub { any(META, DIRECTORY, OVERFLOW, BUCKET, PENDING) }) for 1 .. 4;
set('a page next to itself', 'next', sub { $_[1] });
set('a page before as the next', 'next', sub { my ($pages, $block) = @_; kind($pages, $block) == BUCKET ? any(grep { $_ < $block } of_kind($pages, BUCKET)) : undef }) for 1 .. 2;
set('the next page of another', 'next', sub { my ($pages, $block) = @_; kind($pages, $block) == BUCKET ? any(grep { $_ > $block && $_ != NOBODY } map { field($pages->[$_], BLOCK - 8, 4) } of_kind($pages, BUCKET)) : undef }) for 1 .. 2;
set('a directory page as the next', 'next', sub { my ($pages, $block) = @_; kind($pages, $block) == BUCKET ? any(of_kind($pages, OVERFLOW)) : undef });
set('a chain cut off', 'next', sub { my ($pages, $block, $old) = @_; $old == NOBODY ? undef : NOBODY }) for 1 .. 2;
set('a next page behind the file', 'next', sub { 1_000_000 });
set('a content that is shorter', 'pd_lower', sub { my ($pages, $block, $old) = @_; $old >= HEADER + 40 ? $old - 8 * (1 + int rand 4) : undef }) for 1 .. 4;
set('a content that is longer', 'pd_lower', sub { my ($pages, $block, $old) = @_; $old <= BLOCK - 40 ? $old + 8 * (1 + int rand 4) : undef }) for 1 .. 4;
set('no content', 'pd_lower', sub { my ($pages, $block, $old) = @_; $old > HEADER ? HEADER : undef }) for 1 .. 2;
set('a word in another bucket', 'slot.first', sub { any(of_kind($_[0], BUCKET)) }) for 1 .. 3;
set('a word in the directory', 'slot.first', sub { any(of_kind($_[0], DIRECTORY)) });
set('a word without a bucket', 'slot.first', sub { NOBODY });
set('a word with one phrase less', 'slot.count', sub { my ($pages, $block, $old) = @_; $old > 0 ? $old - 1 : undef }) for 1 .. 2;
set('a word a group further on', 'slot.offset', sub { $_[2] + 8 });
set('a group with one phrase less', 'group.count', sub { my ($pages, $block, $old) = @_; $old - 1 }) for 1 .. 2;
set('a group with a length beyond the page', 'group.bytes', sub { 0xFFFFFFF8 });
set('a phrase with 255 words', 'phrase.words', sub { 255 }) for 1 .. 2;
set('one phrase less', $_, sub { my ($pages, $block, $old) = @_; $old > 0 ? $old - 1 : $old + 1 }) for qw(phrases wordless too_long dead pending words);
set('a huge count', $_, sub { 0x7FFFFFFF }) for qw(phrases pending directory_pages words pending_pages pending_allocated);
set('a pending page twice', 'pending_blocks', sub { my ($pages, $block, $old) = @_; any(grep { $_ != $old } unpack('L2', substr($pages->[0], HEADER + $meta{pending_blocks}[0], 8))) });
set('a bucket page as pending', 'pending_blocks', sub { any(of_kind($_[0], BUCKET)) });
damage('a phrase dead that is not', sub {
	my ($pages) = @_;
	my ($block, $place) = @{ find($pages, 'phrase.flags') };
	$pages->[$block] = flip($pages->[$block], $place->[1], 0);
	return "block $block, offset $place->[1]";
}) for 1 .. 3;
for my $kind (META, DIRECTORY, OVERFLOW, BUCKET, PENDING)
{
	damage("a page of kind $kind all zero", sub { my ($pages) = @_; my $block = any(of_kind($pages, $kind)); $pages->[$block] = "\0" x BLOCK; "block $block" });
	damage("a page of kind $kind all ones", sub { my ($pages) = @_; my $block = any(of_kind($pages, $kind)); $pages->[$block] = "\xFF" x BLOCK; "block $block" });
	next if $kind == META || $kind == PENDING;
	damage("two pages of kind $kind changed places", sub {
		my ($pages) = @_;
		my ($first, @others) = of_kind($pages, $kind);
		my $other = any(@others);
		@{$pages}[ $first, $other ] = @{$pages}[ $other, $first ];
		return "blocks $first, $other";
	});
}
damage('the last page cut off', sub { my ($pages) = @_; pop @$pages; 'the end' });
damage('all but the metapage cut off', sub { my ($pages) = @_; $#$pages = 0; 'the end' });
damage('an empty page at the end', sub { my ($pages) = @_; push @$pages, "\0" x BLOCK; 'the end' }, 1);
damage('a page of another index at the end', sub { my ($pages) = @_; push @$pages, $pages->[ any(of_kind($pages, BUCKET)) ]; 'the end' });
# anything on any page
for (1 .. $random_flips)
{
	my %damage = (what => 'some bit', code => sub {
		my ($pages, $self) = @_;
		my $block = int rand @$pages;
		my $place = any(places($pages->[$block]));
		my $offset = $place->[1] + int rand $place->[2];
		$self->{harmless} = $place->[3];
		$pages->[$block] = flip($pages->[$block], $offset, int rand 8);
		return "$place->[0], block $block, offset $offset";
	});
	push @damages, \%damage;
}

#
# An index for each damage: every second one is built when the rows are there, the others with the first rows
#
my $n = @damages;
$node->safe_psql('postgres', <<"SQL");
CREATE TABLE watch (id int, phrase text);
INSERT INTO watch SELECT n, 'word' || n % 5 FROM generate_series(1, 10) n;
SELECT format('CREATE INDEX watch_%s ON watch USING medcode (phrase) WITH (pending_pages = 8)', n) FROM generate_series(0, $n - 1, 2) n \\gexec
-- words with more phrases than a page takes, and more words than the directory was made for
INSERT INTO watch SELECT n, concat('common', n % 2) FROM generate_series(1, 2600) n;
INSERT INTO watch SELECT n, concat('pair', n, ' pain') FROM generate_series(1, 1000) n;
INSERT INTO watch VALUES (-1, 'of the'), (-2, (SELECT string_agg('word' || n, ' ') FROM generate_series(1, 25) n)), (-3, NULL);
SELECT medcode.index_flush(format('watch_%s', n)::regclass) FROM generate_series(0, $n - 1, 2) n;
INSERT INTO watch SELECT n, concat('common', n % 3, ' thing', n % 50) FROM generate_series(1, 400) n;
SELECT format('CREATE INDEX watch_%s ON watch USING medcode (phrase) WITH (pending_pages = 8)', n) FROM generate_series(1, $n - 1, 2) n \\gexec
INSERT INTO watch SELECT n, concat('late', n, ' again', n % 90, ' and again') FROM generate_series(1, 1800) n;
DELETE FROM watch WHERE id % 5 = 0;
VACUUM watch;
INSERT INTO watch SELECT n, concat('pending', n, ' thing') FROM generate_series(1, 300) n;
INSERT INTO watch VALUES (-4, 'and the'), (-5, NULL);
CREATE FUNCTION checked(index regclass, code text, OUT state text, OUT message text) LANGUAGE plpgsql AS \$\$
BEGIN
	EXECUTE format(code, index::oid);
	state := 'sound';
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, message = MESSAGE_TEXT;
END
\$\$;
CHECKPOINT;
SQL
my $verify = q{SELECT n, c.state, c.message FROM generate_series(0, %d) n, checked(format('watch_%%s', n)::regclass, 'SELECT medcode.index_verify(%%s, %s)') c ORDER BY n};
sub verified { my ($all) = @_; return map { [ split /\|/, $_, 3 ] } split /\n/, $node->safe_psql('postgres', sprintf $verify, $n - 1, $all) }
is(join(' ', map { $_->[1] eq 'sound' ? () : "@$_" } verified('true')), '', "$n indexes are sound");
my @info = split /\|/, $node->safe_psql('postgres',
	"SELECT bool_and(overflow_pages > 1), bool_and(dead > 0), bool_and(pending > 0), bool_and(pending_pages > 1), bool_and(wordless > 0), bool_and(too_long > 0), bool_and(longest_list > 1000)
	FROM generate_series(0, $n - 1) n, medcode.index_info(format('watch_%s', n)::regclass)");
is("@info", 't t t t t t t', 'they have pages and phrases of all kinds');

my @files = split /\n/, $node->safe_psql('postgres', "SELECT pg_relation_filepath(format('watch_%s', n)::regclass) FROM generate_series(0, $n - 1) n ORDER BY n");
$node->stop;
for my $i (0 .. $#damages)
{
	my $path = $node->data_dir . "/$files[$i]";
	my $bytes = slurp_file($path, 0);
	my @pages = unpack sprintf('(a%d)*', BLOCK), $bytes;
	$damages[$i]{where} = $damages[$i]{code}->(\@pages, $damages[$i]);
	open my $file, '>:raw', $path or die "$path: $!";
	print $file @pages;
	close $file or die "$path: $!";
}
$node->start;

# Without reading the table, then with it: what was reported first is reported again
my @alone = verified('false');
my @all = verified('true');
my $odd = 0;
for my $i (0 .. $#damages)
{
	my $damage = $damages[$i];
	my ($state, $message) = @{ $all[$i] }[ 1, 2 ];
	my $name = "$damage->{what} ($damage->{where}) of index $i";
	my $reported = $state =~ /^(XX001|XX002|55000)$/;
	if ($damage->{harmless}) { ok($state eq 'sound' || $reported, "$name does no harm") or diag "$state $message" }
	else { ok($reported, "$name is reported") or diag "$state $message" }
	$odd++ if $alone[$i][1] ne 'sound' && $state eq 'sound' || $reported && $message !~ /watch_$i\b|block \d+|metapage/;
}
is($odd, 0, 'all messages say where');
is($all[0][1], 'sound', 'the index nothing was done to is sound');

# Looking at the pages of a damaged index
my %states;
for my $call ('SELECT medcode.index_info(%s)',
	'SELECT count(*) FROM generate_series(0, pg_relation_size(%1$s) / 8192 - 1) b, medcode.page_info(%1$s, b)',
	'SELECT count(*) FROM generate_series(0, pg_relation_size(%1$s) / 8192 - 1) b, medcode.page_items(%1$s, b)')
{
	$states{$_}++ for split /\n/, $node->safe_psql('postgres',
		"SELECT c.state FROM generate_series(0, $n - 1) n, checked(format('watch_%s', n)::regclass, '$call') c");
}
is(join(' ', grep { !/^(sound|XX001|XX002|55000)$/ } sort keys %states), '', 'index_info, page_info and page_items give rows or report damage');
ok($states{$_}, "some are $_") for qw(sound XX002);

# REINDEX mends them all
$node->safe_psql('postgres', 'REINDEX TABLE watch');
is(join(' ', map { $_->[1] eq 'sound' ? () : "@$_" } verified('true')), '', 'REINDEX mends all');

$node->stop;
unlike(slurp_file($node->logfile), qr/PANIC|TRAP:|terminated by signal/, 'no process crashed');
done_testing();
