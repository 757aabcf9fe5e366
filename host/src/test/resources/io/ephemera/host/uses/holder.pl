# SPDX-License-Identifier: Apache-2.0
# Holds a path in one of many ways, prints the pid of the process that does, and ends with its input.
# usage: holder.pl WAY PATH [MORE]
use strict;
use warnings;
use Fcntl ':DEFAULT', ':flock';
use Socket;
use POSIX ();

my ($way, $path, $more) = @ARGV;
my $arm = (POSIX::uname())[4] eq 'aarch64';
my $O_PATH = 010000000;
my @held;

sub opened {
    my ($flags) = @_;
    sysopen(my $file, $path, $flags) or die "open $path: $!";
    push @held, $file;
    return $file;
}

sub mapped {
    my ($protection, $lock) = @_;
    my $file = opened(O_RDONLY);
    flock($file, LOCK_EX) or die if $lock;
    my $at = syscall($arm ? 222 : 9, 0, 4096, $protection, 2, fileno($file), 0);
    die "mmap: $!" if $at == -1;
    @held = ();
    close($file);
}

sub bound {
    my ($name, $type) = @_;
    socket(my $socket, AF_UNIX, $type, 0) or die "socket: $!";
    bind($socket, sockaddr_un($name)) or die "bind $name: $!";
    push @held, $socket;
    return $socket;
}

sub locked {
    my ($command) = @_;
    my $lock = pack('s s x4 q q i x4', F_WRLCK, 0, 0, 0, 0);
    fcntl(opened(O_RDWR), $command, $lock) or die "fcntl: $!";
}

# A process takes the lock and ends; its child goes on here, and this process waits for the child.
sub locked_by_dead {
    pipe(my $end, my $open) or die;
    my $taker = fork() // die;
    if ($taker) {
        close($open);
        waitpid($taker, 0);
        my $ignored = <$end>;
        POSIX::_exit(0);
    }
    push @held, $open;
    flock(opened(O_RDONLY), LOCK_EX) or die;
    my $parent = $$;
    my $child = fork() // die;
    POSIX::_exit(0) if $child;
    1 while getppid() == $parent;
}

my %ways = (
    read => sub { opened(O_RDONLY) },
    write => sub { opened(O_WRONLY) },
    both => sub { opened(O_RDWR) },
    held => sub { opened($O_PATH) },
    directory => sub { opendir(my $directory, $path) or die; push @held, $directory },
    mapped => sub { mapped(1) },
    mapped_executable => sub { mapped(5) },
    mapped_locked => sub { mapped(1, 1) },
    cwd => sub { chdir($path) or die "chdir: $!" },
    chroot => sub { chroot($path) or die "chroot: $!" },
    flock => sub { flock(opened(O_RDONLY), LOCK_EX) or die },
    flock_shared => sub { flock(opened(O_RDONLY), LOCK_SH) or die },
    flock_of_child => sub { locked_by_dead() },
    posix => sub { locked(F_SETLK) },
    ofd => sub { locked(37) },
    lease => sub { fcntl(opened(O_RDONLY), 1024, F_RDLCK) or die "lease: $!" },
    bound => sub { bound($path, SOCK_STREAM) },
    renamed => sub { bound("$path.new", SOCK_STREAM); rename("$path.new", $path) or die },
    listening => sub { listen(bound($path, SOCK_STREAM), 1) or die },
    connected => sub {
        listen(bound($more, SOCK_STREAM), 1) or die;
        connect(bound($path, SOCK_STREAM), sockaddr_un($more)) or die "connect: $!";
    },
    inotify => sub {
        my $watch = syscall($arm ? 26 : 294, 0);
        die "inotify: $!" if $watch < 0;
        my $name = $path;
        die if syscall($arm ? 27 : 254, $watch, $name, 2) < 0;
    },
    fanotify => sub {
        my $group = syscall($arm ? 262 : 300, 0, 0);
        die "fanotify: $!" if $group < 0;
        my $name = $path;
        die "mark: $!" if syscall($arm ? 263 : 301, $group, 1, 0x20, -100, $name) < 0;
    },
    deleted => sub { opened(O_RDONLY); unlink($path) or die },
    deleted_directory => sub { chdir($path) or die; rmdir("../$path") or die },
    many => sub { opened(O_RDONLY) for 1 .. $more },
    first => sub {
        opendir(my $directory, $path) or die;
        my ($name) = grep { !/^\.\.?$/ } readdir($directory);
        $path = "$path/$name";
        opened(O_RDONLY);
    },
    chroot_read => sub { chroot($path) or die; $path = $more; opened(O_RDONLY) },
    none => sub { },
);

my $self = readlink('/proc/self');
my $do = $ways{$way} // die "unknown way $way";
$do->();
$self = readlink('/proc/self') // $self;
$| = 1;
print "$self\n";
my $end = <STDIN>;
