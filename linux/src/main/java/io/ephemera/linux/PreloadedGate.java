// SPDX-License-Identifier: Apache-2.0
package io.ephemera.linux;

import io.ephemera.linux.Native.Scratch;
import io.ephemera.linux.errno.Errno;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Makes the system calls that concern owners, modes, device nodes and extended attributes through
 * the functions of the C library. A library in LD_PRELOAD may replace these functions, as those of
 * fakeroot(1) and pseudo(1) do.
 */
final class PreloadedGate implements Gate {
  private static final int CALLS = 512;

  private final Gate gate;

  /** Addresses of functions by the numbers of their calls; zero for calls that stay as they are. */
  private volatile long @Nullable [] functions;

  PreloadedGate(Gate gate) {
    this.gate = gate;
  }

  /** Found late, because finding a function needs the memory of a thread, which needs a gate. */
  private long[] functions() {
    long[] found = functions;
    if (found == null) {
      found = new long[CALLS];
      found[Abi.GETUID] = gate.symbol("getuid");
      found[Abi.GETEUID] = gate.symbol("geteuid");
      found[Abi.GETEGID] = gate.symbol("getegid");
      found[Abi.STATX] = gate.symbol("statx");
      found[Abi.FCHMODAT] = gate.symbol("fchmodat");
      found[Abi.FCHOWNAT] = gate.symbol("fchownat");
      found[Abi.MKDIRAT] = gate.symbol("mkdirat");
      found[Abi.MKNODAT] = gate.symbol("mknodat");
      found[Abi.UNLINKAT] = gate.symbol("unlinkat");
      found[Abi.GETXATTR] = gate.symbol("getxattr");
      found[Abi.SETXATTR] = gate.symbol("setxattr");
      found[Abi.LISTXATTR] = gate.symbol("listxattr");
      found[Abi.REMOVEXATTR] = gate.symbol("removexattr");
      functions = found;
    }
    return found;
  }

  @Override
  public long syscall(
      Scratch scratch, long number, long a, long b, long c, long d, long e, long f) {
    if (number == Abi.FCHMODAT2) {
      return Errno.ENOSYS.asResult(); // no preloaded library knows it; callers use fchmodat
    }
    long function = functions()[(int) number];
    return function == 0
        ? gate.syscall(scratch, number, a, b, c, d, e, f)
        : gate.checked(scratch, function, a, b, c, d, e);
  }

  @Override
  public long checked(Scratch scratch, long function, long a, long b, long c, long d, long e) {
    return gate.checked(scratch, function, a, b, c, d, e);
  }

  @Override
  public long call(long function, long a, long b, long c, long d, long e, long f) {
    return gate.call(function, a, b, c, d, e, f);
  }

  @Override
  public boolean passSignal(int number) {
    return gate.passSignal(number);
  }

  @Override
  public void passSignalsTo(int receiver) {
    gate.passSignalsTo(receiver);
  }

  @Override
  public boolean stopWithChild() {
    return gate.stopWithChild();
  }

  @Override
  public long symbol(String name) {
    return gate.symbol(name);
  }

  @Override
  public void putString(Scratch scratch, int offset, byte[] bytes) {
    gate.putString(scratch, offset, bytes);
  }

  @Override
  public void getWords(Scratch scratch, int offset, long[] into) {
    gate.getWords(scratch, offset, into);
  }

  @Override
  public void getBytes(ByteBuffer from, long address, int offset, int length, byte[] into) {
    gate.getBytes(from, address, offset, length, into);
  }

  @Override
  public long address(ByteBuffer buffer) {
    return gate.address(buffer);
  }
}
