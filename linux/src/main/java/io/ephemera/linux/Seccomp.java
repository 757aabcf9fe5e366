// SPDX-License-Identifier: Apache-2.0
package io.ephemera.linux;

import io.ephemera.linux.Native.Scratch;

/** Filters of system calls, seccomp(2). */
public final class Seccomp {
  private static final int SECCOMP_SET_MODE_FILTER = 1;

  // linux/audit.h: machine, and flags for 64 bits and little-endian byte order
  private static final int NATIVE_ARCH = Abi.pick(0xc000003e, 0xc00000b7);
  private static final int COMPAT_ARCH = Abi.pick(0x40000003, 0x40000028);

  /** ioctl(2) of i386 and of 32-bit ARM. */
  private static final int COMPAT_IOCTL = 54;

  /** ioctl(2) of x32, which has a number of its own beside that of x86_64. */
  private static final int X32_IOCTL = Abi.pick(514, Abi.IOCTL);

  private static final int X32_BIT = 0x40000000;

  // struct seccomp_data of linux/seccomp.h
  private static final int NUMBER = 0;
  private static final int ARCH = 4;
  private static final int SECOND_ARGUMENT_LOW = 24;

  // linux/bpf_common.h, linux/filter.h
  static final int LOAD = 0x20;
  static final int JUMP_IF_EQUAL = 0x15;
  static final int AND = 0x54;
  static final int RETURN = 0x06;

  private static final int SECCOMP_RET_ALLOW = 0x7fff0000;
  private static final int SECCOMP_RET_ERRNO_EPERM = 0x00050001;

  /** struct sock_fprog: the number of instructions and their address. */
  private static final int PROGRAM = Scratch.DATA;

  private static final int INSTRUCTIONS = PROGRAM + 16;

  /** Code, steps to skip if true and if false, operand; the last two are reached by skipping. */
  static final int[][] WITHOUT_INJECTION = {
    {LOAD, 0, 0, ARCH},
    {JUMP_IF_EQUAL, 4, 0, COMPAT_ARCH},
    {JUMP_IF_EQUAL, 0, 9, NATIVE_ARCH},
    {LOAD, 0, 0, NUMBER},
    {AND, 0, 0, ~X32_BIT},
    {JUMP_IF_EQUAL, 3, 2, Abi.IOCTL},
    {LOAD, 0, 0, NUMBER},
    {JUMP_IF_EQUAL, 1, 4, COMPAT_IOCTL},
    {JUMP_IF_EQUAL, 0, 3, X32_IOCTL},
    {LOAD, 0, 0, SECOND_ARGUMENT_LOW}, // the kernel looks at these 32 bits only
    {JUMP_IF_EQUAL, 2, 0, (int) Constants.TIOCSTI},
    {JUMP_IF_EQUAL, 1, 0, (int) Constants.TIOCLINUX},
    {RETURN, 0, 0, SECCOMP_RET_ALLOW},
    {RETURN, 0, 0, SECCOMP_RET_ERRNO_EPERM},
  };

  private Seccomp() {}

  /**
   * Denies the calling thread, and all programs that it executes or starts, to write to the input
   * of a terminal: TIOCSTI and TIOCLINUX of ioctl(2) fail with EPERM, in 32-bit programs too.
   *
   * @return 0, or minus errno: EACCES without CAP_SYS_ADMIN and no_new_privs
   */
  public static int denyTerminalInjection() {
    Scratch s = Scratch.mine();
    int at = INSTRUCTIONS;
    for (int[] instruction : WITHOUT_INJECTION) {
      s.memory.putShort(at, (short) instruction[0]);
      s.memory.put(at + 2, (byte) instruction[1]).put(at + 3, (byte) instruction[2]);
      s.memory.putInt(at + 4, instruction[3]);
      at += Long.BYTES;
    }
    s.memory.putLong(PROGRAM, WITHOUT_INJECTION.length).putLong(PROGRAM + 8, s.at(INSTRUCTIONS));
    return (int) Native.call(Abi.SECCOMP, SECCOMP_SET_MODE_FILTER, 0, s.at(PROGRAM));
  }
}
