# SPDX-License-Identifier: Apache-2.0
# Runs the cases in /tmp/cases one after the other, each in a new /tmp/t, with the program $1. Writes the results of each to
# /tmp/results: before and after (listings), exit, stdout, stderr, or skip (the reason).
# Needs a mount namespace with a /tmp of its own. $2 is a getfattr.
set -eu
umask 022
export LC_ALL=C P=$1 getfattr=$2
[ "$(stat -f -c %T /tmp)" = tmpfs ] && [ -d /tmp/cases ] || exit 1

# Everything except times of access; times of modification only where they are old.
list() {
  find /tmp/t -mmin -60 -printf '%p %y %m %U:%G %n %l\n' -o -printf '%p %y %m %U:%G %n %l %Ts\n' | sort
  find /tmp/t \( -type c -o -type b \) -exec stat -c '%n %t:%T' {} +
  find /tmp/t -type f -exec sha1sum {} + | sort
  find /tmp/t -print0 | sort -z | xargs -0 "$getfattr" --no-dereference --absolute-names --dump --match=- --encoding=hex --
  ! grep -qE '^[hH]' "$case/conf" || find /tmp/t \( -type d -o -type f \) -exec lsattr -d {} + | sort
}

# The functions that the cases use.
old() { touch -h -d @1500000000 "$@"; }
fill() { # directories with old files
  for directory; do
    mkdir -p "$directory"
    echo x >"$directory/f"
    old "$directory/f" "$directory"
  done
}
skip() {
  echo "$*" >"$result/skip"
  exit 0
}
lock() { exec 9<"$2" && flock "$1" 9; } # -x or -s
unprotect() { # shows the program that every user may link
  echo 0 >/tmp/off
  mount --bind /tmp/off /proc/sys/fs/protected_hardlinks
}
protect() {
  echo 1 >/tmp/on
  mount --bind /tmp/on /proc/sys/fs/protected_hardlinks
}
bound() { # type, then names for bind(2)
  mkfifo /tmp/ready
  perl -MSocket -e '
    my $type = { stream => SOCK_STREAM, datagram => SOCK_DGRAM, seqpacket => 5 }->{+shift};
    my @kept = map { socket(my $s, AF_UNIX, $type, 0) or die; bind($s, pack("Sa*", AF_UNIX, $_)) or die "$_: $!"; $s } @ARGV;
    open my $ready, ">", "/tmp/ready"; close $ready; sleep 1000' "$@" &
  echo $! >>/tmp/started
  cat /tmp/ready
  rm /tmp/ready
}
ext4() { # /tmp/t on ext4
  [ -e /tmp/ext4/t ] || skip 'needs mkfs.ext4 and a loop device'
  touch /tmp/used
  mount --bind /tmp/ext4/t /tmp/t
  cd /tmp/t
}
as() { # user and group, then a command
  id=$1
  shift
  setpriv --reuid="$id" --regid="$id" --clear-groups -- "$@"
}

one() {
  cd /tmp/t
  F=$case/conf
  . "$case/setup"
  [ ! -e "$case/refused" ] || list >"$result/before"
  code=0
  (. "$case/command") >"$result/stdout" 2>"$result/stderr" 9<&- || code=$?
  echo "$code" >"$result/exit"
  list >"$result/after"
}

clear() {
  cd /
  while read -r pid; do kill "$pid"; done </tmp/started
  : >/tmp/started
  grep -E ' /tmp/t[/ ]|protected_hardlinks' /proc/self/mounts | cut -d ' ' -f 2 | sort -r >/tmp/mounted || :
  while read -r mounted; do umount -l "$mounted"; done </tmp/mounted
  [ ! -e /tmp/used ] || {
    chattr -R -f -ia /tmp/ext4/t || :
    rm -rf /tmp/ext4/t /tmp/used
    mkdir /tmp/ext4/t
  }
  rm -rf /tmp/t 2>/dev/null || { chattr -R -f -ia /tmp/t || :; rm -rf /tmp/t; }
  mkdir /tmp/t
}

mkdir -p /tmp/t /tmp/results /tmp/ext4
: >/tmp/started
if truncate -s 16M /tmp/image && mkfs.ext4 -q -E root_owner=0:0 /tmp/image && mount -o loop /tmp/image /tmp/ext4; then mkdir /tmp/ext4/t; fi >/dev/null 2>&1
for case in /tmp/cases/*; do
  result=/tmp/results/${case##*/}
  mkdir "$result"
  (one) >"$result/talk" 2>&1 || echo "$?" >"$result/broken"
  clear >>"$result/talk" 2>&1
done
