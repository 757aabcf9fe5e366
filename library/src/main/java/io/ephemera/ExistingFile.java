// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.Name;
import io.ephemera.fs.Stat;
import io.ephemera.fs.UnsafePathException;
import io.ephemera.process.Users;

/** Verifies a file that has a name at which only a file of the caller's may be. */
final class ExistingFile {
  private ExistingFile() {}

  /**
   * Accepts a regular file that belongs to the caller and has one name.
   *
   * @param what what should be there: {@code "the lock file "}
   * @throws UnsafePathException if it is anything else; the message says what
   */
  static void verify(Stat stat, String what, Name name) throws UnsafePathException {
    if (!stat.isRegular()) {
      throw refused(what, name, "is not a file but a " + stat.type().text());
    }
    if (stat.uid() != Users.effectiveUid()) {
      throw refused(what, name, "belongs to user " + Integer.toUnsignedString(stat.uid()));
    }
    if (stat.links() > 1) {
      throw refused(what, name, "has another hard link");
    }
  }

  private static UnsafePathException refused(String what, Name name, String why) {
    return new UnsafePathException(what + name + " " + why + "; remove it");
  }
}
