# SPDX-License-Identifier: Apache-2.0
# Exchanges two names, renameat2(2) with RENAME_EXCHANGE, until SIGTERM or until its parent ends. Prints
# "ready" after the first exchange and the number of exchanges at the end. The number is even, so that both
# names end as they began.
use strict;
use warnings;
use POSIX ();

my ($one, $other) = @ARGV;
my $call = (POSIX::uname())[4] eq 'aarch64' ? 276 : 316;
my $parent = getppid;
my ($stop, $swaps, $tries) = (0, 0, 0);
$SIG{TERM} = sub { $stop = 1 };
$| = 1;

sub swap { return syscall($call, -100, $one, -100, $other, 2) == 0 }

until ($stop) {
  last if ++$tries % 4096 == 0 && getppid != $parent;
  next unless swap();
  print "ready\n" if ++$swaps == 1;
}
$swaps++ if $swaps % 2 && swap();
print "$swaps\n";
