// SPDX-License-Identifier: Apache-2.0
package io.ephemera.linux;

import io.ephemera.linux.Native.Scratch;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Memory for one transfer between a socket and a buffer on the heap: that of the thread if it is
 * large enough, otherwise 64 KiB from a pool. Virtual threads have little memory of their own,
 * because there may be very many; calls that do not block leave as many of them inside a transfer
 * as there are carriers.
 *
 * @param pooled the memory from the pool, or null if it is the thread's
 */
record Transfer(
    ByteBuffer buffer, int start, int size, Scratch scratch, @Nullable ByteBuffer pooled)
    implements AutoCloseable {
  private static final ArrayBlockingQueue<ByteBuffer> POOL = new ArrayBlockingQueue<>(16);

  /** The scope of a buffer that no arena can free while it is used. */
  private static final Class<?> UNMANAGED =
      MemorySegment.ofBuffer(ByteBuffer.allocateDirect(0)).scope().getClass();

  static Transfer of(int wanted) {
    Scratch mine = Scratch.mine();
    int size = Math.min(wanted, Scratch.DATA_SIZE);
    if (size <= mine.dataSize) {
      return new Transfer(mine.memory, Scratch.DATA, size, mine, null);
    }
    ByteBuffer pooled = POOL.poll();
    ByteBuffer memory = pooled == null ? ByteBuffer.allocateDirect(Scratch.DATA_SIZE) : pooled;
    return new Transfer(memory, 0, size, mine, memory);
  }

  /** Makes the call with this memory. */
  int run(int call, Fd socket, int flags) {
    long address = pooled == null ? scratch.at(start) : Native.address(pooled);
    return (int) Native.call(scratch, call, socket.number(), address, size, flags, 0, 0);
  }

  /** Whether the kernel may read and write the memory of a buffer itself. */
  static boolean isDirect(ByteBuffer buffer) {
    return buffer.isDirect() && MemorySegment.ofBuffer(buffer).scope().getClass() == UNMANAGED;
  }

  /** Makes a call with what remains of such a buffer. */
  static int direct(int call, Fd socket, ByteBuffer buffer, int flags) {
    long address = MemorySegment.ofBuffer(buffer).address();
    int size = buffer.remaining();
    try {
      return (int) Native.call(Scratch.mine(), call, socket.number(), address, size, flags, 0, 0);
    } finally {
      Reference.reachabilityFence(buffer);
    }
  }

  /** Returns memory to the pool. */
  @Override
  public void close() {
    if (pooled != null) {
      POOL.offer(pooled); // if it is full, the memory is freed
    }
  }
}
