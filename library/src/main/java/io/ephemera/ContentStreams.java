// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Objects;

/** Streams over the content of a file, each with a position of its own that begins at 0. */
final class ContentStreams {
  private ContentStreams() {}

  /** A stream that leaves the channel open when it is closed. */
  static InputStream input(FileChannel channel) {
    return new Input(channel);
  }

  /** A stream that leaves the channel open when it is closed. */
  static OutputStream output(FileChannel channel) {
    return new Output(channel);
  }

  private static final class Input extends InputStream {
    private final FileChannel channel;
    private long position;

    Input(FileChannel channel) {
      this.channel = channel;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, into.length);
      int read = channel.read(ByteBuffer.wrap(into, offset, length), position);
      position += Math.max(read, 0);
      return read;
    }

    @Override
    public int available() throws IOException {
      return Math.clamp(channel.size() - position, 0, Integer.MAX_VALUE);
    }
  }

  private static final class Output extends OutputStream {
    private final FileChannel channel;
    private long position;

    Output(FileChannel channel) {
      this.channel = channel;
    }

    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, from.length);
      ByteBuffer source = ByteBuffer.wrap(from, offset, length);
      while (source.hasRemaining()) {
        position += channel.write(source, position);
      }
    }
  }
}
