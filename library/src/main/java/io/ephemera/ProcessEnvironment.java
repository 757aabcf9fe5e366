// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Root;
import io.ephemera.fs.SystemCallException;
import io.ephemera.process.AccessJudge;
import io.ephemera.process.BootId;
import io.ephemera.process.Environ;
import io.ephemera.process.GroupMembers;
import io.ephemera.process.Users;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a decision depends on: the user, the environment variables, and the root directory.
 *
 * @param uid the effective user id, an unsigned 32-bit number
 * @param known facts that are read only if they are needed
 * @param top the directory to use as the root directory, or null for that of the process
 */
record ProcessEnvironment(
    Map<String, Bytes> variables, int uid, Known known, @Nullable BytePath top) {
  private static final int DIGITS_OF_BOOT_ID = 12;

  /** Facts about the system, read on demand. */
  interface Known {
    /** The home directory of the user's account, or null if none is known. */
    @Nullable Bytes accountHome();

    /** The boot id, random(4); empty if it cannot be read. */
    String bootId();
  }

  /** The environment of this process. */
  static ProcessEnvironment ofProcess() {
    int uid = Users.effectiveUid();
    return new ProcessEnvironment(Environ.ofProcessOrJava().toMap(), uid, new Machine(uid), null);
  }

  /** The environment of this process, with other variables. */
  static ProcessEnvironment ofVariables(Map<String, String> variables) {
    Map<String, Bytes> values = new HashMap<>();
    variables.forEach((name, value) -> values.put(name, Bytes.utf8(value)));
    int uid = Users.effectiveUid();
    return new ProcessEnvironment(Map.copyOf(values), uid, new Machine(uid), null);
  }

  private record Machine(int uid) implements Known {
    @Override
    public @Nullable Bytes accountHome() {
      try {
        Users.User user = Users.withId(uid);
        return user == null ? null : user.home();
      } catch (SystemCallException e) {
        return null;
      }
    }

    @Override
    public String bootId() {
      return BootId.readIfKnown();
    }
  }

  /** The directories that a variable lists, all of whose users are trusted. */
  TrustedDirectories trusted() {
    return TrustedDirectories.listed(variable(TrustedDirectories.VARIABLE), rootDirectory());
  }

  /**
   * The user, and who could be in the user's groups.
   *
   * @param more directories all of whose users are trusted, besides those of the variable
   */
  Caller caller(List<BytePath> more) {
    BytePath system = rootDirectory();
    AccessJudge judge = new AccessJudge(uid, GroupMembers.below(system));
    return new Caller(uid, judge, trusted().and(more));
  }

  private BytePath rootDirectory() {
    return top == null ? BytePath.ROOT : top;
  }

  Root open() throws IOException {
    return top == null ? Root.host() : Root.at(top);
  }

  /**
   * The value of a variable, or null if it is unset or empty; the XDG specification equates both.
   */
  @Nullable Bytes variable(String name) {
    Bytes value = variables.get(name);
    return value == null || value.isEmpty() ? null : value;
  }

  /** The beginning of the boot id, for a directory name, or null if it cannot be read. */
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
