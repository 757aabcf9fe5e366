// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.JavaPath;
import io.ephemera.fs.OpenFile;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.StandardOpenOption;

/** A channel of the JDK that throws {@link NoSpaceException}. Thread-safe as that channel is. */
final class PlaceChannel extends FileChannel {
  private final FileChannel channel;
  private final OpenFile file;
  private final BytePath path;

  private PlaceChannel(FileChannel channel, OpenFile file, BytePath path) {
    this.channel = channel;
    this.file = file;
    this.path = path;
  }

  /**
   * Opens the file again, for reading and writing.
   *
   * @param path its path now or later, for messages
   */
  static PlaceChannel open(OpenFile file, BytePath path) throws IOException {
    int mode = file.stat().mode();
    if ((mode & 0600) != 0600) { // umask(2), or the mode with which it will be published
      file.setMode(mode | 0600);
    }
    FileChannel channel =
        FileChannel.open(
            JavaPath.of(file.pathInProcess()), StandardOpenOption.READ, StandardOpenOption.WRITE);
    return new PlaceChannel(channel, file, path);
  }

  private IOException explained(IOException reason) {
    return NoSpaceException.explain(reason, file, path);
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    try {
      return channel.write(source);
    } catch (IOException e) {
      throw explained(e);
    }
  }

  @Override
  public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
    try {
      return channel.write(sources, offset, length);
    } catch (IOException e) {
      throw explained(e);
    }
  }

  @Override
  public int write(ByteBuffer source, long position) throws IOException {
    try {
      return channel.write(source, position);
    } catch (IOException e) {
      throw explained(e);
    }
  }

  @Override
  public long transferFrom(ReadableByteChannel source, long position, long count)
      throws IOException {
    try {
      return channel.transferFrom(source, position, count);
    } catch (IOException e) {
      throw explained(e);
    }
  }

  @Override
  public void force(boolean metaData) throws IOException {
    try {
      channel.force(metaData);
    } catch (IOException e) {
      throw explained(e);
    }
  }

  @Override
  public MappedByteBuffer map(MapMode mode, long position, long size) throws IOException {
    try {
      return channel.map(mode, position, size);
    } catch (IOException e) {
      throw explained(e);
    }
  }

  @Override
  public MemorySegment map(MapMode mode, long offset, long size, Arena arena) throws IOException {
    try {
      return channel.map(mode, offset, size, arena);
    } catch (IOException e) {
      throw explained(e);
    }
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    return channel.read(into);
  }

  @Override
  public long read(ByteBuffer[] into, int offset, int length) throws IOException {
    return channel.read(into, offset, length);
  }

  @Override
  public int read(ByteBuffer into, long position) throws IOException {
    return channel.read(into, position);
  }

  @Override
  public long position() throws IOException {
    return channel.position();
  }

  @Override
  public FileChannel position(long position) throws IOException {
    channel.position(position);
    return this;
  }

  @Override
  public long size() throws IOException {
    return channel.size();
  }

  @Override
  public FileChannel truncate(long size) throws IOException {
    channel.truncate(size);
    return this;
  }

  @Override
  public long transferTo(long position, long count, WritableByteChannel target) throws IOException {
    return channel.transferTo(position, count, target);
  }

  @Override
  public FileLock lock(long position, long size, boolean shared) throws IOException {
    return channel.lock(position, size, shared);
  }

  @Override
  public FileLock tryLock(long position, long size, boolean shared) throws IOException {
    return channel.tryLock(position, size, shared);
  }

  @Override
  protected void implCloseChannel() throws IOException {
    channel.close();
  }
}
