// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.JavaPath;
import io.ephemera.fs.OpenFile;
import io.ephemera.fs.SystemCallException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A channel on a descriptor of ours, which needs no second one and knows why the kernel refuses a
 * call: a channel of the JDK reports that as text in the user's language. Only mappings and locks
 * open a channel of the JDK. Thread-safe.
 */
final class PlaceChannel extends FileChannel {
  private static final int CHUNK = 64 * 1024;
  private static final int OWNER = 0600;

  private final OpenFile file;
  private final boolean closesFile;
  private final BytePath path;
  private final CallGuard guard = new CallGuard();

  /** Held while the position is used or changed. */
  private final ReentrantLock positioning = new ReentrantLock();

  private long position;
  private @Nullable FileChannel mapping;

  private PlaceChannel(OpenFile file, boolean closesFile, BytePath path) {
    this.file = file;
    this.closesFile = closesFile;
    this.path = path;
  }

  /**
   * A channel on a file that outlives it.
   *
   * @param file open for reading and writing
   * @param path its path now or later, for messages
   */
  static PlaceChannel on(OpenFile file, BytePath path) {
    return new PlaceChannel(file, false, path);
  }

  /** As {@link #on}, but closes the file with the channel. */
  static PlaceChannel owning(OpenFile file, BytePath path) {
    return new PlaceChannel(file, true, path);
  }

  private interface Call<T> {
    T run() throws IOException;
  }

  /** Makes a call during which the file is not closed; an interrupt closes the channel. */
  private <T> T call(Call<T> call) throws IOException {
    boolean completed = false;
    begin();
    try {
      if (!guard.enter()) {
        throw new ClosedChannelException();
      }
      try {
        T result = call.run();
        completed = true;
        return result;
      } catch (SystemCallException e) {
        throw ExceptionTranslator.translate(e, file, path);
      } finally {
        guard.leave();
      }
    } finally {
      end(completed);
    }
  }

  /** As {@link #call}, with the position, which no other thread changes meanwhile. */
  private <T> T positioned(Call<T> call) throws IOException {
    positioning.lock();
    try {
      return call(call);
    } finally {
      positioning.unlock();
    }
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    return positioned(() -> {
      int written = writeAll(source, position);
      position += written;
      return written;
    });
  }

