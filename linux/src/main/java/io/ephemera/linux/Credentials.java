// SPDX-License-Identifier: Apache-2.0
package io.ephemera.linux;

import io.ephemera.linux.Native.Scratch;

/** The user and group of this process, credentials(7), random bytes, and its end. Thread-safe. */
public final class Credentials {
  private static final long UNKNOWN = -1;

  /** {@code linux/capability.h}. */
  private static final int CAPABILITY_VERSION_3 = 0x20080522;

  private static volatile long effective = UNKNOWN;

  private Credentials() {}

  /** getpid(2). */
  public static int getpid() {
    return (int) Native.call(Abi.GETPID, 0);
  }

  /** geteuid(2), called once: nothing here changes the user. */
  public static int geteuid() {
    long known = effective;
    if (known == UNKNOWN) {
      known = Native.call(Abi.GETEUID, 0);
      effective = known;
    }
    return (int) known;
  }

  /** getegid(2). */
  public static int getegid() {
    return (int) Native.call(Abi.GETEGID, 0);
  }

  /**
   * Whether this thread has more rights than its user: any effective capability, capget(2). True if
   * the kernel does not answer.
   */
  public static boolean hasCapabilities() {
    Scratch s = Scratch.mine();
    s.memory.putInt(Scratch.STRUCT, CAPABILITY_VERSION_3).putInt(Scratch.STRUCT + 4, 0);
    long header = s.at(Scratch.STRUCT);
    if (Native.call(Abi.CAPGET, header, s.at(Scratch.DATA), 0) != 0) {
      return true;
    }
    // Two structures of three words; effective is the first of each.
    return (s.memory.getInt(Scratch.DATA) | s.memory.getInt(Scratch.DATA + 12)) != 0;
  }

  /**
   * Takes every capability from the calling thread, capset(2): permitted, effective, inheritable,
   * and with them the ambient ones, capabilities(7). The bounding set stays. Returns 0 or minus
   * errno.
   */
  public static int dropCapabilities() {
    Scratch s = Scratch.mine();
    s.memory.putInt(Scratch.STRUCT, CAPABILITY_VERSION_3).putInt(Scratch.STRUCT + 4, 0);
    for (int word = 0; word < 6; word++) {
      s.memory.putInt(Scratch.DATA + word * Integer.BYTES, 0);
    }
    return (int) Native.call(Abi.CAPSET, s.at(Scratch.STRUCT), s.at(Scratch.DATA), 0);
  }

  /**
   * Whether this thread has an effective capability, capget(2). False if the kernel does not
   * answer.
   *
   * @param number as in {@code linux/capability.h}, 0 to 63
   */
  public static boolean hasCapability(int number) {
    Scratch s = Scratch.mine();
    s.memory.putInt(Scratch.STRUCT, CAPABILITY_VERSION_3).putInt(Scratch.STRUCT + 4, 0);
    long header = s.at(Scratch.STRUCT);
    if (Native.call(Abi.CAPGET, header, s.at(Scratch.DATA), 0) != 0) {
      return false;
    }
    int word = s.memory.getInt(Scratch.DATA + (number < Integer.SIZE ? 0 : 12));
    return (word >>> number % Integer.SIZE & 1) == 1;
  }

  /** getrandom(2), at most 256 bytes: their number, or minus errno. */
  public static int getrandom(byte[] into) {
    Scratch s = Scratch.mine();
    int read = (int) Native.call(Abi.GETRANDOM, s.at(Scratch.DATA), Math.min(into.length, 256), 0);
    if (read > 0) {
      s.memory.get(Scratch.DATA, into, 0, read);
    }
    return read;
  }

  /**
   * exit_group(2): ends the process at once, without telling the virtual machine. Does not return.
   */
  public static void exitGroup(int status) {
    Native.call(Abi.EXIT_GROUP, status);
  }
}
