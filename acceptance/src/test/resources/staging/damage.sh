# SPDX-License-Identifier: Apache-2.0
# Copies what is staged, damages the copy, checks it, and prints what StagingTest expects.
# usage: damage.sh CHECK KEY REPOSITORY AGAIN COPY VERSION DAMAGE VIOLATION
#   AGAIN   the same files with signatures of another key
set -eu
check=$1 key=$2 repository=$3 AGAIN=$4 copy=$5 V=$6
D=io/ephemera/ephemera/$V
J=$D/ephemera-$V B=io/ephemera/ephemera-bom/$V/ephemera-bom-$V

without() { # the first line to leave out of the POM, maybe the last one
  if [ $# = 1 ]; then sed -i "\\:$1:d" $J.pom; else sed -i "\\:$1:,\\:$2:d" $J.pom; fi
}

with() { # elements to add to the POM
  sed -i "s:</project>:$1&:" $J.pom
}

cp -a "$repository" "$copy"
cd "$copy"
eval "$7"
eval "expected=\"$(printf %s "$8" | sed 's/"/\\"/g')\""
"$check" "--key=$key" "$copy" >"$copy.found" && { echo 'found no violation'; exit 0; }
if grep -qxF -- "$expected" "$copy.found"; then echo found; else printf 'not found: %s\nbut:\n' "$expected" && cat "$copy.found"; fi
