#!/usr/bin/perl
# The rule of the house: a layer includes only what stands below it, and third-party headers stay in their corner.
use strict;
use warnings;

my %below = (
  base => [], table => ['base'], import => [qw(base table)], assay => [qw(base table)], stats => ['base'],
  model => [qw(base table stats)], analysis => [qw(base table assay stats model)], report => [qw(base analysis)],
  figure => [qw(base analysis)], study => [qw(base table import assay stats model analysis report figure)], cli => [],
);
# Public headers may be included where their layer may; report and figure see measures and rows through analysis.h.
my %public_layer = map { $_ => $_ } qw(base table import assay stats model analysis report figure study);

# Third-party headers and calls: pattern => where it is allowed.
my @corners = (
  [qr{^\s*#\s*include\s*<csv\.h>}, qr{^src/table/}, 'libcsv only in the table reader'],
  [qr{^\s*#\s*include\s*<gsl/}, qr{^src/(stats|model)/}, 'GSL only in stats and model'],
  [qr{^\s*#\s*include\s*<cjson/}, qr{^src/(report/render_json\.c|study/)}, 'cJSON only in the JSON renderer and the study reader'],
  [qr{^\s*#\s*include\s*<(zip|expat)\.h>}, qr{^src/table/xlsx_package\.c}, 'libzip and expat only in the workbook reader'],
  [qr{^\s*#\s*include\s*<(spawn|sys/wait)\.h>|\b(fork|popen|system|execv\w*|execl\w*|posix_spawn\w*)\s*\(}, qr{^src/figure/gnuplot\.c}, 'processes only in the gnuplot launcher'],
  [qr{^\s*#\s*include\s*<iconv\.h>}, qr{^src/table/}, 'iconv only in the table reader'],
  [qr{\b(printf|puts|fputs|perror)\s*\(|\bstderr\b}, qr{^src/cli/}, 'printing only in cli'],
  [qr{\b(exit|abort|_Exit)\s*\(}, qr{^src/cli/}, 'no exit in the library'],
  [qr{\b(setlocale|srand|rand|strtok|gets|atof|atoi)\s*\(}, qr{^$}, 'no global state, no unchecked conversions'],
);

my (@problems, %edges);
for my $file (sort glob('src/*/*.[ch]')) {
  my ($layer) = $file =~ m{^src/(\w+)/};
  my %allowed = map { $_ => 1 } $layer, @{$below{$layer} || []};
  open my $in, '<', $file or die "$file: $!";
  my $comment = 0;
  while (my $line = <$in>) {
    my $code = $line;
    if ($comment) { $comment = 0 if $code =~ s{^.*?\*/}{}; next if $comment; }
    $code =~ s{/\*.*?\*/}{}g;
    $comment = 1 if $code =~ s{/\*.*}{};
    if ($code =~ /^\s*#\s*include\s*"([^"]+)"/) {
      my $header = $1;
      if ($layer eq 'cli') {
        push @problems, "$file:$.: cli includes $header" unless $header =~ m{^(ethostat(/|\.h)|cli/)};
      } elsif ($header =~ m{^ethostat/(\w+)(\.h|/)}) {
        push @problems, "$file:$.: $layer includes the API of $1" unless $allowed{$1};
      } elsif ($header =~ m{^(\w+)/}) {
        push @problems, "$file:$.: $layer includes $header" unless $allowed{$1};
        $edges{$layer}{$1} = 1 if $1 ne $layer;
      } else {
        push @problems, "$file:$.: include \"$header\" from the src folder";
      }
    }
    (my $plain = $code) =~ s/"(\\.|[^"\\])*"/""/g unless $code =~ /include/;
    $plain = $code unless defined $plain;
    for my $corner (@corners) {
      my ($pattern, $where, $rule) = @$corner;
      push @problems, "$file:$.: $rule" if $plain =~ $pattern && $file !~ $where;
    }
  }
  close $in;
}

print "1..1\n";
print @problems ? "not ok 1" : "ok 1", " - layers include only downward; third-party headers stay in their corner\n";
print "# $_\n" for @problems;
exit(@problems ? 1 : 0);
