# SPDX-License-Identifier: Apache-2.0
# Tries to put a character into the input of the terminal /dev/tty: inject.pl WAY...
# Prints a line for each: WAY ok, or WAY and the errno.
use strict;
open my $terminal, '+<', '/dev/tty' or do { print "no terminal\n"; exit };
my $descriptor = fileno $terminal;
my $ioctl = `uname -m` =~ /aarch64/ ? 29 : 16;
my %calls = (
  plain => [$ioctl, 0x5412],
  high => [$ioctl, 0x7_0000_5412],
  linux => [$ioctl, 0x541c],
  x32 => [0x4000_0000 | 514, 0x5412],
  number514 => [514, 0x5412],
  size => [$ioctl, 0x5413],
);
for my $way (@ARGV) {
  my $argument = "\2" . "\0" x 64;
  my $done = syscall $calls{$way}[0], $descriptor, $calls{$way}[1], $argument;
  print "$way ", ($done == 0 ? 'ok' : $! + 0), "\n";
}
