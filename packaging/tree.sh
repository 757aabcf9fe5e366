# SPDX-License-Identifier: Apache-2.0
# What every package of the program consists of, and where a package gets it from. Sourced, with `home` set to the checkout.
# After use_image: image (the runtime image), arch (amd64 or arm64, Debian's names), version (that of the project).

# Options that tar, gzip and xz take from the environment.
unset TAR_OPTIONS GZIP XZ_DEFAULTS XZ_OPT

say() { echo "${0##*/}: $*" >&2; }

fail() {
  say "$*"
  exit 1
}

# Prints the comment at the beginning of the script.
usage() {
  sed -n '3,/^[^#]/s/^# \{0,1\}//p' "$0" >&2
  exit 64
}

# The same for every script that makes a package; only make-deb has --revision.
read_options() { # arguments; sets out, and given_image, given_arch, revision and fast if they were given
  given_image='' given_arch='' revision='' fast=''
  while [ $# -gt 1 ]; do
    case $1 in
      --image=?*) given_image=${1#*=} ;;
      --arch=?*) given_arch=${1#*=} ;;
      --revision=?*) revision=${1#*=} ;;
      --fast) fast=yes ;;
      *) usage ;;
    esac
    shift
  done
  case ${1--} in -*) usage ;; esac
  out=$1
}

# Builds it first, unless nothing has changed; or takes one that was made for another machine.
use_image() { # image or nothing, arch or nothing
  "$home/build-support/build-image"
  . "$home/build/launcher.env"
  image=${1:-$home/build/$ephemera_image}
  [ -x "$image/bin/java" ] || fail "there is no image in $image"
  case ${2:-$(uname -m)} in
    x86_64 | amd64) arch=amd64 ;;
    aarch64 | arm64) arch=arm64 ;;
    *) fail "no packages for machines of the kind ${2:-$(uname -m)}" ;;
  esac
  version=$(sed -n 's:.*<revision>\(.*\)</revision>.*:\1:p' "$home/pom.xml")
}

# After read_options: what every package begins with.
begin() { # sets work, an empty directory, and all that use_image and use_epoch set
  use_jdk_25
  use_image "$given_image" "$given_arch"
  use_epoch
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  trap 'exit 1' HUP INT TERM
}

# Of every file, so that a package depends on its content only: the time of the commit.
use_epoch() {
  SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git -C "$home" log -1 --no-show-signature --format=%ct 2>/dev/null || echo 1735689600)}
  export SOURCE_DATE_EPOCH
}

# Not those of the builder's checkout and directories, which umask(2) of another shell and default ACLs decide.
same_modes() { chmod -R a-st,u=rwX,go=rX "$1"; }

same_times() { find "$1" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +; }

copy_image() { # directory
  mkdir -p "$1"
  for part in bin conf lib release; do cp -R "$image/$part" "$1/"; done
  cp "$image"/*.aot "$1/"
  find "$1/lib" -name '*.so' -exec chmod 644 {} +
}

copy_manuals() { # directory
  for page in "$home"/packaging/man/*.[1-8]; do
    section=$1/man${page##*.}
    mkdir -p "$section"
    gzip -9nc "$page" >"$section/${page##*/}.gz"
  done
}

copy_completions() { # for bash, for zsh, for fish: directories
  mkdir -p "$1" "$2" "$3"
  "$home/ephemera" completion bash | sed '1{/^#!/d;}' >"$1/ephemera"
  "$home/ephemera" completion zsh >"$2/_ephemera"
  "$home/ephemera" completion fish >"$3/ephemera.fish"
}

# Messages name pages of docs/; drop-ins and examples are for reading, too. The moving picture is README's alone.
copy_documents() { # directory
  mkdir -p "$1/docs" "$1/examples"
  cp -R "$home"/docs/*.md "$home"/docs/*.svg "$home/docs/audit" "$home/docs/checks" "$1/docs/"
  rm "$1/docs/demo.svg"
  cp -R "$home"/packaging/examples/. "$1/examples/"
}

# The virtual machine's own, and those of the libraries in it.
copy_licences() { # directory
  mkdir -p "$1"
  cp -R "$image"/legal/java.base/. "$1/"
  chmod u+w "$1"/*
  for jar in "$home"/cli/target/modules/jackson-core-*.jar; do
    (cd "$1" && "$JAVA_HOME/bin/jar" --extract --file "$jar" META-INF/NOTICE && mv META-INF/NOTICE jackson-core.NOTICE && rmdir META-INF)
  done
}

# What the image needs of the system, as Debian's packages: the virtual machines of Debian need more than those of others.
needed_packages() { # image
  find "$1" -type f \( -name '*.so' -o -path '*/bin/*' -o -name jspawnhelper \) -exec objdump -p {} + 2>/dev/null |
    sed -n 's/^ *NEEDED *//p' | sort -u | while IFS= read -r library; do
      case $library in
        libc.so.* | libm.so.* | libdl.so.* | libpthread.so.* | librt.so.* | ld-linux-*) echo libc6 ;;
        libz.so.1) echo zlib1g ;;
        libstdc++.so.6) echo libstdc++6 ;;
        libgcc_s.so.1) echo libgcc-s1 ;;
        *) [ -n "$(find "$1" -name "$library" -print -quit)" ] || echo "unknown:$library" ;;
      esac
    done | sort -u
}
