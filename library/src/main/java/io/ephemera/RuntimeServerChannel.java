// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.JavaPath;
import io.ephemera.fs.Name;
import io.ephemera.fs.SystemCallException;
import io.ephemera.fs.UnixSocket;
import io.ephemera.process.CurrentProcess;
import io.ephemera.process.OpenDescriptor;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A {@link ServerSocketChannel} of the JDK that listens in a runtime directory, for frameworks that
 * require one. As for a {@link RuntimeSocket}, the lock is held, an existing socket is verified,
 * and the mode is set, before a client can connect.
 *
 * <p>Closing it closes the channel, removes the socket file if its name still leads to it, and
 * releases the lock. Closing only the channel leaves a dead socket, which the next server removes.
 * Thread-safe.
 *
 * <p><b>Limits:</b> the path has at most 106 bytes. Of a peer's credentials the JDK gives only the
 * names, {@code ExtendedSocketOptions.SO_PEERCRED}.
 */
public final class RuntimeServerChannel implements AutoCloseable {
  private static final int SMALLEST = 4 * 1024;

  private final ServerSocketChannel channel;
  private final SocketFile file;
  private boolean closed;

  private RuntimeServerChannel(ServerSocketChannel channel, SocketFile file) {
    this.channel = channel;
    this.file = file;
  }

  /** Listens at a claimed name; takes the claim over, and releases it on failure. */
  static RuntimeServerChannel listen(SocketFile file, int mode, int backlog) throws IOException {
    ServerSocketChannel channel = null;
    RuntimeServerChannel listening = null;
    try {
      file.requirePortablePath();
      channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      // Not closed here: the channel owns the descriptor.
      UnixSocket socket = UnixSocket.ofDescriptor(descriptor(channel));
      socket.setMode(mode);
      channel.bind(UnixDomainSocketAddress.of(JavaPath.of(file.path())), backlog);
      file.adopt(socket, mode);
      listening = new RuntimeServerChannel(channel, file);
      return listening;
    } finally {
      if (listening == null) {
        release(channel, file);
      }
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
   * A channel whose descriptor is that of a socket that listens already. It is bound to a file of
   * its own first, because the JDK accepts nothing on a channel that it has not bound itself.
   */
  static ServerSocketChannel of(UnixSocket listening, Place scratch) throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try (TemporaryDirectory directory = TemporaryDirectory.create(scratch)) {
      int number = descriptor(channel);
      BytePath path = directory.directory().pathInProcess().child(Name.of("passed"));
      channel.bind(UnixDomainSocketAddress.of(JavaPath.of(path)));
      listening.replace(number);
    } catch (SystemCallException e) {
      channel.close();
      throw ExceptionTranslator.translate(e, scratch.bytePath());
    } catch (IOException | RuntimeException | Error e) {
      channel.close();
      throw e;
    }
    return channel;
  }

  /**
   * Finds the number of the channel's descriptor, which the JDK does not reveal: the one socket
   * whose buffer has the random size that is set through the channel.
   */
  private static int descriptor(ServerSocketChannel channel) throws IOException {
    int usual = channel.getOption(StandardSocketOptions.SO_RCVBUF);
    try {
      int found = withBuffer(channel, randomSize());
      if (found != withBuffer(channel, randomSize())) {
        throw new IOException("cannot find the descriptor of the channel; try again");
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
      return false; // not a socket, or closed meanwhile
    }
  }

  /** The listening channel. */
  public ServerSocketChannel channel() {
    return channel;
  }

  /** The path to which clients connect. */
  public Path path() {
    return JavaPath.of(file.path());
  }

  /** Stops listening. Closing again has no effect. */
  @Override
  public synchronized void close() throws IOException {
    if (!closed) {
      closed = true;
      try {
        release(channel, file);
      } catch (IOException e) {
        throw ExceptionTranslator.translate(e, file.path());
      }
    }
  }

  /** Human-readable; the format may change. */
  @Override
  public String toString() {
    return "socket " + file.path();
  }
}
