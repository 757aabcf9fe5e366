// SPDX-License-Identifier: Apache-2.0
package io.ephemera.bench;

import io.ephemera.Connection;
import io.ephemera.Place;
import io.ephemera.Purpose;
import io.ephemera.RuntimeDirectory;
import io.ephemera.RuntimeSocket;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** A server in a thread of its own, of the library or of the JDK, and connections to it. */
interface Sockets extends AutoCloseable {
  /** What a server does with a connection. */
  interface Service {
    void serve(ByteChannel connection) throws IOException;
  }

  /** Waits for the next connection. */
  ByteChannel accept() throws IOException;

  /** Connects to the server. */
  ByteChannel connect() throws IOException;

  @Override
  void close() throws IOException;

  /** A server of the library. */
  static Sockets ours(Path directory) throws IOException {
    RuntimeDirectory run = RuntimeDirectory.open(Place.at(directory, Purpose.RUNTIME, "bench"));
    RuntimeSocket socket = RuntimeSocket.listen(run, "ours", 0600, 1024);
    Path path = socket.path().orElseThrow();
    return new Sockets() {
      @Override
      public ByteChannel accept() throws IOException {
        return socket.accept();
      }

      @Override
      public ByteChannel connect() throws IOException {
        return Connection.connect(path);
      }

      @Override
      public void close() throws IOException {
        socket.close();
        run.close();
      }
    };
  }

  /** A server of the JDK. */
  static Sockets jdk(Path directory) throws IOException {
    Path path = Files.createDirectories(directory).resolve("jdk");
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(path);
    ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    socket.bind(address, 1024);
    return new Sockets() {
      @Override
      public ByteChannel accept() throws IOException {
        return socket.accept();
      }

      @Override
      public ByteChannel connect() throws IOException {
        return SocketChannel.open(address);
      }

      @Override
      public void close() throws IOException {
        socket.close();
        Files.delete(path);
      }
    };
  }

  /** Serves each connection in the accepting thread until the server is closed. */
  static void serve(Sockets server, boolean virtual, Service service) {
    Runnable accepting =
        () -> {
          try {
            while (true) {
              try (ByteChannel connection = server.accept()) {
                service.serve(connection);
              }
            }
          } catch (IOException closed) {
            // the end
          }
        };
    (virtual ? Thread.ofVirtual() : Thread.ofPlatform().daemon()).start(accepting);
  }

  /** Returns what arrives, once there is enough of it, until the other end is closed. */
  static void echo(ByteChannel connection, int size) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(size);
    while (fill(connection, buffer)) {
      drain(connection, buffer);
    }
  }

  /** Sends all of a buffer, and reads it again. */
  static void roundTrip(ByteChannel connection, ByteBuffer buffer) throws IOException {
    buffer.clear();
    drain(connection, buffer);
    if (!fill(connection, buffer)) {
      throw new IOException("the server is gone");
    }
  }

  private static boolean fill(ByteChannel connection, ByteBuffer buffer) throws IOException {
    buffer.clear();
    while (buffer.hasRemaining()) {
      if (connection.read(buffer) < 0) {
        return false;
      }
    }
    buffer.flip();
    return true;
  }

  private static void drain(ByteChannel connection, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      connection.write(buffer);
    }
  }
}
