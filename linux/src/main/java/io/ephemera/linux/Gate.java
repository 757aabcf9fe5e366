// SPDX-License-Identifier: Apache-2.0
package io.ephemera.linux;

import io.ephemera.linux.Native.Scratch;
import java.nio.ByteBuffer;

/**
 * A way from Java into C, for integer words only. Thread-safe.
 *
 * <p>There are two, and {@link PreloadedGate} in front of either, which pass the same table of
 * tests: {@link DowncallGate} works everywhere; {@link JniGate} needs a compiled file, which only
 * the program's own runtime image has, and saves a third of the time of a short run.
 */
sealed interface Gate permits DowncallGate, JniGate, PreloadedGate {
  /** The system property by which the launcher {@code ./ephemera} reports an LD_PRELOAD. */
  String PRELOADED = "ephemera.preloaded";

  /** syscall(2): the result, or minus errno. */
  long syscall(Scratch scratch, long number, long a, long b, long c, long d, long e, long f);

  /**
   * Calls a C function that returns an int, and sets errno if that is -1: the result, or minus
   * errno.
   */
  long checked(Scratch scratch, long function, long a, long b, long c, long d, long e);

  /** Calls a C function and returns its result. */
  long call(long function, long a, long b, long c, long d, long e, long f);

  /** The address of a function of the C library; zero if there is none with that name. */
  long symbol(String name);

  /** Writes bytes and a NUL into the thread's memory. */
  void putString(Scratch scratch, int offset, byte[] bytes);

  /** Reads words from the thread's memory. */
  void getWords(Scratch scratch, int offset, long[] into);

  /** Copies bytes of a direct buffer to the same place of an array. */
  default void getBytes(ByteBuffer from, long address, int offset, int length, byte[] into) {
    from.get(offset, into, offset, length);
  }

  /** The address of a direct buffer, whatever its position is. */
  long address(ByteBuffer buffer);

  /**
   * Passes on a signal from now on, sigaction(2), unless it is ignored: if another process sends it
   * to this one, it is sent to the child; and if the kernel does, and the child does not get it by
   * itself, because it is in another process group.
   *
   * @return false if this gate cannot: a handler has to be compiled
   */
  default boolean passSignal(int number) {
    return false;
  }

  /**
   * Sets the child, and sends it what arrived before.
   *
   * @param receiver the child; or 0 for none; or minus a descriptor, which gets a byte for each
   *     signal: its number
   */
  default void passSignalsTo(int receiver) {}

  /**
   * Stops this process, SIGSTOP, because the child has stopped. The SIGCONT that continues it is
   * not passed on.
   *
   * @return false if this gate cannot
   */
  default boolean stopWithChild() {
    return false;
  }

  /**
   * Opens the fastest gate that is available.
   *
   * @throws IllegalCallerException if native access is denied to this module
   */
  static Gate open() {
    Gate compiled = JniGate.ofRuntimeImage();
    Gate gate = compiled == null ? new DowncallGate() : compiled;
    return System.getProperty(PRELOADED) == null ? gate : new PreloadedGate(gate);
  }
}
