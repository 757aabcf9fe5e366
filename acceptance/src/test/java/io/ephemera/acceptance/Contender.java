// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import io.ephemera.Connection;
import io.ephemera.InstanceLock;
import io.ephemera.Place;
import io.ephemera.Purpose;
import io.ephemera.RuntimeDirectory;
import io.ephemera.RuntimeSocket;
import io.ephemera.SocketInUseException;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A program for {@link Race} that tries to take a lock and a socket each time the gate opens,
 * reports what it got, and keeps it until its input ends the round.
 *
 * <p>It reports on one line the holder of the lock and the server: {@code mine}, a process id, or 0
 * if it is unknown; then the process that a client reaches, 0 for none.
 */
final class Contender {
  private static final int BACKLOG = 1024;

  private final Path run;
  private long lockOwner;
  private long listener;
  private @Nullable InstanceLock lock;
  private @Nullable RuntimeSocket socket;

  private Contender(Path run) {
    this.run = run;
  }

  public static void main(String[] arguments) throws Exception {
    say("ready");
    try (InputStream gate = new FileInputStream(arguments[0])) {
      while (gate.read() >= 0) {
        new Contender(Path.of(arguments[1])).contend();
      }
    }
  }

  private static void say(String words) {
    byte[] line = (words + "\n").getBytes(StandardCharsets.US_ASCII);
    System.out.write(line, 0, line.length);
    System.out.flush();
  }

  private void contend() throws IOException {
    Place place = Place.at(run, Purpose.RUNTIME, "race");
    try (RuntimeDirectory directory = RuntimeDirectory.open(place)) {
      lock(directory);
      listen(directory);
      say(
          (lock != null ? "mine" : "" + lockOwner)
              + (socket != null ? " mine " : " " + listener + " ")
              + reached(run));
      boolean ended = System.in.read() < 0;
      if (socket != null) {
        socket.close();
      }
      if (lock != null) {
        lock.close();
      }
      if (ended) {
        System.exit(0);
      }
    }
  }

  private void lock(RuntimeDirectory directory) throws IOException {
    switch (directory.tryLock("lock")) {
      case InstanceLock.Held held -> lock = held.lock();
      case InstanceLock.Busy busy -> lockOwner = busy.who().pid().orElse(0);
    }
  }

  private void listen(RuntimeDirectory directory) throws IOException {
    try {
      socket = RuntimeSocket.listen(directory, "socket", 0600, BACKLOG);
    } catch (SocketInUseException e) {
      listener = e.holder().map(peer -> (long) peer.pid()).orElse(0L);
    }
  }

  /** The process that a client reaches; 0 for none. */
  static long reached(Path run) throws IOException {
    try (Connection connection = Connection.connect(run.resolve("socket"))) {
      return connection.peer().pid();
    } catch (ConnectException | NoSuchFileException e) {
      return 0;
    }
  }
}
