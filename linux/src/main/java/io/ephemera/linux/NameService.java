// SPDX-License-Identifier: Apache-2.0
package io.ephemera.linux;

import io.ephemera.linux.Native.Scratch;
import io.ephemera.linux.errno.Errno;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The C library's name service switch, nsswitch.conf(5). Thread-safe. */
public final class NameService {

  /** The layout of an answer: the structure, then the result pointer, then the strings. */
  private static final int RESULT = 64;

  private static final int STRINGS = 128;
  private static final int FIRST_SIZE = 4 * 1024;
  private static final int LAST_SIZE = 16 * 1024 * 1024;

  private static final int ESRCH = 3;
  private static final int FIRST_GROUPS = 64;

  /** IDs are unsigned 32-bit numbers. */
  private static final long ID = 0xffffffffL;

  private NameService() {}

  /**
   * An answer of the name service.
   *
   * @param entry null if there is none, or if the database could not be read
   * @param error 0 if the database was read, or else why not, as a positive errno
   */
  public record Answer<T>(@Nullable T entry, int error) {}

  /** An entry of passwd(5), one character for a byte. */
  public record User(String name, int uid, int gid, String home, String shell) {}

  /** An entry of group(5), one character for a byte. */
  public record Group(String name, int gid) {}

  /** getpwnam_r(3). */
  public static Answer<User> user(byte[] name) {
    Scratch s = Scratch.mine();
    return s.path(Scratch.FIRST_PATH, name)
        ? readUser(ask("getpwnam_r", s.at(Scratch.FIRST_PATH)))
        : new Answer<>(null, 0);
  }

  /** getpwuid_r(3). */
  public static Answer<User> user(int uid) {
    return readUser(ask("getpwuid_r", uid & ID));
  }

  /** getgrnam_r(3). */
  public static Answer<Group> group(byte[] name) {
    Scratch s = Scratch.mine();
    return s.path(Scratch.FIRST_PATH, name)
        ? readGroup(ask("getgrnam_r", s.at(Scratch.FIRST_PATH)))
        : new Answer<>(null, 0);
  }

  /** getgrgid_r(3). */
  public static Answer<Group> group(int gid) {
    return readGroup(ask("getgrgid_r", gid & ID));
  }

  /**
   * getgrouplist(3): the groups of a user, among them the one given.
   *
   * <p>The function does not report a database that it could not read: it leaves out the groups of
   * that database.
   *
   * @param name as in its entry
   * @return ENOMEM if there was not enough memory
   */
  public static Answer<int[]> groupsOf(byte[] name, int gid) {
    Scratch s = Scratch.mine();
    if (!s.path(Scratch.FIRST_PATH, name)) {
      return new Answer<>(null, Errno.ENAMETOOLONG.number());
    }
    int size = FIRST_GROUPS;
    while (true) {
      ByteBuffer memory =
          ByteBuffer.allocateDirect((size + 1) * Integer.BYTES).order(ByteOrder.nativeOrder());
      memory.putInt(0, size);
      long count = Native.address(memory);
      long user = s.at(Scratch.FIRST_PATH);
      int result =
          (int) Native.call("getgrouplist", user, gid & ID, count + Integer.BYTES, count, 0);
      int found = memory.getInt(0);
      if (result >= 0) {
        int[] groups = new int[found];
        memory.position(Integer.BYTES).asIntBuffer().get(groups);
        return new Answer<>(groups, 0);
      }
      if (found <= size) { // it did not say that it needs more room
        return new Answer<>(null, Errno.ENOMEM.number());
      }
      size = found;
    }
  }

  /**
   * Asks for an entry and returns the memory with the answer, which grows until the answer fits:
   * the strings of a group include its members.
   */
  private static Answer<ByteBuffer> ask(String function, long key) {
    for (int size = FIRST_SIZE; size <= LAST_SIZE; size *= 4) {
      ByteBuffer memory = ByteBuffer.allocateDirect(STRINGS + size).order(ByteOrder.nativeOrder());
      int error = call(function, key, memory, size);
      if (error != Errno.ERANGE.number()) {
        return error == 0 && memory.getLong(RESULT) != 0
            ? new Answer<>(memory, 0)
            : new Answer<>(null, isUnknown(error) ? 0 : error);
      }
    }
    return new Answer<>(null, Errno.ERANGE.number());
  }

  /** The errors of getpwnam(3) that mean that there is no such entry. */
  private static boolean isUnknown(int error) {
    return error == Errno.ENOENT.number()
        || error == ESRCH
        || error == Errno.EBADF.number()
        || error == Errno.EPERM.number();
  }

  private static int call(String function, long key, ByteBuffer memory, int size) {
    long at = Native.address(memory);
    int error;
    do {
      error = (int) Native.call(function, key, at, at + STRINGS, size, at + RESULT);
    } while (error == Errno.EINTR.number());
    return error;
  }

  private static Answer<User> readUser(Answer<ByteBuffer> answer) {
    ByteBuffer from = answer.entry();
    return from == null
        ? new Answer<>(null, answer.error())
        : new Answer<>(
            new User(
                string(from, 0),
                from.getInt(16),
                from.getInt(20),
                string(from, 32),
                string(from, 40)),
            0);
  }

  private static Answer<Group> readGroup(Answer<ByteBuffer> answer) {
    ByteBuffer from = answer.entry();
    return from == null
        ? new Answer<>(null, answer.error())
        : new Answer<>(new Group(string(from, 0), from.getInt(16)), 0);
  }

  /** The C string that a pointer in the structure points to; it lies in the same memory. */
  private static String string(ByteBuffer from, int pointer) {
    long offset = from.getLong(pointer) - Native.address(from);
    if (offset < STRINGS || offset >= from.capacity()) {
      return "";
    }
    int start = (int) offset;
    int end = start;
    while (from.get(end) != 0) {
      end++;
    }
    byte[] text = new byte[end - start];
    from.get(start, text);
    return new String(text, StandardCharsets.ISO_8859_1);
  }
}
