#!/usr/bin/perl
# Every format of `ethostat list formats` has a small session in tests/fixtures/formats, and what its study.json reads
# from it is what the script there worked out from the truth (expected.csv names the columns that count).
use strict;
use warnings;

my $ethostat = $ENV{ETHOSTAT} || 'build/ethostat';
my ($n, $bad) = (0, 0);

sub verdict {
  my ($pass, $name, @why) = @_;
  $n++;
  $bad ||= !$pass;
  print $pass ? "ok $n - $name\n" : "not ok $n - $name\n", map { "# $_\n" } $pass ? () : @why;
}

sub table {
  my ($header, @lines) = map { my $line = $_; chomp $line; [split /,/, $line, -1] } @_;
  return [map { my %row; @row{@$header} = @$_; \%row } @lines], $header;
}

sub same {
  my ($x, $y) = @_;
  return 0 unless defined $x && defined $y;
  my $number = qr/^-?\d+(\.\d+)?$/;
  return $x =~ $number && $y =~ $number ? abs($x - $y) < 1e-9 : $x eq $y;
}

open my $list, '-|', $ethostat, 'list', 'formats' or die $!;
my @formats = map { /^(\S+)/ ? $1 : () } <$list>;
close $list;
# A folder FORMAT--QUIRK is one more session in that format.
my @folders = (map({ "tests/fixtures/formats/$_" } @formats), glob 'tests/fixtures/formats/*--*');
for my $folder (@folders) {
  my ($name) = $folder =~ m{([^/]+)$};
  my ($format) = $name =~ /^(.*?)(?:--.*)?$/;
  verdict(-d $folder, "$name has a fixture") or next unless -d $folder;
  my ($input) = $format eq 'prism-wide' ? "$folder/values.csv" : "$folder/study.json"; # values are no trials
  my $said = `$ethostat check $input 2>&1`;
  if ($said =~ /this build cannot read Excel/) {
    print 'ok ', ++$n, " # SKIP $name: built without workbooks\n";
    next;
  }
  my @taken = $said =~ /^\S.*?: ([a-z-]+) \(/mg;
  verdict(@taken && !grep({ $_ ne $format } @taken), "$name is taken for $format", split /\n/, $said);
  open my $file, '<', "$folder/expected.csv" or die "$folder: $!";
  my ($want, $columns) = table(<$file>);
  my ($got) = table(`$ethostat convert $input 2>/dev/null`);
  my @wrong = @$got == @$want ? () : (scalar(@$got) . ' rows, not ' . @$want);
  for my $r (0 .. $#$want) {
    for my $column (@$columns) {
      my ($x, $y) = ($got->[$r]{$column}, $want->[$r]{$column});
      push @wrong, "row $r, $column: got " . ($x // 'nothing') . ", not $y" unless same($x, $y);
    }
  }
  verdict(!@wrong, "$name: the trials are the truth", @wrong);
}
verdict(@formats >= 24, 'all formats are tried');
print "1..$n\n";
exit $bad;
