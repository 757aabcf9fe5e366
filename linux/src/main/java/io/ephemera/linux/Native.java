// SPDX-License-Identifier: Apache-2.0
package io.ephemera.linux;

import io.ephemera.linux.errno.Errno;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The only way out of Java: every system call and every call of a C function goes through one
 * {@link Gate}.
 *
 * <p>Structures are laid out by hand in a direct buffer, because the variable handles of memory
 * layouts cost start-up time.
 */
final class Native {
  private static final long INTERRUPTED = Errno.EINTR.asResult();
  private static final @Nullable Gate GATE = open();

  private Native() {}

  private static @Nullable Gate open() {
    try {
      return Gate.open();
    } catch (IllegalCallerException denied) {
      return null;
    } catch (ExceptionInInitializerError failed) {
      if (failed.getCause() instanceof IllegalCallerException) {
        return null;
      }
      throw failed;
    }
  }

  private static Gate gate() {
    Gate gate = GATE;
    if (gate == null) {
      throw new NativeAccessDeniedException();
    }
    return gate;
  }

  /** syscall(2): the result, or minus errno. Repeated if a signal interrupts it. */
  static long call(int number, long a, long b, long c, long d, long e, long f) {
    return call(Scratch.mine(), number, a, b, c, d, e, f);
  }

  /** As {@link #call}, for a caller that already has the thread's memory. */
  static long call(Scratch scratch, int number, long a, long b, long c, long d, long e, long f) {
    Gate gate = gate();
    long result;
    do {
      result = gate.syscall(scratch, number, a, b, c, d, e, f);
    } while (result == INTERRUPTED);
    return result;
  }

  /**
   * As {@link #call}, but not repeated: for close(2), which releases the descriptor even if it is
   * interrupted.
   */
  static long callOnce(int number, long a) {
    return gate().syscall(Scratch.mine(), number, a, 0, 0, 0, 0, 0);
  }

  static long call(int number, long a) {
    return call(number, a, 0, 0, 0, 0, 0);
  }

  static long call(int number, long a, long b, long c) {
    return call(number, a, b, c, 0, 0, 0);
  }

  static long call(int number, long a, long b, long c, long d) {
    return call(number, a, b, c, d, 0, 0);
  }

  static long call(int number, long a, long b, long c, long d, long e) {
    return call(number, a, b, c, d, e, 0);
  }

  /** Calls a function of the C library and returns its result. */
  static long call(String function, long a, long b, long c, long d, long e) {
    return call(function, a, b, c, d, e, 0);
  }

  /** As {@link #call}, with six arguments. */
  static long call(String function, long a, long b, long c, long d, long e, long f) {
    long address = gate().symbol(function);
    if (address == 0) {
      throw new UnsatisfiedLinkError(function);
    }
    return gate().call(address, a, b, c, d, e, f);
  }

  static boolean passSignal(int number) {
    return gate().passSignal(number);
  }

  static void passSignalsTo(int receiver) {
    gate().passSignalsTo(receiver);
  }

  static boolean stopWithChild() {
    return gate().stopWithChild();
  }

  /**
   * Copies bytes of a direct buffer to the same place of an array.
   *
   * @param address that of the buffer
   */
  static void copy(ByteBuffer from, long address, int offset, int length, byte[] into) {
    gate().getBytes(from, address, offset, length, into);
  }

  /** The address of a direct buffer. */
  static long address(ByteBuffer buffer) {
    return gate().address(buffer);
  }

  /** The memory of one thread that the kernel reads and writes during a call. */
  static final class Scratch {
    /** Room for a structure: statx(2)'s 256 bytes are the largest. */
    static final int STRUCT = 16;

    static final int OPEN_HOW = 480;
    static final int FIRST_PATH = 512;
    static final int SECOND_PATH = FIRST_PATH + 4352;
    static final int DATA = SECOND_PATH + 4352;
    static final int DATA_SIZE = 64 * 1024;

    /** For virtual threads, of which there may be very many. */
    private static final int LITTLE = 8 * 1024;

    private static final int PATH_MAX = 4096;
    private static final ThreadLocal<Scratch> MINE = ThreadLocal.withInitial(Scratch::new);

    private static final int PLACES = 64;

    /**
     * The memory of threads that called recently: comparing the owner costs less than a thread
     * local. Threads that start one after another use different places, so that none of them is
     * written while they work.
     */
    private static final @Nullable Scratch[] LATELY = new Scratch[PLACES];

    private final Thread owner = Thread.currentThread();

    /** The number of bytes from {@link #DATA} on. */
    final int dataSize = owner.isVirtual() ? LITTLE : DATA_SIZE;

    final ByteBuffer memory =
        ByteBuffer.allocateDirect(DATA + dataSize).order(ByteOrder.nativeOrder());
    final LongBuffer longs = memory.asLongBuffer();
    private final long address = address(memory);
    private int openFlags = -1;
    private int openMode;
    private int openResolve;
    private @Nullable MemorySegment segment;

    @SuppressWarnings("ReferenceEquality") // the same thread, not an equal one
    static Scratch mine() {
      Thread thread = Thread.currentThread();
      int place = (int) thread.threadId() & (PLACES - 1);
      Scratch scratch = LATELY[place];
      if (scratch == null || scratch.owner != thread) {
        scratch = MINE.get();
        LATELY[place] = scratch;
      }
      return scratch;
    }

    /** All of it, for the foreign function interface, which captures errno at its beginning. */
    MemorySegment segment() {
      MemorySegment known = segment;
      if (known == null) {
        known = MemorySegment.ofBuffer(memory);
        segment = known;
      }
      return known;
    }

    int errno() {
      return memory.getInt(0);
    }

    long at(int offset) {
      return address + offset;
    }

    /** Lays out a C string; false if it is too long for the kernel. */
    boolean path(int offset, byte[] path) {
      if (path.length >= PATH_MAX) {
        return false;
      }
      gate().putString(this, offset, path);
      return true;
    }

    /** Lays out struct open_how, unless it is the same as last time, as nearly always. */
    void openHow(int flags, int mode, int resolve) {
      if (flags != openFlags || mode != openMode || resolve != openResolve) {
        memory.putLong(OPEN_HOW, flags);
        memory.putLong(OPEN_HOW + 8, mode);
        memory.putLong(OPEN_HOW + 16, resolve);
        openFlags = flags;
        openMode = mode;
        openResolve = resolve;
      }
    }

    /** Reads words of a structure. */
    void words(int offset, long[] into) {
      gate().getWords(this, offset, into);
    }
  }
}
