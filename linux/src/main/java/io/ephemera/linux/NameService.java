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

  private NameService() {}

  /** An entry of passwd(5), one character for a byte. */
  public record User(String name, int uid, int gid, String home) {}

  /** An entry of group(5), one character for a byte. */
  public record Group(String name, int gid) {}

  /** getpwnam_r(3): null if the name is unknown or the database cannot be read. */
  public static @Nullable User user(byte[] name) {
    Scratch s = Scratch.mine();
    return s.path(Scratch.FIRST_PATH, name)
        ? readUser(ask("getpwnam_r", s.at(Scratch.FIRST_PATH)))
        : null;
  }

  /** getpwuid_r(3): null if the ID is unknown or the database cannot be read. */
  public static @Nullable User user(int uid) {
    return readUser(ask("getpwuid_r", uid & 0xffffffffL));
  }

  /** getgrnam_r(3): null if the name is unknown or the database cannot be read. */
  public static @Nullable Group group(byte[] name) {
    Scratch s = Scratch.mine();
    return s.path(Scratch.FIRST_PATH, name)
        ? readGroup(ask("getgrnam_r", s.at(Scratch.FIRST_PATH)))
        : null;
  }

  /** getgrgid_r(3): null if the ID is unknown or the database cannot be read. */
  public static @Nullable Group group(int gid) {
    return readGroup(ask("getgrgid_r", gid & 0xffffffffL));
  }

  /**
   * Asks for an entry and returns the memory with the answer, which grows until the answer fits:
   * the strings of a group include its members.
   */
  private static @Nullable ByteBuffer ask(String function, long key) {
    for (int size = FIRST_SIZE; size <= LAST_SIZE; size *= 4) {
      ByteBuffer memory = ByteBuffer.allocateDirect(STRINGS + size).order(ByteOrder.nativeOrder());
      int error = call(function, key, memory, size);
      if (error != Errno.ERANGE.number()) {
        return error == 0 && memory.getLong(RESULT) != 0 ? memory : null;
      }
    }
    return null;
  }

  private static int call(String function, long key, ByteBuffer memory, int size) {
    long at = Native.address(memory);
    int error;
    do {
      error = (int) Native.call(function, key, at, at + STRINGS, size, at + RESULT);
    } while (error == Errno.EINTR.number());
    return error;
  }

  private static @Nullable User readUser(@Nullable ByteBuffer from) {
    return from == null
        ? null
        : new User(string(from, 0), from.getInt(16), from.getInt(20), string(from, 32));
  }

  private static @Nullable Group readGroup(@Nullable ByteBuffer from) {
    return from == null ? null : new Group(string(from, 0), from.getInt(16));
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
