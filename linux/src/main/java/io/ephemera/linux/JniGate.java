// SPDX-License-Identifier: Apache-2.0
package io.ephemera.linux;

import io.ephemera.linux.Native.Scratch;
import java.io.File;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Native methods of a compiled file, {@code src/main/c/jni_gate.c}.
 *
 * <p>Linking a downcall generates classes and costs a short run 20 of its 60 milliseconds, and each
 * call passes a dozen interpreted frames; native methods cost neither.
 */
final class JniGate implements Gate {
  private JniGate() {}

  /**
   * The one in this runtime image; null where there is none, as in an ordinary JDK, or where it
   * cannot be loaded.
   */
  static @Nullable JniGate ofRuntimeImage() {
    String file = System.getProperty("java.home") + "/lib/libephemera.so";
    try {
      return new File(file).exists() ? of(file) : null;
    } catch (UnsatisfiedLinkError e) {
      return null;
    }
  }

  /**
   * The one in a compiled file.
   *
   * @throws UnsatisfiedLinkError if it cannot be loaded or is another file
   */
  @SuppressWarnings("restricted")
  static JniGate of(String file) {
    System.load(file);
    kernel(Abi.GETUID, 0, 0, 0, 0, 0, 0); // fails here, not later: native methods are bound lazily
    return new JniGate();
  }

  @Override
  public long syscall(
      Scratch scratch, long number, long a, long b, long c, long d, long e, long f) {
    return kernel(number, a, b, c, d, e, f);
  }

  @Override
  public long call(long function, long a, long b, long c, long d, long e, long f) {
    return function(function, a, b, c, d, e, f);
  }

  @Override
  public long symbol(String name) {
    Scratch scratch = Scratch.mine();
    scratch.path(Scratch.SECOND_PATH, name.getBytes(StandardCharsets.ISO_8859_1));
    return lookUp(scratch.at(Scratch.SECOND_PATH));
  }

  @Override
  public void putString(Scratch scratch, int offset, byte[] bytes) {
    copyIn(bytes, scratch.at(offset));
  }

  @Override
  public void getWords(Scratch scratch, int offset, long[] into) {
    copyOut(scratch.at(offset), into);
  }

  @Override
  public long address(ByteBuffer buffer) {
    return addressOf(buffer);
  }

  private static native long kernel(long number, long a, long b, long c, long d, long e, long f);

  private static native long function(long address, long a, long b, long c, long d, long e, long f);

  private static native long lookUp(long name);

  private static native long addressOf(ByteBuffer buffer);

  private static native void copyIn(byte[] bytes, long address);

  private static native void copyOut(long address, long[] words);
}
