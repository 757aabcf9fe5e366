// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.Name;
import io.ephemera.fs.Stat;
import io.ephemera.fs.UnsafePathException;
import io.ephemera.process.Users;

/** What stands at a name where a plain file of the caller's own should be. */
final class ExistingFile {
  private ExistingFile() {}

  /**
   * Nothing where it is a regular file of the caller's with no other name.
   *
   * @param what what should be there: {@code "the lock file "}
   * @throws UnsafePathException that says what is there instead
   */
  static void verify(Stat stat, String what, Name name) throws UnsafePathException {
    if (!stat.isRegular()) {
      throw refused(what, name, "is no file but " + stat.type().text());
    }
    if (stat.uid() != Users.effectiveUid()) {
      throw refused(what, name, "belongs to user " + Integer.toUnsignedString(stat.uid()));
    }
    if (stat.links() > 1) {
      throw refused(what, name, "has another name elsewhere");
    }
  }

  private static UnsafePathException refused(String what, Name name, String why) {
    return new UnsafePathException(what + name + " " + why + "; remove it");
  }
}
