# SPDX-License-Identifier: Apache-2.0
# The steps that make a runtime image: link, native methods, caches of classes. Sourced, with `home` set to the checkout.

# The main class of the runs here; ./ephemera starts Main, of the same module, as the cache demands.
main=io.ephemera.cli/io.ephemera.cli.Training

# The options of every run; the training run must have the same ones, or the cache is rejected in part. The effect of each was
# measured (whole processes, in turn; bench/README.md has the numbers):
#   -XX:+UseSerialGC                     needs the least setup
#   -XX:TieredStopAtLevel=1              C1 only; long runs (a --clean of millions of files) are still compiled
#   -XX:CompileThresholdScaling=4        code that runs a few times is not worth compiling
#   -Xmn16m                              no run keeps much memory: reused memory stays in the processor's caches and is
#                                        requested from the kernel once; by default a long run touches 128 MiB first
#   -XX:ArchiveRelocationMode=0          the cache is mapped at its own address, not moved to a random one: 4 ms
#   -Djava.lang.foreign.VERIFY_BINDINGS=false    no checks of the JDK's own bindings: two generated classes less
#   -XX:-AOTReplayTraining, -Xrs         two threads less: C1 finds hot code by itself, and signals end the program
#   -XX:-UsePerfData, -XX:+DisableAttachMechanism    no hsperfdata file and no socket in /tmp
#   -Xlog:disable, -XX:-PrintWarnings    standard error is for the program; a test finds a rejected cache
#   -XX:ErgoHeapSizeLimit=1g             a heap above 32 GiB, a quarter of a large machine, would not fit the cache
#   -XX:MaxRAMPercentage=50              a million lines need 512 MiB
#   -XX:MinRAMPercentage=75              the cache needs 18 MiB of heap: a memory cgroup of 24 MiB
#   -XX:CompressedClassSpaceSize=16m, -XX:ReservedCodeCacheSize=16m    little address space, setrlimit(2) RLIMIT_AS
#   -XX:ErrorFile=/dev/null, -XX:-CreateCoredumpOnCrash, -XX:-DumpReplayDataOnError    no file in the working directory
options='-XX:+UseSerialGC -Xmn16m -XX:TieredStopAtLevel=1 -XX:CompileThresholdScaling=4
  -XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0 -XX:-AOTReplayTraining -Xrs
  -Djava.lang.foreign.VERIFY_BINDINGS=false
  -XX:-UsePerfData -XX:+DisableAttachMechanism -Xlog:disable -XX:-PrintWarnings
  -XX:ErgoHeapSizeLimit=1g -XX:MaxRAMPercentage=50 -XX:MinRAMPercentage=75
  -XX:CompressedClassSpaceSize=16m -XX:ReservedCodeCacheSize=16m
  -XX:ErrorFile=/dev/null -XX:-CreateCoredumpOnCrash -XX:-DumpReplayDataOnError --enable-native-access=io.ephemera.linux'

# Without what no run needs: line numbers, other tools, what is for building other images. --strip-debug needs objcopy(1).
link() { # image; more module paths before that of the program, for another machine than this one
  jlink --module-path "${2:+$2:}$home/cli/target/modules" --add-modules io.ephemera.cli --no-header-files --no-man-pages --strip-java-debug-attributes --output "$1" &&
    rm -f "$1/bin/keytool" "$1/lib/jexec" "$1/lib/jrt-fs.jar"
}

