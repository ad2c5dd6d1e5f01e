#!/usr/bin/perl
# Each function, procedure, aggregate, view, table and type of sql/ is named by a page of docs/, and by a
# test unless it is only a part of others. Needs no server. Run in the folder of the project.
# A page names an object in code: `name`, or a row of an indented or fenced block. In a paragraph that begins with
# "Parts", `name` is one that is not for users, tested through what it is a part of, which is written `name()`.
use strict;
use warnings;
use File::Find qw(find);
use Test::More;

my $kinds = join '|', qw(FUNCTION PROCEDURE AGGREGATE VIEW TABLE TYPE DOMAIN);

sub content
{
	my ($file) = @_;
	open my $in, '<', $file or die "$file: $!\n";
	local $/;
	return scalar <$in>;
}

sub add_words
{
	my ($set, $text) = @_;
	$set->{$_} = 1 for $text =~ /\w+/g;
}

# name -> the file that makes it
my %object;
for my $file (sort glob 'sql/*.sql')
{
	my $text = content($file);
	$object{$_} //= $file for $text =~ /^CREATE (?:OR REPLACE )?(?:$kinds) \@extschema\@\.(\w+)/mg;
}

my (%named, %part);
for my $file (sort glob 'docs/*.md')
{
	my $text = content($file);
	add_words(\%named, $1) while $text =~ s/^```\w*\n(.*?)^```$//ms;
	for my $paragraph (split /\n\s*\n/, $text)
	{
		my $code = join "\n", $paragraph =~ /^ {4}(.*)/mg, $paragraph =~ /`([^`\n]+)`/g;
		add_words(\%named, $code);
		@part{ $paragraph =~ /`(\w+)`/g } = () if $paragraph =~ /\AParts\b/;
	}
}

my %tested;
find({ no_chdir => 1, wanted => sub { add_words(\%tested, content($_)) if -f && /\.(?:sql|pl|pm)$/ } }, 'test');

cmp_ok(scalar keys %object, '>', 300, 'objects are found in sql/');
for my $name (sort keys %object)
{
	ok($named{$name}, "$name ($object{$name}) is named by a page of docs/");
	ok($tested{$name}, "$name ($object{$name}) is named by a test") unless exists $part{$name};
}
done_testing();
