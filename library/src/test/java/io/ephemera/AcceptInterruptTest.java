// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Threads that are interrupted at the very moment when a connection is accepted. */
class AcceptInterruptTest extends SocketTestCase {
  private static final int ROUNDS = 300;
  private static final int CLIENTS = 40;

  private static long descriptors() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    }
  }

  private void interruptWhoAccepts() throws Exception {
    List<Connection> connections = new ArrayList<>();
    try (RuntimeSocket socket = RuntimeSocket.listen(run, "s")) {
      for (int i = 0; i < CLIENTS; i++) {
        connections.add(Connection.connect(path("s")));
      }
      List<Connection> accepted = new ArrayList<>();
      CountDownLatch begun = new CountDownLatch(1);
      Thread host =
          Thread.ofPlatform()
              .start(() ->
                  assertThatExceptionOfType(ClosedByInterruptException.class)
                      .isThrownBy(() -> {
                        while (true) {
                          accepted.add(socket.accept());
                          begun.countDown();
                        }
                      }));
      begun.await();
      host.interrupt();
      host.join();
      connections.addAll(accepted);
    } finally {
      for (Connection connection : connections) {
        connection.close();
      }
    }
  }

  @Test
  void interruptedAcceptClosesTheAcceptedConnection() throws Exception {
    interruptWhoAccepts();
    long before = descriptors();
    for (int i = 0; i < ROUNDS; i++) {
      interruptWhoAccepts();
    }
    assertThat(descriptors()).isEqualTo(before);
  }
}
