// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import static io.ephemera.fs.SystemCallException.check;

import io.ephemera.fs.Bytes;
import io.ephemera.fs.SystemCall;
import io.ephemera.fs.SystemCallException;
import io.ephemera.linux.Credentials;
import io.ephemera.linux.NameService;
import org.jspecify.annotations.Nullable;

/**
 * The users and groups of this system, from its name service switch, nsswitch.conf(5). Thread-safe.
 */
public final class Users {
  private Users() {}

  /** A user: name and home directory as bytes, IDs as unsigned 32-bit numbers. */
  public record User(Bytes name, int uid, int gid, Bytes home) {}

  /** A group: its name as bytes, its ID as an unsigned 32-bit number. */
  public record Group(Bytes name, int gid) {}

  /**
   * The user with this name, or null if there is none.
   *
   * @throws SystemCallException if the name service cannot say
   */
  public static @Nullable User named(Bytes name) throws SystemCallException {
    return user(NameService.user(name.toArray()), name);
  }

  /** The user with this id, or null if there is none; exceptions as for {@link #named}. */
  public static @Nullable User withId(int uid) throws SystemCallException {
    return user(NameService.user(uid), Integer.toUnsignedString(uid));
  }

  /** The group with this name, or null if there is none; exceptions as for {@link #named}. */
  public static @Nullable Group groupNamed(Bytes name) throws SystemCallException {
    return group(NameService.group(name.toArray()), name);
  }

  /** The group with this id, or null if there is none; exceptions as for {@link #named}. */
  public static @Nullable Group groupWithId(int gid) throws SystemCallException {
    return group(NameService.group(gid), Integer.toUnsignedString(gid));
  }

  /** The effective user id of this process. */
  public static int effectiveUid() {
    return Credentials.geteuid();
  }

  /** The effective group id of this process. */
  public static int effectiveGid() {
    return Credentials.getegid();
  }

  /**
   * Whether this process runs as another user than the one who started it: a set-user-ID program,
   * whose environment another user chose. Also if it is not known.
   */
  public static boolean isSetUser() {
    for (String line : new KernelFiles().text("/proc/self/status").split("\n", -1)) {
      if (line.startsWith("Uid:")) {
        String[] ids = line.split("\t", -1);
        return ids.length < 3 || !ids[1].equals(ids[2]);
      }
    }
    return true;
  }

  private static @Nullable User user(NameService.Answer<NameService.User> answer, Object asked)
      throws SystemCallException {
    check(-answer.error(), SystemCall.LOOK_UP_USER, asked);
    NameService.User found = answer.entry();
    return found == null
        ? null
        : new User(
            Bytes.latin1(found.name()), found.uid(), found.gid(), Bytes.latin1(found.home()));
  }

  private static @Nullable Group group(NameService.Answer<NameService.Group> answer, Object asked)
      throws SystemCallException {
    check(-answer.error(), SystemCall.LOOK_UP_GROUP, asked);
    NameService.Group found = answer.entry();
    return found == null ? null : new Group(Bytes.latin1(found.name()), found.gid());
  }
}
