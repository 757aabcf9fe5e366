# Runs a program under a filter, seccomp(2): sandbox.pl ERRNO NUMBER,NUMBER PROGRAM ARGUMENT...
use strict;
my ($errno, $numbers, @program) = @ARGV;
my @calls = split /,/, $numbers;
my $prctl = `uname -m` =~ /aarch64/ ? 167 : 157;
my @filter = [0x20, 0, 0, 0]; # load the number of the call
for my $i (0 .. $#calls) {
  push @filter, [0x15, $#calls - $i + 1, 0, $calls[$i]];
}
push @filter, [0x06, 0, 0, 0x7fff0000], [0x06, 0, 0, 0x50000 | $errno];
my $filter = join '', map { pack 'SCCL', @$_ } @filter;
my $program = pack 'S x6 P', scalar(@filter), $filter;
syscall($prctl, 38, 1, 0, 0, 0) == 0 && syscall($prctl, 22, 2, $program) == 0 or die "seccomp: $!";
exec @program or die "$program[0]: $!";
