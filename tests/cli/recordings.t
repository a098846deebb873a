#!/usr/bin/perl
# Real recordings with the settings of tests/formats/settings: the trials have the figures of tests/reference/recordings.csv,
# which its script computed from the files by the definitions alone. And a refusal says what to declare: declaring just
# that makes the file readable.
use strict;
use warnings;
use Cwd 'abs_path';
use File::Temp 'tempdir';

my $ethostat = abs_path($ENV{ETHOSTAT} || 'build/ethostat');
my $folder = ($ENV{ETHOSTAT_DATA} || '../shared/data') . '/behaviour';
if (!-d $folder) {
  print "ok 1 # SKIP recordings: $folder is not here\n1..1\n";
  exit 0;
}
$folder = abs_path($folder);
my $work = tempdir(CLEANUP => 1);
my ($n, $bad) = (0, 0);

sub verdict {
  my ($pass, $name, @why) = @_;
  $n++;
  $bad ||= !$pass;
  print $pass ? "ok $n - $name\n" : "not ok $n - $name\n", map { "# $_\n" } $pass ? () : @why;
}

symlink $_, "$work/" . (split m{/})[-1] for glob "$folder/*";
system "cp tests/formats/settings/*.json $work/";

my (%rows, %wrong, %count);
sub trials {
  my ($name) = @_;
  my ($header, @lines) = map { chomp; [split /,/, $_, -1] } `$ethostat convert $work/$name.json 2>/dev/null`;
  return { map { my %row; @row{@$header} = @$_; ($row{animal} . '/' . ($row{bin} // '') => \%row) } @lines };
}
open my $list, '<', 'tests/reference/recordings.csv' or die $!;
while (<$list>) {
  chomp;
  my ($name, $animal, $bin, $column, $want) = split /,/, $_, -1;
  my $got = ($rows{$name} //= trials($name))->{"$animal/$bin"}{$column} // '';
  my $number = qr/^-?[\d.]+(e-?\d+)?$/;
  my $same = $got =~ $number && $want =~ $number ? abs($got - $want) <= 1e-9 * (1 + abs $want) : $got eq $want;
  $count{$name}++;
  push @{$wrong{$name}}, "$animal $bin $column: got '$got', not '$want'" unless $same;
}
verdict(!$wrong{$_}, "$_: $count{$_} figures", @{$wrong{$_} // []}) for sort keys %count;

my @families = qw(behaviordepot boris dlc eztrack-ymaze jwatcher nor-rainstorm-labels rtrack sleap simba-dory toxtrac ymaze-anymaze-track);
for my $file (map { glob "$folder/$_/*" } @families) {
  my (%settings, $said, $status);
  for (1 .. 4) {
    my $pairs = join ', ', map { "\"$_\": \"$settings{$_}\"" } sort keys %settings;
    open my $study, '>', "$work/follow.json" or die $!;
    print $study qq({"schema": "ethostat.study/1", "inputs": [{"file": "$file", "settings": {$pairs}}]});
    close $study;
    $said = `$ethostat convert $work/follow.json 2>&1 >/dev/null`;
    $status = $? >> 8;
    my %asked = $said =~ /"settings": \{"(\w+)": "([^"]*)"\}/g;
    last if !$status || !grep { !exists $settings{$_} } keys %asked;
    %settings = (%settings, %asked);
  }
  my $told = $said =~ /E-FILE-COMPANION|E-POSE-LABELS/;
  verdict(!$status || $told, substr($file, length($folder) + 1) . ($told ? ' is refused for what it is' : ': the remedies work'), split /\n/, $said);
}
print "1..$n\n";
exit $bad;