  @Override
  public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, sources.length);
    return positioned(() -> {
      long total = 0;
      for (int i = offset; i < offset + length; i++) {
        int written = writeAll(sources[i], position);
        position += written;
        total += written;
        if (sources[i].hasRemaining()) {
          break;
        }
      }
      return total;
    });
  }

  @Override
  public int write(ByteBuffer source, long at) throws IOException {
    requireNotNegative(at, "position");
    return call(() -> writeAll(source, at));
  }

  /** Fewer than all only if a later part failed: then the next call reports why. */
  private int writeAll(ByteBuffer source, long at) throws SystemCallException {
    int total = 0;
    int written = 1;
    while (written > 0 && source.hasRemaining()) {
      try {
        written = file.write(source, at + total);
        total += written;
      } catch (SystemCallException e) {
        if (total == 0) {
          throw e;
        }
        return total;
      }
    }
    return total;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    return positioned(() -> {
      int read = readAll(into, position);
      position += Math.max(read, 0);
      return read;
    });
  }

  @Override
  public long read(ByteBuffer[] into, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, into.length);
    for (int i = offset; i < offset + length; i++) {
      requireWritable(into[i]);
    }
    return positioned(() -> {
      long total = 0;
      for (int i = offset; i < offset + length; i++) {
        int read = readAll(into[i], position);
        if (read < 0) {
          return total == 0 ? -1 : total;
        }
        position += read;
        total += read;
      }
      return total;
    });
  }

  @Override
  public int read(ByteBuffer into, long at) throws IOException {
    requireNotNegative(at, "position");
    return call(() -> readAll(into, at));
  }

  /** Fewer than there is room for only at the end of the file, where it is -1 if there is room. */
  private int readAll(ByteBuffer into, long at) throws SystemCallException {
    requireWritable(into);
    int total = 0;
    int read = 1;
    while (read > 0 && into.hasRemaining()) {
      read = file.read(into, at + total);
      total += read;
    }
    return total == 0 && into.hasRemaining() ? -1 : total;
  }

  @Override
  public long transferTo(long from, long count, WritableByteChannel target) throws IOException {
    requireNotNegative(from, "position");
    requireNotNegative(count, "count");
    ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(count, CHUNK));
    long total = 0;
    while (total < count) {
      chunk.clear().limit((int) Math.min(count - total, chunk.capacity()));
      if (read(chunk, from + total) <= 0) {
        return total;
      }
      int written = target.write(chunk.flip());
      total += written;
      if (chunk.hasRemaining()) { // it does not block
        return total;
      }
    }
    return total;
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long to, long count) throws IOException {
    requireNotNegative(to, "position");
    requireNotNegative(count, "count");
    ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(count, CHUNK));
    long total = 0;
    while (total < count) {
      chunk.clear().limit((int) Math.min(count - total, chunk.capacity()));
      if (source.read(chunk) <= 0) {
        return total;
      }
      chunk.flip();
      while (chunk.hasRemaining()) {
        total += write(chunk, to + total);
      }
    }
    return total;
  }

  private static void requireWritable(ByteBuffer into) {
    if (into.isReadOnly()) {
      throw new IllegalArgumentException("read-only buffer");
    }
  }

  private static void requireNotNegative(long number, String what) {
    if (number < 0) {
      throw new IllegalArgumentException("negative " + what + ": " + number);
    }
  }

  @Override
  public long position() throws IOException {
    return positioned(() -> position);
  }

  @Override
  public FileChannel position(long other) throws IOException {
    requireNotNegative(other, "position");
    return positioned(() -> {
      position = other;
      return this;
    });
  }

  @Override
  public long size() throws IOException {
    return call(() -> file.stat().size());
  }

  @Override
  public FileChannel truncate(long size) throws IOException {
    requireNotNegative(size, "size");
    return positioned(() -> {
      if (size < file.stat().size()) {
        file.truncate(size);
      }
      position = Math.min(position, size);
      return this;
    });
  }

  @Override
  public void force(boolean metaData) throws IOException {
    boolean ignored =
        call(() -> {
          file.sync();
          return true;
        });
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long offset, long size) throws IOException {
    extendFor(mode, offset, size);
    return call(() -> ofJava().map(mode, offset, size));
  }

  @Override
  public MemorySegment map(MapMode mode, long offset, long size, Arena arena) throws IOException {
    extendFor(mode, offset, size);
    return call(() -> ofJava().map(mode, offset, size, arena));
  }

  private void extendFor(MapMode mode, long offset, long size) throws IOException {
    boolean ignored =
        positioned(() -> {
          if (!mode.equals(MapMode.READ_ONLY)
              && offset >= 0
              && size >= 0
              && file.stat().size() < offset + size) {
            file.truncate(offset + size);
          }
          return true;
        });
  }

  @Override
  public FileLock lock(long from, long size, boolean shared) throws IOException {
    return call(this::ofJava).lock(from, size, shared);
  }

  @Override
  public @Nullable FileLock tryLock(long from, long size, boolean shared) throws IOException {
    return call(() -> ofJava().tryLock(from, size, shared));
  }

  /** The same file by a channel of the JDK, which is closed with this one. */
  private synchronized FileChannel ofJava() throws IOException {
    FileChannel open = mapping;
    if (open == null || !open.isOpen()) { // an interrupt closes it
      if (!isOpen()) {
        throw new ClosedChannelException();
      }
      int mode = file.stat().mode();
      if ((mode & OWNER) != OWNER) { // umask(2) cleared bits
        file.setMode(mode | OWNER);
      }
      open =
          FileChannel.open(
              JavaPath.of(file.pathInProcess()), StandardOpenOption.READ, StandardOpenOption.WRITE);
      mapping = open;
    }
    return open;
  }

  @Override
  protected void implCloseChannel() throws IOException {
    guard.shut();
    closeMapping(); // ends a wait for a lock
    guard.awaitEmpty();
    closeMapping();
    if (closesFile) {
      file.close();
    }
  }

  private synchronized void closeMapping() throws IOException {
    if (mapping != null) {
      mapping.close();
    }
  }
}
