# SPDX-License-Identifier: Apache-2.0
# Repeats a list of moves until SIGTERM or until its parent ends; the last round is completed. A move is a letter and its
# paths: x A B exchanges, m A B renames without replacing, l A B links, s TEXT B creates a symbolic link, b A B bind-mounts,
# w N waits for N microseconds; with one path, f creates a file, d a directory, p a fifo, u unlinks, D removes a directory,
# B unmounts. Prints "ready" before the first move and the number of successful moves at the end. The counter file holds
# that number all the time, as eight bytes in this machine's order. With "step", each move waits for a line on standard
# input, and a line answers it.
use strict;
use warnings;
use POSIX ();

my ($counter, $stepping, @words) = @ARGV;
my $arm = (POSIX::uname())[4] eq 'aarch64';
my ($renameat2, $pwrite, $mount, $umount) = $arm ? (276, 68, 40, 39) : (316, 18, 165, 166);
my %arity = (x => 2, m => 2, l => 2, s => 2, b => 2);
my %make = (
  x => sub { my ($one, $other) = @_; sub { syscall($renameat2, -100, $one, -100, $other, 2) == 0 } },
  m => sub { my ($from, $to)   = @_; sub { syscall($renameat2, -100, $from, -100, $to, 1) == 0 } },
  l => sub { my ($from, $to)   = @_; sub { link $from, $to } },
  s => sub { my ($text, $name) = @_; sub { symlink $text, $name } },
  b => sub { my ($from, $to)   = @_; my $type = 'none'; sub { syscall($mount, $from, $to, $type, 4096, 0) == 0 } },
  f => sub { my ($name) = @_; sub { sysopen my $file, $name, POSIX::O_CREAT | POSIX::O_EXCL | POSIX::O_WRONLY } },
  d => sub { my ($name) = @_; sub { mkdir $name, 0777 } },
  p => sub { my ($name) = @_; sub { POSIX::mkfifo($name, 0666) } },
  u => sub { my ($name) = @_; sub { unlink $name } },
  D => sub { my ($name) = @_; sub { rmdir $name } },
  w => sub { my ($time) = @_; sub { select undef, undef, undef, $time / 1e6; 0 } },
  B => sub { my ($name) = @_; sub { syscall($umount, $name, 2) == 0 } },
);

my @moves;
while (@words) {
  my $letter = shift @words;
  push @moves, $make{$letter}->(splice @words, 0, $arity{$letter} // 1);
}
open my $file, '+<', $counter or die "$counter: $!\n";
my $fd     = fileno $file;
my $parent = getppid;
my ($stop, $done, $rounds) = (0, 0, 0);
umask 0;
$| = 1;

sub count { my $bytes = pack 'q', ++$done; syscall($pwrite, $fd + 0, $bytes, 8, 0) }

if ($stepping eq 'step') {
  print "ready\n";
  for (my $next = 0; defined readline STDIN; $next++) {
    count() if $moves[$next % @moves]->();
    print "$done\n";
  }
  exit;
}
$SIG{TERM} = sub { $stop = 1 };
print "ready\n";
until ($stop) {
  last if ++$rounds % 1024 == 0 && getppid != $parent;
  for my $move (@moves) { count() if $move->() }
}
print "$done\n";
