// SPDX-License-Identifier: Apache-2.0
package io.ephemera.linux;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The one way out of Java: every C function is called through one downcall handle.
 *
 * <p>Seven integer registers serve all of them; a handle for each signature would cost about 3 ms
 * each at start-up. Structures are laid out by hand in a direct buffer, because the variable
 * handles of memory layouts cost start-up time as well. The value of errno is captured together
 * with the result of its own call.
 */
final class Native {
  private static final int EINTR = 4;
  private static final @Nullable MethodHandle CALL = link();
  private static final MemorySegment SYSCALL = symbol("syscall");

  private Native() {}

  @SuppressWarnings("restricted")
  private static @Nullable MethodHandle link() {
    ValueLayout.OfLong word = ValueLayout.JAVA_LONG;
    FunctionDescriptor seven =
        FunctionDescriptor.of(word, word, word, word, word, word, word, word);
    try {
      return Linker.nativeLinker().downcallHandle(seven, Linker.Option.captureCallState("errno"));
    } catch (IllegalCallerException denied) {
      return null;
    }
  }

  static MemorySegment symbol(String name) {
    return Linker.nativeLinker().defaultLookup().findOrThrow(name);
  }

  /** syscall(2): the result, or minus errno. Started again when a signal interrupts it. */
  static long call(int number, long a, long b, long c, long d, long e, long f) {
    return call(Scratch.mine(), number, a, b, c, d, e, f);
  }

  /** As {@link #call}, where the thread's own memory is at hand. */
  static long call(Scratch scratch, int number, long a, long b, long c, long d, long e, long f) {
    long result = invokeRaw(SYSCALL, scratch, number, a, b, c, d, e, f);
    return result == -1 ? failed(scratch, number, a, b, c, d, e, f) : result;
  }

  private static long failed(
      Scratch scratch, int number, long a, long b, long c, long d, long e, long f) {
    long result = -scratch.errno();
    while (result == -EINTR) {
      result = invokeRaw(SYSCALL, scratch, number, a, b, c, d, e, f);
      result = result == -1 ? -scratch.errno() : result;
    }
    return result;
  }

  /**
   * As {@link #call}, but not started again: for close(2), whose descriptor is gone even when it
   * was interrupted.
   */
  static long callOnce(int number, long a) {
    Scratch scratch = Scratch.mine();
    long result = invokeRaw(SYSCALL, scratch, number, a, 0, 0, 0, 0, 0);
    return result == -1 ? -scratch.errno() : result;
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

  /** Calls a C function and gives what it returned in the result register. */
  static long invokeRaw(
      MemorySegment function,
      Scratch scratch,
      long a,
      long b,
      long c,
      long d,
      long e,
      long f,
      long g) {
    MethodHandle handle = CALL;
    if (handle == null) {
      throw new NativeAccessDeniedException();
    }
    try {
      return (long) handle.invokeExact(function, scratch.state, a, b, c, d, e, f, g);
    } catch (RuntimeException | Error thrown) {
      throw thrown;
    } catch (Throwable impossible) {
      throw new LinkageError("downcall", impossible);
    }
  }

  /** Memory of one thread that the kernel reads and writes during a call. */
  static final class Scratch {
    /** Room for a structure: statx(2)'s 256 bytes are the largest. */
    static final int STRUCT = 16;

    static final int FIRST_PATH = 512;
    static final int SECOND_PATH = FIRST_PATH + 4352;
    static final int DATA = SECOND_PATH + 4352;
    static final int DATA_SIZE = 64 * 1024;
    private static final int PATH_MAX = 4096;
    private static final ThreadLocal<Scratch> MINE = ThreadLocal.withInitial(Scratch::new);

    private static final int PLACES = 64;

    /**
     * Those of threads that called lately: asking whose one is costs less than a thread local.
     * Threads that are started one after another have places of their own, so that none is written
     * to while several work.
     */
    private static final @Nullable Scratch[] LATELY = new Scratch[PLACES];

    private final Thread owner = Thread.currentThread();

    final ByteBuffer memory =
        ByteBuffer.allocateDirect(DATA + DATA_SIZE).order(ByteOrder.nativeOrder());
    final LongBuffer longs = memory.asLongBuffer();
    final MemorySegment state = MemorySegment.ofBuffer(memory);
    private final long address = state.address();

    @SuppressWarnings("ReferenceEquality") // a thread is itself and no other
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

    int errno() {
      return memory.getInt(0);
    }

    long at(int offset) {
      return address + offset;
    }

    /** Lays out a C string; false when it is too long for the kernel. */
    boolean path(int offset, byte[] path) {
      if (path.length >= PATH_MAX) {
        return false;
      }
      memory.put(offset, path, 0, path.length);
      memory.put(offset + path.length, (byte) 0);
      return true;
    }
  }
}
