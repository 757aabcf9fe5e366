// SPDX-License-Identifier: Apache-2.0
package io.ephemera.linux;

import io.ephemera.linux.Native.Scratch;
import io.ephemera.linux.errno.Errno;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Starts a process and waits for it. Java's own way closes every descriptor that the process should
 * inherit. Thread-safe.
 */
public final class Processes {
  // spawn.h of glibc and musl
  private static final int POSIX_SPAWN_SETSIGDEF = 4;
  private static final int POSIX_SPAWN_SETSIGMASK = 8;
  private static final int POSIX_SPAWN_SETSID = 0x80;

  private static final long SIG_DFL = 0;
  private static final long SIG_IGN = 1;

  /** The kernel's sigset_t: 64 signals. */
  private static final int KERNEL_SIGNAL_SET = 8;

  private static final int SIG_SETMASK = 2;

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
   * What a process gets that is started, beside its program.
   *
   * @param defaultSignals a bit for each signal whose action is reset to the default, 1 &lt;&lt;
   *     (number - 1)
   * @param blockedSignals likewise its signal mask, or null for that of the calling thread
   * @param ownSession whether it leads a session of its own, setsid(2)
   */
  public record Attributes(
      long defaultSignals, @Nullable Long blockedSignals, boolean ownSession) {}

  /**
   * posix_spawnp(3): finds the program by PATH; the process inherits descriptors without
   * FD_CLOEXEC.
   *
   * @param arguments the program and its arguments
   * @param environment entries {@code NAME=value}
   * @param defaultSignals as in {@link Attributes}
   * @return its pid, or minus errno
   */
  public static int spawn(List<byte[]> arguments, List<byte[]> environment, long defaultSignals) {
    return spawn(
        arguments.getFirst(), arguments, environment, new Attributes(defaultSignals, null, false));
  }

  /**
   * As {@link #spawn(List, List, long)}, with another program than the first argument says.
   *
   * @param program a path with a slash, or a name that is found by PATH
   */
  public static int spawn(
      byte[] program, List<byte[]> arguments, List<byte[]> environment, Attributes wanted) {
    Vectors vectors = new Vectors(program, arguments, environment);
    ByteBuffer memory = vectors.memory;
    long base = vectors.base;
    long attributes = base + ATTRIBUTES_AT;
    int failed = (int) Native.call("posix_spawnattr_init", attributes, 0, 0, 0, 0);
    if (failed == 0) {
      int flags = POSIX_SPAWN_SETSIGDEF | (wanted.ownSession() ? POSIX_SPAWN_SETSID : 0);
      memory.putLong(SET, wanted.defaultSignals());
      Native.call("posix_spawnattr_setsigdefault", attributes, base + SET, 0, 0, 0);
      Long mask = wanted.blockedSignals();
      if (mask != null) {
        flags |= POSIX_SPAWN_SETSIGMASK;
        memory.putLong(SET, mask);
        Native.call("posix_spawnattr_setsigmask", attributes, base + SET, 0, 0, 0);
      }
      Native.call("posix_spawnattr_setflags", attributes, flags, 0, 0, 0);
      failed =
          (int)
              Native.call(
                  "posix_spawnp",
                  base + PID,
                  vectors.program,
                  0,
                  attributes,
                  vectors.arguments,
                  vectors.environment);
    }
    return failed == 0 ? memory.getInt(PID) : -failed;
  }

  /**
   * execve(2): this process becomes the program, with its pid.
   *
   * @param program a path
   * @param arguments how it is called, and its arguments
   * @param environment entries {@code NAME=value}
   * @return minus errno, if it returns
   */
  public static int execve(byte[] program, List<byte[]> arguments, List<byte[]> environment) {
    Vectors vectors = new Vectors(program, arguments, environment);
    try {
      return (int) Native.call(Abi.EXECVE, vectors.program, vectors.arguments, vectors.environment);
    } finally {
      Reference.reachabilityFence(vectors);
    }
  }

  /** Memory with the strings of a program, after room for what posix_spawn(3) needs. */
  private static final class Vectors {
    final ByteBuffer memory;
    final long base;
    final long program;
    final long arguments;
    final long environment;

    Vectors(byte[] program, List<byte[]> arguments, List<byte[]> environment) {
      int strings = program.length + 1 + size(arguments) + size(environment);
      memory = ByteBuffer.allocateDirect(VECTORS + strings).order(ByteOrder.nativeOrder());
      base = Native.address(memory);
      memory.position(VECTORS);
      this.arguments = layOut(arguments, memory, base);
      this.environment = layOut(environment, memory, base);
      this.program = base + memory.position();
      memory.put(program).put((byte) 0);
    }
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

  /** signal(2) with SIG_DFL. */
  public static void resetToDefault(int signal) {
    Native.call("signal", signal, SIG_DFL, 0, 0, 0);
  }

  /**
   * rt_sigprocmask(2): the signal mask of the calling thread.
   *
   * @param signals a bit for each signal, 1 &lt;&lt; (number - 1)
   */
  public static int setBlocked(long signals) {
    Scratch s = Scratch.mine();
    s.memory.putLong(Scratch.STRUCT, signals);
    long set = s.at(Scratch.STRUCT);
    return (int) Native.call(Abi.RT_SIGPROCMASK, SIG_SETMASK, set, 0, KERNEL_SIGNAL_SET);
  }

  /** setsid(2): minus EPERM if this process leads a process group. */
  public static int setsid() {
    return (int) Native.call(Abi.SETSID, 0);
  }
}
