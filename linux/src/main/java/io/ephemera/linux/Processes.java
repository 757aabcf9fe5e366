// SPDX-License-Identifier: Apache-2.0
package io.ephemera.linux;

import io.ephemera.linux.Native.Scratch;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Starting a process and waiting for it. Java's own way closes every descriptor that the process
 * should inherit. Thread-safe.
 */
public final class Processes {
  private static final int POSIX_SPAWN_SETSIGDEF = 4;
  private static final long SIG_IGN = 1;

  /** Room for a posix_spawnattr_t, of which glibc and musl take 336 bytes. */
  private static final int ATTRIBUTES = 512;

  /** A sigset_t of glibc and musl: 1024 bits. */
  private static final int SIGNAL_SET = 128;

  private static final int PID = 0;
  private static final int SET = 8;
  private static final int ATTRIBUTES_AT = SET + SIGNAL_SET;
  private static final int VECTORS = ATTRIBUTES_AT + ATTRIBUTES;

  private Processes() {}

  /**
   * posix_spawnp(3): the program is looked for by PATH; descriptors without FD_CLOEXEC are
   * inherited.
   *
   * @param arguments the words, the first of them the program
   * @param environment entries {@code NAME=value}
   * @param defaultSignals a bit for each signal that the process takes by default, 1 &lt;&lt;
   *     (number - 1)
   * @return its id, or minus errno
   */
  public static int spawn(List<byte[]> arguments, List<byte[]> environment, long defaultSignals) {
    ByteBuffer memory =
        ByteBuffer.allocateDirect(VECTORS + size(arguments) + size(environment))
            .order(ByteOrder.nativeOrder());
    long base = Native.address(memory);
    memory.putLong(SET, defaultSignals);
    memory.position(VECTORS);
    long argv = layOut(arguments, memory, base);
    long envp = layOut(environment, memory, base);
    long attributes = base + ATTRIBUTES_AT;
    int failed = (int) Native.call("posix_spawnattr_init", attributes, 0, 0, 0, 0);
    if (failed == 0) {
      Native.call("posix_spawnattr_setflags", attributes, POSIX_SPAWN_SETSIGDEF, 0, 0, 0);
      Native.call("posix_spawnattr_setsigdefault", attributes, base + SET, 0, 0, 0);
      long program = memory.getLong((int) (argv - base));
      failed = (int) Native.call("posix_spawnp", base + PID, program, 0, attributes, argv, envp);
    }
    return failed == 0 ? memory.getInt(PID) : -failed;
  }

  private static int size(List<byte[]> words) {
    int size = 2 * Long.BYTES;
    for (byte[] word : words) {
      size += word.length + 1 + Long.BYTES;
    }
    return size;
  }

  /** C strings behind an array of their addresses, which NULL ends: the address of that array. */
  private static long layOut(List<byte[]> words, ByteBuffer memory, long base) {
    int vector = (memory.position() + Long.BYTES - 1) & -Long.BYTES;
    memory.position(vector + (words.size() + 1) * Long.BYTES);
    for (int i = 0; i < words.size(); i++) {
      memory.putLong(vector + i * Long.BYTES, base + memory.position());
      memory.put(words.get(i)).put((byte) 0);
    }
    memory.putLong(vector + words.size() * Long.BYTES, 0);
    return base + vector;
  }

  /** wait4(2) for the end of one child: its status, or minus errno. */
  public static int await(int pid) {
    Scratch s = Scratch.mine();
    int result = (int) Native.call(Abi.WAIT4, pid, s.at(Scratch.STRUCT), 0, 0);
    return result < 0 ? result : s.memory.getInt(Scratch.STRUCT);
  }

  /** signal(2) with SIG_IGN: whether it was ignored before. */
  public static boolean ignore(int signal) {
    return Native.call("signal", signal, SIG_IGN, 0, 0, 0) == SIG_IGN;
  }
}
