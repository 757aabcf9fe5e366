// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.uses;

import java.nio.charset.StandardCharsets;

/**
 * A line of proc_pid_maps(5), {@code 7f00-7f10 r-xp 00000000 fd:01 8321 /usr/lib/libc.so}, parsed
 * where it is in a buffer. Valid until the buffer changes.
 */
final class MapsLine {
  private static final int HEX = 16;
  private static final int DECIMAL = 10;

  private byte[] bytes = {};
  private int start;
  private int end;
  private int at;
  private int permissions;
  private long device;
  private long inode;

  /** Goes to a line without its end; false if no file is mapped there. */
  boolean parse(byte[] buffer, int from, int to) {
    bytes = buffer;
    start = from;
    end = to;
    at = from;
    skipWord();
    permissions = at;
    skipWord();
    skipWord();
    long major = number(HEX, ':');
    long minor = number(HEX, ' ');
    device = (major << Integer.SIZE) | minor;
    inode = number(DECIMAL, ' ');
    while (at < end && bytes[at] == ' ') {
      at++;
    }
    return inode != 0;
  }

  private void skipWord() {
    while (at < end && bytes[at] != ' ') {
      at++;
    }
    at++;
  }

  private long number(int radix, char last) {
    long value = 0;
    while (at < end && bytes[at] != last) {
      value = value * radix + Character.digit(bytes[at], radix);
      at++;
    }
    at++;
    return value;
  }

  long device() {
    return device;
  }

  long inode() {
    return inode;
  }

  boolean isExecutable() {
    return bytes[permissions + 2] == 'x';
  }

  boolean isWritable() {
    return bytes[permissions + 1] == 'w';
  }

  boolean isShared() {
    return bytes[permissions + 3] == 's';
  }

  boolean isDeleted() {
    return ProcessUses.isMarkedDeleted(bytes, at, end);
  }

  /** The path at its end. */
  ProcessUses.Link link() {
    int length = Math.max(end - at, 0);
    byte[] path = new byte[length];
    System.arraycopy(bytes, at, path, 0, length);
    return ProcessUses.Link.of(path, length, false);
  }

  /** Its name in {@code map_files}, where the numbers have no leading zeros. */
  String range() {
    String words = new String(bytes, start, permissions - 1 - start, StandardCharsets.US_ASCII);
    int dash = words.indexOf('-');
    return Long.toHexString(Long.parseUnsignedLong(words.substring(0, dash), HEX))
        + "-"
        + Long.toHexString(Long.parseUnsignedLong(words.substring(dash + 1), HEX));
  }
}
