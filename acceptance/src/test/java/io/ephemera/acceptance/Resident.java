// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import io.ephemera.Connection;
import io.ephemera.InstanceLock;
import io.ephemera.Place;
import io.ephemera.Purpose;
import io.ephemera.Rendezvous;
import io.ephemera.RuntimeDirectory;
import io.ephemera.RuntimeServerChannel;
import io.ephemera.RuntimeSocket;
import io.ephemera.TemporaryDirectory;
import io.ephemera.TemporaryFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A program that creates one of everything that a cleaner may find, and keeps running. It prints a
 * line KIND PATH for each, and an empty line. Then it answers each line of its input with {@code
 * alive} if it can connect to its own sockets.
 */
final class Resident {
  private static final String SHOP = "shop";
  private static final int SHORT = 107;

  private Resident() {}

  /**
   * Creates everything below a directory, and a rendezvous in /tmp.
   *
   * @param args the directory, and the id of a user who may join
   */
  public static void main(String[] args) throws IOException {
    Path home = Path.of(args[0]);
    Place temporary = Place.at(home, Purpose.TEMPORARY, SHOP);
    try (RuntimeDirectory near = open(home.resolve("run"));
        RuntimeDirectory far = open(far(home));
        RuntimeDirectory guarded = open(home.resolve("guarded"));
        InstanceLock lock = ((InstanceLock.Held) guarded.tryLock("shop.lock")).lock();
        RuntimeSocket socket = RuntimeSocket.listen(near, "own.socket");
        RuntimeSocket distant = RuntimeSocket.listen(far, "own.socket");
        RuntimeServerChannel channel = RuntimeSocket.serverChannel(near, "jdk.socket", 0600, 10);
        Rendezvous rendezvous = Rendezvous.offer(args[1]);
        TemporaryDirectory directory = TemporaryDirectory.create(temporary);
        TemporaryFile file = TemporaryFile.named(temporary)) {
      tell("socket", socket.path().orElseThrow());
      tell("lock-of-socket", near.path().resolve("own.socket.lock"));
      tell("instance-lock", guarded.path().resolve("shop.lock"));
      tell("pid-file", guarded.writePidFile("shop.pid", lock).path());
      tell("long-socket", distant.path().orElseThrow());
      tell("jdk-socket", near.path().resolve("jdk.socket"));
      tell("rendezvous", rendezvous.path());
      tell("directory", directory.path());
      tell("file-in-it", Files.createFile(directory.path().resolve("file")));
      tell("file", file.path());
      System.out.println();
      System.out.flush();
      BufferedReader orders =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
      while (orders.readLine() != null) {
        meet(socket);
        meet(distant);
        meet(channel, near.path().resolve("jdk.socket"));
        meet(rendezvous);
        System.out.println("alive");
        System.out.flush();
      }
    }
  }

  private static RuntimeDirectory open(Path path) throws IOException {
    return RuntimeDirectory.open(Place.at(path, Purpose.RUNTIME, SHOP));
  }

  /** A directory in which the path of a socket is too long for an address. */
  private static Path far(Path home) {
    return home.resolve("x".repeat(SHORT)).resolve("run");
  }

  private static void tell(String kind, Path path) {
    System.out.println(kind + " " + path);
  }

  private static void meet(RuntimeSocket socket) throws IOException {
    Connection client = Connection.connect(socket.path().orElseThrow());
    Connection server = socket.accept(Duration.ofSeconds(5));
    client.close();
    server.close();
  }

  private static void meet(RuntimeServerChannel socket, Path path) throws IOException {
    SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(path));
    SocketChannel server = socket.channel().accept();
    client.close();
    server.close();
  }

  private static void meet(Rendezvous rendezvous) throws IOException {
    Connection client = Rendezvous.join(rendezvous.path(), "0");
    Connection server = rendezvous.accept();
    client.close();
    server.close();
  }
}
