// SPDX-License-Identifier: Apache-2.0
package io.ephemera.linux;

import io.ephemera.linux.Native.Scratch;
import java.nio.ByteBuffer;

/**
 * A way out of Java into C, for integer words only. Thread-safe.
 *
 * <p>There are two, and both pass the same table of tests: {@link DowncallGate} works everywhere;
 * {@link JniGate} needs a compiled file, which only the program's own runtime image has, and saves
 * a short run a third of its time.
 */
sealed interface Gate permits DowncallGate, JniGate {

  /** syscall(2): the result, or minus errno. */
  long syscall(Scratch scratch, long number, long a, long b, long c, long d, long e, long f);

  /** Calls a C function: what it returned. */
  long call(long function, long a, long b, long c, long d, long e, long f);

  /** The address of a function of the C library; zero when there is none of that name. */
  long symbol(String name);

  /** Writes bytes and a NUL behind them into the thread's memory. */
  void putString(Scratch scratch, int offset, byte[] bytes);

  /** Reads words from the thread's memory. */
  void getWords(Scratch scratch, int offset, long[] into);

  /** Where a direct buffer lies. */
  long address(ByteBuffer buffer);

  /**
   * The faster of those that there are.
   *
   * @throws IllegalCallerException if Java was told not to let this module call native functions
   */
  static Gate open() {
    Gate compiled = JniGate.ofRuntimeImage();
    return compiled == null ? new DowncallGate() : compiled;
  }
}
