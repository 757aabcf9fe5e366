// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.packages;

import io.ephemera.fs.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * A package that a database says is installed.
 *
 * @param name as its program prints it, for dpkg such as {@code libc6:amd64}
 * @param version as its program prints it, or null if the database does not say
 * @param database what installed it
 */
public record InstalledPackage(Bytes name, @Nullable Bytes version, Database database) {
  /** The kinds of databases. */
  public enum Database {
    /** Debian and its relatives, dpkg(1). */
    DPKG("dpkg"),
    /** Alpine, apk(8). */
    APK("apk"),
    /** Arch, pacman(8). */
    PACMAN("pacman"),
    /** Fedora, SUSE and their relatives, rpm(8). */
    RPM("rpm");

    private final String program;

    Database(String program) {
      this.program = program;
    }

    /** The name of its program. */
    public String program() {
      return program;
    }
  }
}
