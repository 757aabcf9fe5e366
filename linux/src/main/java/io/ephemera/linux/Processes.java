// SPDX-License-Identifier: Apache-2.0
package io.ephemera.linux;

import io.ephemera.linux.Native.Scratch;
import io.ephemera.linux.errno.Errno;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Starts a process and waits for it. Java's own way closes every descriptor that the process should
 * inherit. Thread-safe.
 */
public final class Processes {
  private static final int POSIX_SPAWN_SETSIGDEF = 4;
  private static final long SIG_IGN = 1;

  /** Room for a posix_spawnattr_t, which has 336 bytes with glibc and musl. */
  private static final int ATTRIBUTES = 512;

  /** A sigset_t of glibc and musl: 1024 bits. */
  private static final int SIGNAL_SET = 128;

  /** Of a siginfo_t of a child, asm-generic/siginfo.h on machines with 64 bits. */
  private static final int SI_PID = 16;

  private static final int PID = 0;
  private static final int SET = 8;
  private static final int ATTRIBUTES_AT = SET + SIGNAL_SET;
  private static final int VECTORS = ATTRIBUTES_AT + ATTRIBUTES;

  private Processes() {}

  /**
   * posix_spawnp(3): finds the program by PATH; the process inherits descriptors without
   * FD_CLOEXEC.
   *
   * @param arguments the program and its arguments
   * @param environment entries {@code NAME=value}
   * @param defaultSignals a bit for each signal whose action is reset to the default, 1 &lt;&lt;
   *     (number - 1)
   * @return its pid, or minus errno
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

  /** Lays out an array of addresses, ended by NULL, and its C strings; returns its address. */
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

  /**
   * Whether there is a process with this id, running or not: only ESRCH of kill(2) says that there
   * is none.
   *
   * @param pid at least 1
   */
  public static boolean exists(int pid) {
    return !Errno.ESRCH.isReasonOf((int) Native.call(Abi.KILL, pid, 0, 0));
  }

  /** pidfd_open(2): a descriptor, or minus errno; ENOSYS before Linux 5.3. */
  public static int openDescriptor(int pid) {
    return (int) Native.call(Abi.PIDFD_OPEN, pid, 0, 0);
  }

  /** wait4(2) for one child: its status, or minus errno. */
  public static int await(int pid) {
    Scratch s = Scratch.mine();
    int result = (int) Native.call(Abi.WAIT4, pid, s.at(Scratch.STRUCT), 0, 0);
    return result < 0 ? result : s.memory.getInt(Scratch.STRUCT);
  }

  /**
   * waitid(2) for the end of a child, which stays a zombie, so that its id keeps its meaning: its
   * pid, or minus errno.
   *
   * @param pid the child, or 0 for the next one that ends
   */
  public static int awaitEnd(int pid) {
    Scratch s = Scratch.mine();
    int which = pid == 0 ? Constants.P_ALL : Constants.P_PID;
    int options = Constants.WEXITED | Constants.WNOWAIT;
    int result = (int) Native.call(Abi.WAITID, which, pid, s.at(Scratch.STRUCT), options, 0);
    return result < 0 ? result : s.memory.getInt(Scratch.STRUCT + SI_PID);
  }

  /** kill(2): 0 or minus errno. */
  public static int kill(int pid, int signal) {
    return (int) Native.call(Abi.KILL, pid, signal, 0);
  }

  /**
   * Passes a signal on to the process of {@link #passSignalsTo} from now on, if another process
   * sends it to this one: not what a terminal sends to the whole group. A signal that is ignored
   * stays ignored.
   *
   * @return false if this runtime cannot
   */
  public static boolean passSignal(int signal) {
    return Native.passSignal(signal);
  }

  /**
   * The process to which signals are passed on, also those that have arrived before.
   *
   * @param pid a child that was not waited for, or 0 for none
   */
  public static void passSignalsTo(int pid) {
    Native.passSignalsTo(pid);
  }

  /** signal(2) with SIG_IGN; returns whether the signal was ignored before. */
  public static boolean ignore(int signal) {
    return Native.call("signal", signal, SIG_IGN, 0, 0, 0) == SIG_IGN;
  }
}
