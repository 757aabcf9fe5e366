// SPDX-License-Identifier: Apache-2.0
package io.ephemera.linux;

import io.ephemera.linux.Native.Scratch;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Java's foreign function interface, with one downcall handle for all C functions.
 *
 * <p>Seven integer arguments suffice for all of them; a handle for each signature would cost about
 * 3 ms each at start-up. errno is captured together with the result of its call.
 */
final class DowncallGate implements Gate {
  // Constants: the JIT inlines a constant handle where it is called.
  private static final MethodHandle CALL = link();
  private static final MemorySegment SYSCALL = find("syscall");

  /** Unlike Java's lookup, it finds the functions of preloaded libraries first. */
  private static final MemorySegment DLSYM = find("dlsym");

  private static final long RTLD_DEFAULT = 0;

  private static MemorySegment find(String function) {
    return Linker.nativeLinker().defaultLookup().find(function).orElseThrow();
  }

  @SuppressWarnings("restricted")
  private static MethodHandle link() {
    ValueLayout.OfLong word = ValueLayout.JAVA_LONG;
    FunctionDescriptor seven =
        FunctionDescriptor.of(word, word, word, word, word, word, word, word);
    return Linker.nativeLinker().downcallHandle(seven, Linker.Option.captureCallState("errno"));
  }

  @Override
  public long syscall(
      Scratch scratch, long number, long a, long b, long c, long d, long e, long f) {
    long result = invoke(SYSCALL, scratch, number, a, b, c, d, e, f);
    return result == -1 ? -scratch.errno() : result;
  }

  @Override
  @SuppressWarnings("restricted")
  public long checked(Scratch scratch, long function, long a, long b, long c, long d, long e) {
    int result = (int) invoke(MemorySegment.ofAddress(function), scratch, a, b, c, d, e, 0, 0);
    return result == -1 ? -scratch.errno() : result;
  }

  @Override
  @SuppressWarnings("restricted")
  public long call(long function, long a, long b, long c, long d, long e, long f) {
    return invoke(MemorySegment.ofAddress(function), Scratch.mine(), a, b, c, d, e, f, 0);
  }

  @Override
  public long symbol(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.ISO_8859_1);
    ByteBuffer memory = ByteBuffer.allocateDirect(bytes.length + 1).put(0, bytes);
    return invoke(DLSYM, Scratch.mine(), RTLD_DEFAULT, address(memory), 0, 0, 0, 0, 0);
  }

  @Override
  public void putString(Scratch scratch, int offset, byte[] bytes) {
    scratch.memory.put(offset, bytes, 0, bytes.length);
    scratch.memory.put(offset + bytes.length, (byte) 0);
  }

  @Override
  public void getWords(Scratch scratch, int offset, long[] into) {
    scratch.longs.get(offset / Long.BYTES, into);
  }

  @Override
  public long address(ByteBuffer buffer) {
    return MemorySegment.ofBuffer(buffer.duplicate().clear()).address();
  }

  private static long invoke(
      MemorySegment function,
      Scratch scratch,
      long a,
      long b,
      long c,
      long d,
      long e,
      long f,
      long g) {
    try {
      return (long) CALL.invokeExact(function, scratch.segment(), a, b, c, d, e, f, g);
    } catch (RuntimeException | Error thrown) {
      throw thrown;
    } catch (Throwable impossible) {
      throw new LinkageError("downcall", impossible);
    }
  }
}
