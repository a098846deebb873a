#!/usr/bin/perl
# large.pl trials ROWS | poses FRAMES: made-up files of a size that no lab has yet, on stdout. The same every time.
use strict;
use warnings;
my ($kind, $n) = @ARGV;
my $state = 1;
sub uniform { $state = ($state * 1103515245 + 12345) & 0x7fffffff; return $state / 0x80000000 }

if ($kind eq 'trials') {
  my @arm = ('vehicle', 'car_t', 'car_t+plx5622', 'car_t+ccr3i');
  my ($animals, $sessions) = (1000, 10);
  my $trials = int($n / $animals / $sessions);
  print "animal,arm,session,trial,choice,correct,latency_s\n";
  for my $a (1 .. $animals) {
    for my $s (1 .. $sessions) {
      my $text = '';
      for my $t (1 .. $trials) {
        my $u = uniform();
        $text .= sprintf "m%04d,%s,%d,%d,%s,%d,%.2f\n", $a, $arm[$a % 4], $s, $t, $u < 0.5 ? 'L' : 'R', uniform() < 0.7,
          -6 * log((1 - $u) * (1 - uniform()) + 1e-9);
      }
      print $text;
    }
  }
} else {
  my @part = qw(nose left_ear right_ear neck body tail_base tail_mid tail_tip lf rf lh rh);
  print join(',', 'scorer', map { ('network') x 3 } @part), "\n", join(',', 'bodyparts', map { ($_) x 3 } @part), "\n",
    join(',', 'coords', map { qw(x y likelihood) } @part), "\n";
  my ($x, $y) = (300, 300);
  for my $frame (0 .. $n - 1) {
    $x += 8 * (uniform() - 0.5), $y += 8 * (uniform() - 0.5);
    $x = 200 if $x < 200; $x = 600 if $x > 600; $y = 200 if $y < 200; $y = 600 if $y > 600;
    my @row = map { (sprintf('%.14g', $x + 7 * $_ + uniform()), sprintf('%.14g', $y + 3 * $_ + uniform()), sprintf('%.16g', 1 - uniform()**9)) } 0 .. $#part;
    print join(',', $frame, @row), "\n";
  }
}
