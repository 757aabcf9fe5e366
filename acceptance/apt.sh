# SPDX-License-Identifier: Apache-2.0
# For scripts that download Debian packages: apt with lists and a cache of its own, so that the machine's do not change, and
# without what is installed on it.
# The script that sources this defines `skip MESSAGE`, which ends it.

find_mirror() { # sets mirror, and release: the one of this machine's apt
  command -v apt-get >/dev/null && command -v dpkg >/dev/null || skip 'needs apt-get and dpkg'
  found=$(apt-get indextargets --format '$(REPO_URI) $(RELEASE)' | grep -E '/debian/? ' | head -n 1)
  [ -n "$found" ] || skip "apt's sources have no Debian mirror"
  mirror=${found% *} release=${found#* }
}

# A mirror that is kept for repeatable builds has an expired index, which is signed all the same.
use_private_apt() { # directory, release, architecture if it is not that of the machine
  apt=$1
  mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial" "$apt/debs"
  if [ -n "${3-}" ]; then
    printf 'APT::Architecture "%s";\nAPT::Architectures "%s";\n' "$3" "$3" >"$apt/apt.conf"
    export APT_CONFIG="$apt/apt.conf"
  fi
  echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror $2 main" >"$apt/sources.list"
  private_apt update || skip 'the Debian mirror does not answer'
}

private_apt() {
  apt-get -qq -o "Dir::Etc::SourceList=$apt/sources.list" -o Dir::Etc::SourceParts=/dev/null \
    -o "Dir::State::Lists=$apt/lists" -o "Dir::Cache=$apt/cache" -o APT::Sandbox::User=root \
    -o Dir::State::status=/dev/null -o Acquire::Check-Valid-Until=false "$@"
}

unpack() { # directory, package
  (cd "$apt/debs" && private_apt download "$2") && dpkg -x "$apt/debs/$2"_*.deb "$1"
}
