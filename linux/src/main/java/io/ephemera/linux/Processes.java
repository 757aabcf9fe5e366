// SPDX-License-Identifier: Apache-2.0
package io.ephemera.linux;

import io.ephemera.linux.Native.Scratch;
import io.ephemera.linux.errno.Errno;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.IntSupplier;
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

  /** The kernel's struct sigaction: handler, flags, restorer, mask. */
  private static final int KERNEL_SIGACTION = 32;

  private static final int SIG_SETMASK = 2;

  /** Added to the pid of a child that has stopped; a pid has at most 22 bits. */
  public static final int STOPPED = 1 << 30;

  /** Room for a posix_spawnattr_t, which has 336 bytes with glibc and musl. */
  private static final int ATTRIBUTES = 512;

  /** A sigset_t of glibc and musl: 1024 bits. */
  private static final int SIGNAL_SET = 128;

  /** Of a siginfo_t of a child, asm-generic/siginfo.h on machines with 64 bits. */
  private static final int SI_CODE = 8;

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
   * waitid(2) for the next child that ends or stops. One that has ended stays a zombie, so that its
   * id keeps its meaning; one that has stopped is reported once.
   *
   * @param pid the child, or 0 for any
   * @return its pid, with {@link #STOPPED} added if it has stopped; or minus errno
   */
  public static int awaitChange(int pid) {
    Scratch s = Scratch.mine();
    int which = pid == 0 ? Constants.P_ALL : Constants.P_PID;
    int changes = Constants.WEXITED | Constants.WSTOPPED | Constants.WNOWAIT;
    int result = (int) Native.call(Abi.WAITID, which, pid, s.at(Scratch.STRUCT), changes, 0);
    if (result < 0) {
      return result;
    }
    int changed = s.memory.getInt(Scratch.STRUCT + SI_PID);
    if (s.memory.getInt(Scratch.STRUCT + SI_CODE) != Constants.CLD_STOPPED) {
      return changed;
    }
    int once = Constants.WSTOPPED | Constants.WNOHANG;
    Native.call(Abi.WAITID, Constants.P_PID, changed, s.at(Scratch.STRUCT), once, 0);
    return STOPPED | changed;
  }

  /** Whether there are children that were not waited for, waitid(2). */
  public static boolean hasChildren() {
    Scratch s = Scratch.mine();
    int look = Constants.WEXITED | Constants.WNOHANG | Constants.WNOWAIT;
    return Native.call(Abi.WAITID, Constants.P_ALL, 0, s.at(Scratch.STRUCT), look, 0) == 0;
  }

  /** Whether {@link #awaitChange} would report at once that a child has stopped. */
  public static boolean isStopUnreported(int pid) {
    Scratch s = Scratch.mine();
    int look = Constants.WSTOPPED | Constants.WNOHANG | Constants.WNOWAIT;
    s.memory.putInt(Scratch.STRUCT + SI_PID, 0); // as it remains if there is nothing to report
    Native.call(Abi.WAITID, Constants.P_PID, pid, s.at(Scratch.STRUCT), look, 0);
    return s.memory.getInt(Scratch.STRUCT + SI_PID) == pid;
  }

  /**
   * prctl(2) with PR_SET_CHILD_SUBREAPER: processes below this one whose parent ends become its
   * children from now on. 0 or minus errno.
   */
  public static int becomeSubreaper() {
    return (int) Native.call(Abi.PRCTL, Constants.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
  }

  /** pidfd_send_signal(2): 0 or minus errno. */
  public static int pidfdSendSignal(Fd process, int signal) {
    return (int) Native.call(Abi.PIDFD_SEND_SIGNAL, process.number(), signal, 0, 0);
  }

  /** kill(2): 0 or minus errno. */
  public static int kill(int pid, int signal) {
    return (int) Native.call(Abi.KILL, pid, signal, 0);
  }

  /**
   * Passes a signal on to the process of {@link #passSignalsTo} from now on, if another process
   * sends it to this one, or if the kernel does: but not what a terminal sends to the group of
   * both. A signal that is ignored stays ignored.
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

  /**
   * Writes the number of each signal that would be passed on, also of those that have arrived
   * before, as a byte.
   *
   * @param writable must stay open
   */
  public static void passSignalsTo(Fd writable) {
    Native.passSignalsTo(-writable.number());
  }

  /**
   * Stops this process, SIGSTOP, because the child has stopped, until another process continues it.
   */
  public static void stopWithChild() {
    if (!Native.stopWithChild()) {
      Native.call("raise", Constants.SIGSTOP, 0, 0, 0, 0);
    }
  }

  /** signal(2) with SIG_IGN; returns whether the signal was ignored before. */
  public static boolean ignore(int signal) {
    return Native.call("signal", signal, SIG_IGN, 0, 0, 0) == SIG_IGN;
  }

  /** Makes a call while a signal is ignored, which then has the same action again, sigaction(2). */
  public static int whileIgnored(int signal, IntSupplier call) {
    Scratch s = Scratch.mine();
    byte[] action = new byte[KERNEL_SIGACTION];
    long struct = s.at(Scratch.DATA);
    Native.call(Abi.RT_SIGACTION, signal, 0, struct, KERNEL_SIGNAL_SET);
    s.memory.get(Scratch.DATA, action);
    boolean ignored = ignore(signal);
    int result = call.getAsInt();
    s.memory.put(Scratch.DATA, action);
    Native.call(Abi.RT_SIGACTION, signal, struct, 0, KERNEL_SIGNAL_SET);
    return result;
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

  /** umask(2): the former mask of this process, or of this thread after unshare(2). */
  public static int umask(int mask) {
    return (int) Native.call(Abi.UMASK, mask);
  }

  /** setsid(2): minus EPERM if this process leads a process group. */
  public static int setsid() {
    return (int) Native.call(Abi.SETSID, 0);
  }

  /** signal(2) with SIG_DFL, unless the signal is ignored. */
  public static void restoreDefault(int signal) {
    if (Native.call("signal", signal, SIG_DFL, 0, 0, 0) == SIG_IGN) {
      boolean ignored = ignore(signal);
    }
  }
}
