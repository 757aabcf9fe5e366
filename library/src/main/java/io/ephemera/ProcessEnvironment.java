// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Root;
import io.ephemera.process.BootId;
import io.ephemera.process.Environ;
import io.ephemera.process.Users;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a decision depends on besides what it is about: who asks, what the environment says, and
 * where paths begin.
 *
 * @param uid the effective user, an unsigned 32 bit number
 * @param top the directory taken for the root directory, or null for the system's own
 */
record ProcessEnvironment(
    Map<String, Bytes> variables, int uid, Known known, @Nullable BytePath top) {
  private static final int DIGITS_OF_BOOT_ID = 12;

  /** What the system knows; asked only where it is needed. */
  interface Known {
    /** The home directory of the user's account, or null where there is no account. */
    @Nullable Bytes accountHome();

    /** The boot's identity as the kernel writes it, random(4); empty where it does not. */
    String bootId();
  }

  /** That of this process. */
  static ProcessEnvironment ofProcess() {
    int uid = Users.effectiveUid();
    return new ProcessEnvironment(Environ.ofProcessOrJava().toMap(), uid, new Machine(uid), null);
  }

  private record Machine(int uid) implements Known {
    @Override
    public @Nullable Bytes accountHome() {
      Users.User user = Users.withId(uid);
      return user == null ? null : user.home();
    }

    @Override
    public String bootId() {
      return BootId.readIfKnown();
    }
  }

  Root open() throws IOException {
    return top == null ? Root.host() : Root.at(top);
  }

  /**
   * The value of a variable, or null where it is unset or empty, which the XDG specification
   * equates.
   */
  @Nullable Bytes variable(String name) {
    Bytes value = variables.get(name);
    return value == null || value.isEmpty() ? null : value;
  }

  /** What tells this boot from others in a name, or null where the kernel does not say. */
  @Nullable String boot() {
    StringBuilder digits = new StringBuilder(DIGITS_OF_BOOT_ID);
    String id = known.bootId();
    for (int i = 0; i < id.length() && digits.length() < DIGITS_OF_BOOT_ID; i++) {
      char c = id.charAt(i);
      if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')) {
        digits.append(c);
      }
    }
    return digits.length() == DIGITS_OF_BOOT_ID ? digits.toString() : null;
  }
}
