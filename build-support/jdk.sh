# SPDX-License-Identifier: Apache-2.0
# Finds the JDK and Maven for a build; sourced by scripts.

# Reads the release file instead of running `java -version`, which takes time and does not distinguish a runtime image.
is_jdk_25() {
  [ -x "$1/bin/javac" ] && [ -x "$1/bin/jlink" ] && [ -r "$1/release" ] || return 1
  while IFS= read -r line; do
    case $line in 'JAVA_VERSION="25"' | 'JAVA_VERSION="25.'*) return 0 ;; esac
  done <"$1/release"
  return 1
}

# Exports JAVA_HOME and puts its bin first on PATH, or prints what to install.
use_jdk_25() {
  PATH=${PATH:-/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin}
  on_path=$(command -v javac) && on_path=$(readlink -f -- "$on_path") && on_path=${on_path%/bin/javac}
  for candidate in "${JAVA_HOME-}" "${on_path-}" /usr/lib/jvm/*; do
    [ -n "$candidate" ] && is_jdk_25 "$candidate" || continue
    unset CLASSPATH JAVA_TOOL_OPTIONS JDK_ALTERNATE_VM JDK_AOT_VM_OPTIONS JDK_JAVA_OPTIONS _JAVA_OPTIONS
    JAVA_HOME=$candidate
    PATH=$JAVA_HOME/bin:$PATH
    export JAVA_HOME PATH
    return 0
  done
  echo "ephemera: no JDK 25 found in JAVA_HOME, on PATH or in /usr/lib/jvm; install one (openjdk-25-jdk or temurin-25-jdk), or run build-support/build-image with JAVA_HOME set to it" >&2
  return 1
}

use_maven() {
  if ! command -v mvn >/dev/null; then
    echo "ephemera: Maven is needed to build (mvn is not on PATH); install it (apt-get install maven), or run build-support/build-image with its directory on PATH" >&2
    return 1
  fi
  # For short builds: no optimising compiler, no hsperfdata in /tmp, no warnings about Maven's own libraries.
  MAVEN_OPTS="${MAVEN_OPTS-} -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"
  export MAVEN_OPTS
  unset MAVEN_ARGS
}
