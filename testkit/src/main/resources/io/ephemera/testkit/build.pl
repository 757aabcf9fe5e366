# SPDX-License-Identifier: Apache-2.0
# Creates the tree that standard input describes below the current directory. One entry per line, fields
# separated by tabs, names and contents in hexadecimal:
#   type name mode owner content atime-age mtime-age major minor [attribute=value ...]
use strict;
use warnings;
use Fcntl;
use POSIX ();
use Socket;

my $arm      = (POSIX::uname())[4] eq 'aarch64';
my $AT_CWD   = -100;
my $NOFOLLOW = 0x100;
my $now      = time;
my (@late, %ids);
umask 0;

sub call { my ($x86, $arm64, $what, @args) = @_; syscall($arm ? $arm64 : $x86, @args) == 0 or die "$what: $!\n" }

sub ids {
  my ($owner) = @_;
  $ids{$owner} //= do {
    my ($user, $group) = split /:/, $owner;
    my @known = $user =~ /^\d+$/ ? () : getpwnam $user;
    die "unknown user $user\n" unless @known || $user =~ /^\d+$/;
    my $uid = @known ? $known[2] : $user;
    my $gid = !defined $group ? $known[3] : $group =~ /^\d+$/ ? $group : getgrnam $group;
    die "unknown group in $owner\n" unless defined $gid;
    [$uid, $gid];
  };
}

sub parents {
  my ($name) = @_;
  my $end = rindex $name, '/';
  return if $end < 0;
  my $parent = substr $name, 0, $end;
  return if -l $parent || -e $parent;
  parents($parent);
  mkdir $parent, 0755 or die "mkdir $parent: $!\n";
}

sub make {
  my ($type, $name, $mode, $content, $major, $minor) = @_;
  if    ($type eq 'DIRECTORY') { -d $name && !-l $name or mkdir $name, 0700 or die "mkdir $name: $!\n" }
  elsif ($type eq 'FILE') {
    sysopen my $file, $name, O_WRONLY | O_CREAT | O_EXCL, 0600 or die "create $name: $!\n";
    print $file $content;
    close $file or die "write $name: $!\n";
  }
  elsif ($type eq 'SYMLINK') { symlink $content, $name or die "symlink $name: $!\n" }
  elsif ($type eq 'HARD_LINK') { link $content, $name or die "link $name: $!\n" }
  elsif ($type eq 'FIFO') { POSIX::mkfifo($name, 0600) or die "mkfifo $name: $!\n" }
  elsif ($type eq 'SOCKET') {
    socket my $socket, AF_UNIX, SOCK_STREAM, 0 or die "socket: $!\n";
    bind $socket, pack_sockaddr_un($name) or die "bind $name: $!\n";
  }
  else {
    my $format = $type eq 'BLOCK_DEVICE' ? 0060000 : 0020000;
    my $device = ($minor & 0xff) | ($major << 8) | (($minor & ~0xff) << 12);
    call(259, 33, "mknod $name", $AT_CWD, $name, $format | 0600, $device);
  }
}

binmode STDIN;
while (my $line = <STDIN>) {
  chomp $line;
  my ($type, $name, $mode, $owner, $content, $atime, $mtime, $major, $minor, @attributes) = split /\t/, $line, -1;
  $name    = pack 'H*', $name;
  $content = pack 'H*', $content;
  parents($name);
  make($type, $name, oct $mode, $content, $major || 0, $minor || 0);
  next if $type eq 'HARD_LINK';
  if ($owner ne '') {
    my ($uid, $gid) = @{ ids($owner) };
    call(260, 54, "chown $name", $AT_CWD, $name, $uid + 0, $gid + 0, $NOFOLLOW);
  }
  chmod oct $mode, $name or die "chmod $name: $!\n" if $type ne 'SYMLINK';
  for (@attributes) {
    my ($key, $value) = map { pack 'H*', $_ } split /=/, $_, 2;
    call(189, 6, "set $key of $name", $name, $key, $value, length $value, 0);
  }
  push @late, [$name, $atime, $mtime] if $atime ne '' || $mtime ne '';
}

# Last, because creating an entry changes the times of its directory.
for (@late) {
  my ($name, $atime, $mtime) = @$_;
  my $omit  = (1 << 30) - 2;
  my $times = pack 'q4', map { $_ ne '' ? ($now - $_, 0) : (0, $omit) } $atime, $mtime;
  call(280, 88, "set times of $name", $AT_CWD, $name, $times, $NOFOLLOW);
}
