// SPDX-License-Identifier: Apache-2.0
package io.ephemera.linux;

import io.ephemera.linux.Native.Scratch;
import java.nio.ByteBuffer;

/**
 * A way from Java into C, for integer words only. Thread-safe.
 *
 * <p>There are two, which pass the same table of tests: {@link DowncallGate} works everywhere;
 * {@link JniGate} needs a compiled file, which only the program's own runtime image has, and saves
 * a third of the time of a short run.
 */
sealed interface Gate permits DowncallGate, JniGate {

  /** syscall(2): the result, or minus errno. */
  long syscall(Scratch scratch, long number, long a, long b, long c, long d, long e, long f);

  /** Calls a C function and returns its result. */
  long call(long function, long a, long b, long c, long d, long e, long f);

  /** The address of a function of the C library; zero if there is none with that name. */
  long symbol(String name);

  /** Writes bytes and a NUL into the thread's memory. */
  void putString(Scratch scratch, int offset, byte[] bytes);

  /** Reads words from the thread's memory. */
  void getWords(Scratch scratch, int offset, long[] into);

  /** The address of a direct buffer. */
  long address(ByteBuffer buffer);

  /**
   * Opens the fastest gate that is available.
   *
   * @throws IllegalCallerException if native access is denied to this module
   */
  static Gate open() {
    Gate compiled = JniGate.ofRuntimeImage();
    return compiled == null ? new DowncallGate() : compiled;
  }
}
