// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.packages;

import io.ephemera.fs.Bytes;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Reads the versions of packages from a file of dpkg, deb-control(5). */
final class Stanzas {
  private static final String PACKAGE = "Package: ";
  private static final String ARCHITECTURE = "Architecture: ";
  private static final String VERSION = "Version: ";
  private static final Bytes COLON = Bytes.latin1(":");

  private final Set<Bytes> wanted;
  private final Map<Bytes, Bytes> versions = new HashMap<>();
  private Bytes name = Bytes.EMPTY;
  private Bytes architecture = Bytes.EMPTY;
  private Bytes version = Bytes.EMPTY;

  private Stanzas(Set<Bytes> wanted) {
    this.wanted = wanted;
  }

  /**
   * The versions of some packages.
   *
   * @param wanted their names, also with an architecture such as {@code libc6:amd64}
   */
  static Map<Bytes, Bytes> versions(Bytes content, Set<Bytes> wanted) {
    Stanzas stanzas = new Stanzas(wanted);
    ByteLines lines = new ByteLines(content);
    while (lines.next()) {
      stanzas.read(lines);
    }
    stanzas.finish();
    return stanzas.versions;
  }

  private void read(ByteLines line) {
    if (line.isEmpty()) {
      finish();
    } else if (line.startsWith(PACKAGE)) {
      name = line.after(PACKAGE.length());
    } else if (line.startsWith(ARCHITECTURE)) {
      architecture = line.after(ARCHITECTURE.length());
    } else if (line.startsWith(VERSION)) {
      version = line.after(VERSION.length());
    }
  }

  private void finish() {
    if (!version.isEmpty()) {
      put(name);
      put(name.plus(COLON).plus(architecture));
    }
    name = Bytes.EMPTY;
    architecture = Bytes.EMPTY;
    version = Bytes.EMPTY;
  }

  private void put(Bytes known) {
    if (wanted.contains(known)) {
      versions.put(known, version);
    }
  }
}
