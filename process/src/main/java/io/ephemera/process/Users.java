// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import static io.ephemera.fs.SystemCallException.check;

import io.ephemera.fs.Bytes;
import io.ephemera.fs.SystemCall;
import io.ephemera.fs.SystemCallException;
import io.ephemera.linux.Credentials;
import io.ephemera.linux.NameService;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The users and groups of this system, from its name service switch, nsswitch.conf(5). Thread-safe.
 */
public final class Users {
  /** A valid name, so that no database refuses it without having looked. */
  private static final Bytes OF_NO_DATABASE = Bytes.latin1("ephemera-of-no-database");

  private Users() {}

  /** A user: name, home directory and shell as bytes, IDs as unsigned 32-bit numbers. */
  public record User(Bytes name, int uid, int gid, Bytes home, Bytes shell) {}

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

  /**
   * The groups of a user, getgrouplist(3), sorted, each once.
   *
   * <p>That function leaves out the groups of a database that it could not read, and does not say
   * so. Therefore a group that no database has is looked up as well, after it: this question is
   * passed on to all of them, and fails if the last one cannot answer.
   *
   * <p>Limits: a database that fails for the first question and answers the second is not noticed;
   * neither is one that fails but is not the last one, nor one that only a line {@code initgroups}
   * of nsswitch.conf(5) names.
   *
   * @param name of its entry
   * @param primary a group that is one of them
   * @throws SystemCallException if the name service cannot say
   */
  public static List<Integer> groupsOf(Bytes name, int primary) throws SystemCallException {
    NameService.Answer<int[]> answer = NameService.groupsOf(name.toArray(), primary);
    check(-answer.error(), SystemCall.LOOK_UP_GROUPS_OF_USER, name);
    int failed = NameService.group(OF_NO_DATABASE.toArray()).error();
    check(-failed, SystemCall.LOOK_UP_GROUPS_OF_USER, name);
    return sorted(Objects.requireNonNull(answer.entry()));
  }

  /** Sorted as unsigned numbers, each once. */
  static List<Integer> sorted(int[] ids) {
    int[] flipped = new int[ids.length];
    for (int i = 0; i < ids.length; i++) {
      flipped[i] = ids[i] ^ Integer.MIN_VALUE; // in the order of unsigned numbers
    }
    Arrays.sort(flipped);
    List<Integer> sorted = new ArrayList<>(ids.length);
    for (int i = 0; i < flipped.length; i++) {
      if (i == 0 || flipped[i] != flipped[i - 1]) {
        sorted.add(flipped[i] ^ Integer.MIN_VALUE);
      }
    }
    return sorted;
  }

  /** Sorted as unsigned numbers, each once. */
  public static List<Integer> sorted(List<Integer> ids) {
    int[] array = new int[ids.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = ids.get(i);
    }
    return sorted(array);
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
            Bytes.latin1(found.name()),
            found.uid(),
            found.gid(),
            Bytes.latin1(found.home()),
            Bytes.latin1(found.shell()));
  }

  private static @Nullable Group group(NameService.Answer<NameService.Group> answer, Object asked)
      throws SystemCallException {
    check(-answer.error(), SystemCall.LOOK_UP_GROUP, asked);
    NameService.Group found = answer.entry();
    return found == null ? null : new Group(Bytes.latin1(found.name()), found.gid());
  }
}
