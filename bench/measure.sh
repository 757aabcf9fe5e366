#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Functions of bench/tidy-ratio and bench/pattern-ratio, which source this file: they measure whole processes and print medians.
# Needs perl, a directory $work/results, and in EPHEMERA and PEER the command lines before `--root=`.

# run NAME COMMAND...: adds "microseconds, maximum resident KiB, exit code" to the results of NAME.
run() {
  local name=$1
  shift
  perl -MTime::HiRes=clock_gettime,CLOCK_MONOTONIC -MPOSIX=uname -e '
    my %wait4 = (x86_64 => 61, aarch64 => 260);
    my ($status, $usage) = ("\0" x 8, "\0" x 144);
    my $start = clock_gettime(CLOCK_MONOTONIC);
    my $pid = fork;
    if (!$pid) { exec @ARGV or die "$ARGV[0]: $!" }
    syscall($wait4{(uname)[4]}, $pid, $status, 0, $usage);
    my $end = clock_gettime(CLOCK_MONOTONIC);
    printf STDERR "%d %d %d\n", ($end - $start) * 1e6, (unpack "q5", $usage)[4], unpack("i", $status) >> 8;
  ' -- "$@" 2>>"$work/results/$name" >/dev/null
}

median_min_max() { # name, column, divisor
  sort -n -k"$2,$2" "$work/results/$1" | awk -v c="$2" -v d="$3" '
    { t[NR] = $c / d }
    END { m = NR % 2 ? t[(NR + 1) / 2] : (t[NR / 2] + t[NR / 2 + 1]) / 2; printf "%.1f %.1f %.1f\n", m, t[1], t[NR] }'
}

summary() { # title, name, program
  local median min max most rest
  read -r median min max < <(median_min_max "$2.$3" 1 1000)
  read -r rest rest most < <(median_min_max "$2.$3" 2 1024)
  printf '%-50s %-8s median %8.1f ms   min %8.1f   max %8.1f   resident %6.1f MiB   exit %s\n' \
    "$1" "$3" "$median" "$min" "$max" "$most" "$(cut -d' ' -f3 "$work/results/$2.$3" | sort -u | paste -sd,)"
}

ratio() { # title, name
  awk -v title="$1" -v p="$(median_min_max "$2.peer" 1 1)" -v o="$(median_min_max "$2.ours" 1 1)" \
    'BEGIN { split(p, a, " "); split(o, b, " "); printf "%-50s ratio of medians %.2f\n", title, b[1] / a[1] }'
}

ours() { run "$1.ours" $EPHEMERA "--root=$2" "${@:3}"; }
peer() { run "$1.peer" $PEER "--root=$2" "${@:3}"; }
