// SPDX-License-Identifier: Apache-2.0
package io.ephemera.linux;

import io.ephemera.linux.Native.Scratch;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The user, groups and capabilities of the calling thread, credentials(7). Programs that this
 * thread executes or starts get them; other threads of the process keep theirs, because these are
 * the system calls themselves: the functions of the C library change all threads. IDs are unsigned
 * 32-bit numbers. Each call returns the kernel's result, or minus errno.
 */
public final class ThreadCredentials {
  /** {@code linux/capability.h}. */
  private static final int CAPABILITY_VERSION_3 = 0x20080522;

  private static final int CAPABILITY_WORDS = 6;

  // linux/prctl.h
  private static final int PR_SET_KEEPCAPS = 8;
  private static final int PR_CAP_AMBIENT = 47;
  private static final int PR_CAP_AMBIENT_IS_SET = 1;
  private static final int PR_CAP_AMBIENT_CLEAR_ALL = 4;

  /** {@code linux/keyctl.h}. */
  private static final int KEYCTL_JOIN_SESSION_KEYRING = 1;

  private static final long NO_ID = 0xffffffffL;

  private ThreadCredentials() {}

  /** setgroups(2). */
  public static int setgroups(int[] groups) {
    ByteBuffer list =
        ByteBuffer.allocateDirect((groups.length + 1) * Integer.BYTES)
            .order(ByteOrder.nativeOrder());
    list.asIntBuffer().put(groups);
    try {
      return (int) Native.call(Abi.SETGROUPS, groups.length, Native.address(list), 0);
    } finally {
      Reference.reachabilityFence(list);
    }
  }

  /** getgroups(2) into an array: the number of groups. An empty array asks for it only. */
  public static int getgroups(int[] into) {
    ByteBuffer list =
        ByteBuffer.allocateDirect((into.length + 1) * Integer.BYTES).order(ByteOrder.nativeOrder());
    int count = (int) Native.call(Abi.GETGROUPS, into.length, Native.address(list), 0);
    list.asIntBuffer().get(into);
    return count;
  }

  /** setresgid(2) with three times the same group. */
  public static int setresgid(int gid) {
    long id = gid & NO_ID;
    return (int) Native.call(Abi.SETRESGID, id, id, id);
  }

  /** setresuid(2) with three times the same user. */
  public static int setresuid(int uid) {
    long id = uid & NO_ID;
    return (int) Native.call(Abi.SETRESUID, id, id, id);
  }

  /**
   * getresuid(2) and setfsuid(2).
   *
   * @param into four IDs: real, effective, saved, and that of the file system
   */
  public static int users(int[] into) {
    return ids(Abi.GETRESUID, Abi.SETFSUID, into);
  }

  /** As {@link #users}, of the groups: getresgid(2) and setfsgid(2). */
  public static int groups(int[] into) {
    return ids(Abi.GETRESGID, Abi.SETFSGID, into);
  }

  private static int ids(int three, int ofFileSystem, int[] into) {
    Scratch s = Scratch.mine();
    long first = s.at(Scratch.STRUCT);
    int result = (int) Native.call(three, first, first + 4, first + 8);
    for (int i = 0; i < 3; i++) {
      into[i] = s.memory.getInt(Scratch.STRUCT + i * Integer.BYTES);
    }
    into[3] = (int) Native.call(ofFileSystem, NO_ID); // no such ID: it only returns the present one
    return result;
  }

  /**
   * capget(2).
   *
   * @param into three sets, a bit for each capability: effective, permitted, inheritable
   */
  public static int capabilities(long[] into) {
    Scratch s = Scratch.mine();
    int result = (int) Native.call(Abi.CAPGET, header(s), s.at(Scratch.DATA), 0);
    for (int i = 0; i < 3 && result == 0; i++) {
      int low = Scratch.DATA + i * Integer.BYTES;
      long high = (long) s.memory.getInt(low + 3 * Integer.BYTES) << Integer.SIZE;
      into[i] = high | (s.memory.getInt(low) & 0xffffffffL);
    }
    return result;
  }

  /** capset(2) with empty effective, permitted and inheritable sets. */
  public static int dropCapabilities() {
    Scratch s = Scratch.mine();
    for (int i = 0; i < CAPABILITY_WORDS; i++) {
      s.memory.putInt(Scratch.DATA + i * Integer.BYTES, 0);
    }
    return (int) Native.call(Abi.CAPSET, header(s), s.at(Scratch.DATA), 0);
  }

  private static long header(Scratch s) {
    s.memory.putInt(Scratch.STRUCT, CAPABILITY_VERSION_3).putInt(Scratch.STRUCT + 4, 0);
    return s.at(Scratch.STRUCT);
  }

  /** KEYCTL_JOIN_SESSION_KEYRING of keyctl(2), with a new keyring without a name: its number. */
  public static int joinNewSessionKeyring() {
    return (int) Native.call(Abi.KEYCTL, KEYCTL_JOIN_SESSION_KEYRING, 0, 0);
  }

  /** PR_SET_KEEPCAPS of prctl(2): from now on, a change of the user takes capabilities away. */
  public static int clearKeepCapabilities() {
    return (int) Native.call(Abi.PRCTL, PR_SET_KEEPCAPS, 0, 0);
  }

  /** PR_SET_NO_NEW_PRIVS of prctl(2): execve(2) grants the calling thread nothing from now on. */
  public static int denyNewPrivileges() {
    return (int) Native.call(Abi.PRCTL, Constants.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  }

  /** PR_CAP_AMBIENT_CLEAR_ALL of prctl(2); EINVAL before Linux 4.3, which has no such set. */
  public static int clearAmbientCapabilities() {
    return (int) Native.call(Abi.PRCTL, PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0);
  }

  /** PR_CAP_AMBIENT_IS_SET of prctl(2): 0 or 1; EINVAL if the kernel has no such capability. */
  public static int hasAmbientCapability(int number) {
    return (int) Native.call(Abi.PRCTL, PR_CAP_AMBIENT, PR_CAP_AMBIENT_IS_SET, number, 0);
  }
}
