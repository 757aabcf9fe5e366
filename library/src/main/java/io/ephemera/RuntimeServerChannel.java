// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.SystemCallException;
import io.ephemera.fs.UnixSocket;
import io.ephemera.process.CurrentProcess;
import io.ephemera.process.OpenDescriptor;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's {@link ServerSocketChannel} that listens in a runtime directory, for frameworks that
 * want one: with the same lock, the same look at what stands there, and the same exact mode as a
 * {@link RuntimeSocket}, before anybody can connect.
 *
 * <p>Closing it closes the channel, removes the socket file if the name is still this one's, and
 * gives the lock back; closing only the channel leaves a dead socket, which the next who listens
 * removes. Thread-safe.
 *
 * <p><b>Limits:</b> a path of at most 106 bytes. The JDK tells of a peer's credentials only names,
 * {@code ExtendedSocketOptions.SO_PEERCRED}.
 */
public final class RuntimeServerChannel implements AutoCloseable {
  private static final int SMALLEST = 4 * 1024;

  /** The JDK keeps one byte of an address for itself. */
  private static final int LONGEST_PATH = UnixSocket.LONGEST_PATH - 1;

  private final ServerSocketChannel channel;
  private final SocketFile file;
  private boolean closed;

  private RuntimeServerChannel(ServerSocketChannel channel, SocketFile file) {
    this.channel = channel;
    this.file = file;
  }

  /** Listens at a name that is ours, and takes it over. */
  static RuntimeServerChannel listen(SocketFile file, int mode, int backlog) throws IOException {
    ServerSocketChannel channel = null;
    RuntimeServerChannel listening = null;
    try {
      requireShort(file);
      channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      // Not closed here: the descriptor is the channel's.
      UnixSocket socket = UnixSocket.ofDescriptor(descriptor(channel));
      socket.setMode(mode);
      channel.bind(UnixDomainSocketAddress.of(Spelling.of(file.path())), backlog);
      file.verify(socket, mode);
      listening = new RuntimeServerChannel(channel, file);
      return listening;
    } finally {
      if (listening == null) {
        release(channel, file);
      }
    }
  }

  private static void requireShort(SocketFile file) throws IOException {
    if (file.path().bytes().length() > LONGEST_PATH) {
      throw new FileSystemException(
          file.path().toString(),
          null,
          "is longer than the "
              + LONGEST_PATH
              + " bytes that a socket of the JDK can have; choose a shorter directory, or"
              + " RuntimeSocket.listen, which has no such limit");
    }
  }

  private static void release(@Nullable ServerSocketChannel channel, SocketFile file)
      throws IOException {
    try (file;
        channel) {
      file.remove();
    }
  }

  /**
   * The number of a channel's descriptor, which the JDK does not tell: that of the one socket whose
   * buffer has the size that we give the channel's.
   */
  private static int descriptor(ServerSocketChannel channel) throws IOException {
    int usual = channel.getOption(StandardSocketOptions.SO_RCVBUF);
    try {
      int found = withBuffer(channel, randomSize());
      if (found != withBuffer(channel, randomSize())) {
        throw new IOException("the channel's descriptor was not found; try again");
      }
      return found;
    } finally {
      channel.setOption(StandardSocketOptions.SO_RCVBUF, usual);
    }
  }

  private static int randomSize() {
    byte[] random = new byte[2];
    CurrentProcess.random(random);
    return SMALLEST + (random[0] & 0xff) * 256 + (random[1] & 0xff);
  }

  private static int withBuffer(ServerSocketChannel channel, int size) throws IOException {
    channel.setOption(StandardSocketOptions.SO_RCVBUF, size);
    int found = -1;
    for (OpenDescriptor open : OpenDescriptor.list()) {
      if (open.isSocket() && isFreshWithBuffer(UnixSocket.ofDescriptor(open.number()), 2 * size)) {
        if (found >= 0) {
          throw new IOException("two sockets have the same random buffer; try again");
        }
        found = open.number();
      }
    }
    return found;
  }

  private static boolean isFreshWithBuffer(UnixSocket socket, int size) {
    try {
      return socket.isUnixStream()
          && socket.receiveBuffer() == size
          && !socket.isListening()
          && socket.boundPath() == null;
    } catch (SystemCallException e) {
      return false; // no socket, or closed meanwhile
    }
  }

  /** The channel, which listens. */
  public ServerSocketChannel channel() {
    return channel;
  }

  /** The path that clients connect to. */
  public Path path() {
    return Spelling.of(file.path());
  }

  /** Ends it; once more does nothing. */
  @Override
  public synchronized void close() throws IOException {
    if (!closed) {
      closed = true;
      release(channel, file);
    }
  }

  /** For people. */
  @Override
  public String toString() {
    return "socket " + file.path();
  }
}
