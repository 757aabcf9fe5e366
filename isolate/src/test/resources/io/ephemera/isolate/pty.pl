# SPDX-License-Identifier: Apache-2.0
# Runs a program in a session of its own, with a new terminal as its controlling terminal and, if the first argument is "all",
# as its standard streams: pty.pl all|none PROGRAM ARGUMENT... Its output is ours.
use strict;
use POSIX ();
my ($streams, @program) = @ARGV;
my ($TIOCSPTLCK, $TIOCGPTN, $TIOCSCTTY) = (0x40045431, 0x80045430, 0x540e);
open my $master, '+<', '/dev/ptmx' or die "ptmx: $!";
my $number = pack 'i', 0;
ioctl $master, $TIOCSPTLCK, $number or die "unlock: $!";
ioctl $master, $TIOCGPTN, $number or die "number: $!";
my $terminal = '/dev/pts/' . unpack('i', $number);
my $child = fork;
if ($child == 0) {
  close $master;
  POSIX::setsid();
  open my $slave, '+<', $terminal or die "$terminal: $!";
  ioctl $slave, $TIOCSCTTY, 0;
  if ($streams eq 'all') {
    POSIX::dup2(fileno($slave), $_) for 0 .. 2;
  }
  exec @program or die "$program[0]: $!";
}
if ($streams eq 'all') {
  # Reading fails with EIO when the last process has closed the terminal.
  while (sysread $master, my $text, 4096) {
    print $text;
  }
}
waitpid $child, 0;
exit $? >> 8;