# Native methods save a third of the time of a short run (bench/README.md). Without a C compiler, or if it fails, the program
# works without them.
compile_native_methods() { # image; a compiler for another machine than this one
  cc=${2:-$(command -v cc || command -v gcc || command -v clang)} || { echo "no C compiler: without native methods"; return 0; }
  if ! "$cc" -O2 -fPIC -shared -Wall -Wextra -Wno-unused-parameter -Werror -I"$JAVA_HOME/include" -I"$JAVA_HOME/include/linux" \
    -Wl,-z,now -o "$1/lib/libephemera.so" "$home"/linux/src/main/c/*.c -ldl; then
    rm -f "$1/lib/libephemera.so"
    echo "the C compiler failed: without native methods"
  fi
}

# Debian's own JDK has its symbols in files beside its libraries; those of others have few.
strip_libraries() { # image; a strip(1) for another machine than this one
  find "$1" -name '*.debuginfo' -delete
  command -v "${2:-strip}" >/dev/null || return 0
  find "$1/lib" -type f \( -name '*.so' -o -name jspawnhelper \) -exec "${2:-strip}" --strip-unneeded {} + && "${2:-strip}" "$1/bin/java"
}

# Each family of commands has an AOT cache of its own, because every class in a cache costs each start 8 microseconds. The script
# ephemera chooses by its first word; ephemera.aot is for every word that has no cache of its own.
families='ephemera tmpfiles explain audit run run-recorded run-user run-inside run-unit'

# A user of whom no process runs.
nobody=$((1999000000 + $$))

# Runs what a family is trained with, in a directory of its own: commands separated by ++ in one process, because the virtual
# machine records one run. The exit code is that of the last command.
run_family() { # image, family, options...
  java=$1/bin/java family=$2 work=$(mktemp -d)
  shift 2
  # shellcheck disable=SC2086 # the options are words
  set -- $options "$@" -m $main
  case $family in
    ephemera) in_work "$java" "$@" --version ++ where ++ temp ++ temp -d -- true ++ sweep ;;
    tmpfiles)
      sh "$home/build-support/training-root" "$work/root" # lines of every type
      in_work "$java" "$@" tmpfiles --create --remove --clean --root="$work/root"
      ;;
    explain)
      sh "$home/build-support/training-root" "$work/root"
      in_work "$java" "$@" explain "$work/root" ++ explain --all --root="$work/root" /
      ;;
    audit)
      sh "$home/build-support/training-root" "$work/root"
      in_work "$java" "$@" audit --root="$work/root" ++ audit --time-limit=5s
      ;;
    run) train_run "$java" "$@" run -- ;;
    run-recorded) train_run "$java" "$@" run --lock --runtime-directory=training --pid-file=pid -- ;;
    run-user) train_user "$java" "$@" ;;
    run-inside) train_inside "$java" "$@" ;;
    run-unit) train_unit "$java" "$@" ;;
  esac
  code=$?
  rm -rf "$work"
  return "$code"
}

# Does everything but become the command, whose interpreter is missing: the cache is written at the end of the process. Root works
# in a mount namespace with a /run of its own, and does it once more with a private /tmp.
train_run() {
  missing_command
  set -- "$@" "$work/command"
  if [ "$(id -u)" = 0 ] && unshare --mount true 2>/dev/null; then
    once_more=--private-tmp
    case $family in run-recorded) once_more=--private-tmp=disk more='++ run --supervise -- missing' ;; *) more= ;; esac
    # shellcheck disable=SC2086 # more are words
    set -- unshare --mount --propagation private sh -c 'mount -t tmpfs -o mode=0755 training /run && exec "$@"' sh \
      "$@" ++ run "$once_more" --working-directory=/ -- "$work/command" $more
  fi
  in_work "$@"
}

missing_command() { printf '#!/missing\n' >"$work/command" && chmod +x "$work/command"; }

# A user who gets mounts only in a user namespace, up to the second start: unshare(1) works once, when it is tried. It is replaced
# in a user namespace, whose capabilities the program gives up.
train_user() {
  missing_command
  printf '#!/bin/sh\nchmod 0 /usr/bin/unshare\n' >"$work/unshare" && chmod +x "$work/unshare"
  set -- unshare --user --map-current-user --mount --propagation private --keep-caps sh -c '
    mount --bind "$1/unshare" /usr/bin/unshare && shift && exec "$@"' sh "$work" \
    "$@" drop-capabilities ++ run -- "$work/command" \
    ++ run --private-tmp --working-directory=/ -- "$work/command"
  as_user "$@"
}

# The second start: the first becomes it, so that only the second writes a cache.
train_inside() {
  missing_command
  case $work in /tmp/* | /var/tmp/*) set -- "$@" run "--exception=$work" ;; *) set -- "$@" run ;; esac
  as_user "$@" --private-tmp --working-directory=/ -- "$work/command"
}

as_user() {
  if [ "$(id -u)" = 0 ]; then
    chown -R "$nobody:$nobody" "$work"
    set -- setpriv "--reuid=$nobody" "--regid=$nobody" --clear-groups "$@"
  fi
  in_work "$@"
}

# With a directive of every topic: `run-unit` needs many classes that other runs do not have to load.
train_unit() {
  missing_command
  cat >"$work/training@.service" <<END
[Unit]
Description=Trains the cache of %n
ConditionPathExists=/
[Service]
Type=simple
Environment=A=1 "B=%i"
EnvironmentFile=-$work/absent
PassEnvironment=LANG
UnsetEnvironment=X
ExecStartPre=-/bin/true
ExecStart=$work/command \$A \${B} %h
RuntimeDirectory=training:link
RuntimeDirectoryMode=0750
UMask=0027
WorkingDirectory=/
LimitNOFILE=512
IgnoreSIGPIPE=yes
NoNewPrivileges=yes
StandardOutput=append:$work/out
Restart=always
END
  set -- "$@" run --dry-run "--unit=$work/training@x.service"
  if [ "$(id -u)" = 0 ] && unshare --mount true 2>/dev/null; then
    printf 'PrivateTmp=yes\nProtectSystem=full\nProtectHome=yes\nReadOnlyPaths=-/srv\nUser=nobody\n' >>"$work/training@.service"
    set -- unshare --mount --propagation private sh -c 'mount -t tmpfs -o mode=0755 training /run && exec "$@"' sh \
      "$@" ++ run "--unit=$work/training@x.service"
  fi
  in_work "$@"
}

# Runs a program that finds no other places than those below the directory.
in_work() { (cd "$work" && exec env -i PATH="$PATH" LC_ALL=C HOME="$work" TMPDIR="$work" "$@"); }

# Without native methods, a downcall is built from method handles, and the virtual machine generates classes for their forms at
# every start, unless the caches have them. They take them from the class list of the image; this adds the forms of runs without
# a cache.
add_method_handle_forms() {
  for family in $families; do
    run_family "$1" "$family" -Xshare:off -Djava.lang.invoke.MethodHandle.TRACE_RESOLVE=true || echo "exit code $?"
  done | sed -n 's/^\(\[[A-Z]*_RESOLVE\] [^(]*[^( ]\) *(.*/@lambda-form-invoker \1/p' | sort -u >>"$1/lib/classlist"
}

# Without a cache, a family is served by ephemera.aot: so is one whose command does not exist, exit code 64, or that needs what is
# missing here, a user namespace. The writer of a cache decides what the program does: a user writes one in a directory that
# no other user may enter. While a cache is written, it must fit into the space for classes.
train() {
  for family in $families; do
    mkdir -m 0700 "$1/training"
    case $(id -u)$family in 0run-user | 0run-inside) chown "$nobody:$nobody" "$1/training" ;; esac
    run_family "$1" "$family" "-XX:AOTCacheOutput=$1/training/$family.aot" -XX:CompressedClassSpaceSize=32m
    [ "$?:$family" = 64:run ] || [ ! -s "$1/training/$family.aot" ] || cp "$1/training/$family.aot" "$1/$family.aot"
    rm -rf "$1/training"
  done
  [ -s "$1/ephemera.aot" ] && [ -s "$1/tmpfiles.aot" ]
}

# All of it, for this machine.
make_image() {
  link "$1" && compile_native_methods "$1" && strip_libraries "$1" && add_method_handle_forms "$1" && train "$1" && rm "$1/lib/classlist"
}
