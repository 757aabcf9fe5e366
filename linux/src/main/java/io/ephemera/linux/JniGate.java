// SPDX-License-Identifier: Apache-2.0
package io.ephemera.linux;

import io.ephemera.linux.Native.Scratch;
import java.io.File;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Native methods in a compiled file, {@code src/main/c/jni_gate.c}.
 *
 * <p>Linking a downcall generates classes, which takes 20 of the 60 milliseconds of a short run,
 * and each call passes a dozen interpreted frames. Native methods need neither.
 */
final class JniGate implements Gate {
  private JniGate() {}

  /**
   * Loads the file of this runtime image; null if there is none, as in an ordinary JDK, or it
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
   * Loads a file.
   *
   * @throws UnsatisfiedLinkError if it cannot be loaded or has other methods
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
  public long checked(Scratch scratch, long function, long a, long b, long c, long d, long e) {
    return checked(function, a, b, c, d, e);
  }

  @Override
  public long call(long function, long a, long b, long c, long d, long e, long f) {
    return function(function, a, b, c, d, e, f);
  }

  @Override
  public long symbol(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.ISO_8859_1);
    ByteBuffer memory = ByteBuffer.allocateDirect(bytes.length + 1).put(bytes);
    return lookUp(addressOf(memory));
  }

  @Override
  public void putString(Scratch scratch, int offset, byte[] bytes) {
    copyIn(bytes, scratch.at(offset));
  }

  @Override
  public void getWords(Scratch scratch, int offset, long[] into) {
    copyOut(scratch.at(offset), into);
  }

  /** A dozen frames of the JDK would do the same, which are interpreted at first. */
  @Override
  public void getBytes(ByteBuffer from, long address, int offset, int length, byte[] into) {
    copyBytes(address + offset, into, offset, length);
  }

  @Override
  public long address(ByteBuffer buffer) {
    return addressOf(buffer);
  }

  @Override
  public boolean passSignal(int number) {
    pass(number);
    return true;
  }

  @Override
  public void passSignalsTo(int receiver) {
    passTo(receiver);
  }

  @Override
  public boolean stopWithChild() {
    stop();
    return true;
  }

  private static native void pass(int number);

  private static native void passTo(int receiver);

  private static native void stop();

  private static native long kernel(long number, long a, long b, long c, long d, long e, long f);

  private static native long function(long address, long a, long b, long c, long d, long e, long f);

  private static native long checked(long address, long a, long b, long c, long d, long e);

  private static native long lookUp(long name);

  private static native long addressOf(ByteBuffer buffer);

  private static native void copyIn(byte[] bytes, long address);

  private static native void copyOut(long address, long[] words);

  private static native void copyBytes(long address, byte[] into, int offset, int length);
}
