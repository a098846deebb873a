#!/usr/bin/perl
# Every case of tests/fixtures/csv/cases.txt (written by cases.py beside it): a small file and what must become of it.
# check tells exactly the stated issues (code, line, column), measure and convert tell the same, convert gives exactly
# the stated trials, and what it gives reads back to itself. CASE=pattern runs only some.
use strict;
use warnings;
use File::Temp;
use JSON::PP;

my $ethostat = $ENV{ETHOSTAT} || "$ENV{PWD}/build/ethostat";
my $work = File::Temp->newdir;
my $json = JSON::PP->new->utf8;

sub slurp {
  open my $in, '<:raw', $_[0] or return '';
  local $/;
  my $text = <$in>;
  return defined $text ? $text : '';
}

# All commands of all cases run in one shell (which forks much faster than a big process): status and output in files.
sub run_all {
  my (@cases) = @_;
  my %seen;
  open my $script, '>', "$work/run.sh" or die $!;
  print $script "cd '$work' || exit 1\nrun() { name=\$1; shift; \"\$E\" \"\$@\" >\"\$name.out\" 2>\"\$name.err\" </dev/null; echo \$? >\"\$name.status\"; }\n";
  for my $case (@cases) {
    open my $out, '>:raw', "$work/$case->{file}" or die $!;
    print $out $case->{in};
    close $out;
    $case->{again} = $seen{$case->{out}}++ || $case->{out} eq $case->{in} ? 0 : 1 if defined $case->{out};
    my ($i, $args) = ($case->{index}, join ' ', map { "'$_'" } split ' ', $case->{args});
    print $script "run $i.check check $case->{file} --format json $args\n", "run $i.convert convert $case->{file} $args\n";
    print $script "run $i.measure measure $case->{file} $args\n" if $case->{issues};
    print $script "run $i.again convert $i.convert.out\n" if $case->{again};
  }
  close $script;
  local $ENV{E} = $ethostat;
  system('sh', "$work/run.sh") == 0 or die "the commands could not be run";
}

# (exit status, stdout, stderr); a signal gives a status above 128.
sub result {
  my ($name) = @_;
  return (slurp("$work/$name.status") + 0, slurp("$work/$name.out"), slurp("$work/$name.err"));
}

# \n \r \t \\ \xHH, and \(TEXT*N): TEXT N times, with # for 1, 2, 3...
sub bytes {
  my ($text) = @_;
  $text =~ s{\\\((.*?)\*(\d+)\)}{ my ($part, $times) = ($1, $2); join '', map { (my $one = $part) =~ s/#/$_/g; $one } 1 .. $times }ge;
  my %plain = (n => "\n", r => "\r", t => "\t", '\\' => '\\');
  $text =~ s{\\(?:x([0-9a-fA-F]{2})|([nrt\\]))}{defined $1 ? chr hex $1 : $plain{$2}}ge;
  return $text;
}

sub cases {
  my (@list, $case);
  open my $in, '<:raw', $_[0] or die "$_[0]: $!";
  while (my $line = <$in>) {
    chomp $line;
    if ($line =~ /^# (.*)/) { push @list, $case = {name => $1, args => '', issues => '', exit => 0}; next; }
    next unless $line =~ /^(\w+) ?(.*)/ && $case;
    if ($1 eq 'out') { $case->{out} .= bytes($2) . "\n"; }
    else { $case->{$1} = $1 eq 'in' ? bytes($2) : $2; }
  }
  return @list;
}

my %severity = (E => 'error', W => 'warning', N => 'note');

# Issues of a check as "CODE@line:column ..."; dies on JSON that is none, or an issue that lacks something.
sub issues_of_json {
  my ($text, $file) = @_;
  my @list;
  for my $issue (@{$json->decode($text)}) {
    my ($line, $column) = map { $_ || 0 } @$issue{qw(line column)};
    die "a message without text, or on two lines" if grep { !length($_ // '') || /[\x00-\x1F\x7F]/ } @$issue{qw(message hint)};
    die "severity of $issue->{code}" if $issue->{severity} ne $severity{substr $issue->{code}, 0, 1};
    die "the issue names '$issue->{file}', not the file" if defined $issue->{file} && $issue->{file} ne $file;
    push @list, "$issue->{code}\@$line:$column";
  }
  return @list;
}

sub sorted {
  my @key = map { [/^([A-Z-]+)\@(\d+):(\d+)$/, $_] } @_;
  return map { $_->[3] } sort { $a->[1] <=> $b->[1] || $a->[2] <=> $b->[2] || $a->[0] cmp $b->[0] } @key;
}

# The same of what a command printed for people; notes are not told there.
sub issues_of_text {
  my ($text, $file) = @_;
  my @list;
  for (split /\n/, $text) {
    next unless /^(?:\Q$file\E:)?(?:(\d+):)?(?: field (\d+):)? ?(?:error|warning) ([A-Z-]+): ./;
    push @list, "$3\@" . ($1 || 0) . ':' . ($2 || 0);
  }
  return sorted(@list);
}

sub problems_of {
  my ($case) = @_;
  my ($file, $i) = ($case->{file}, $case->{index});
  my @problems;
  my ($status, $stdout, $stderr) = result("$i.check");
  my @issues = eval { issues_of_json($stdout, $file) };
  push @problems, "check: $@ $stderr" if $@ && $case->{exit} < 2;
  my ($want, $got) = (join(' ', sorted(split ' ', $case->{issues})), join(' ', sorted(@issues)));
  push @problems, "issues: $got", "instead: $want" if $want ne $got;
  push @problems, "exit $status instead of $case->{exit}: $stderr" if $status != $case->{exit};
  my @told = grep { !/^N-/ } sorted(@issues);
  for my $command ($case->{issues} ? 'measure' : (), 'convert') {
    my ($code, $text, $messages) = result("$i.$command");
    my @same = issues_of_text($messages, $file);
    push @problems, "$command tells: @same", "check: @told" if "@same" ne "@told" && $case->{exit} < 2;
    push @problems, "$command ends with $code" if $code > 3 || ($code && !length $messages);
    next if $command eq 'measure';
    my $trials = $case->{out};
    push @problems, "converts to:\n$text", "instead of:\n" . ($trials // 'a refusal') if $text ne ($trials // '');
    push @problems, "convert: $messages" if defined $trials && $code;
    next if !$case->{again} || $code;
    my ($code_again, $text_again) = result("$i.again");
    push @problems, "reads back ($code_again) to:\n$text_again" if $code_again || $text_again ne $text;
  }
  return @problems;
}

my ($wanted, $n, $bad) = ($ENV{CASE} // '', 0, 0);
my @cases = grep { $_->{name} =~ /$wanted/ } cases('tests/fixtures/csv/cases.txt');
@{$cases[$_]}{qw(index file)} = ($_ + 1, $_ + 1 . '.csv') for 0 .. $#cases;
run_all(@cases);
for my $case (@cases) {
  my @problems = problems_of($case);
  print @problems ? 'not ok ' : 'ok ', ++$n, " - $case->{name}\n";
  print map { my $t = $_; $t =~ s/^/# /mg; length $t > 2000 ? substr($t, 0, 2000) . "...\n" : "$t\n" } @problems;
  $bad ||= @problems;
}
print "1..$n\n";
exit($bad ? 1 : 0);
