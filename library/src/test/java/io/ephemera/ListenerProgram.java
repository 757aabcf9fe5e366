// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** A program that listens, says so in one line, and obeys the lines that it reads. */
final class ListenerProgram {
  private ListenerProgram() {}

  /**
   * The program.
   *
   * @param args {@code listen DIRECTORY NAME}, {@code passed NAME}, {@code descriptor NAME}, {@code
   *     channel NAME SCRATCH} or {@code serve DIRECTORY NAME}
   */
  public static void main(String[] args) throws IOException {
    switch (args[0]) {
      case "passed" -> passed(args[1]);
      case "descriptor" -> say("descriptor " + RuntimeSocket.takePassedDescriptor(args[1]));
      case "serve" -> serve(Path.of(args[1]), args[2]);
      case "channel" -> channel(args[1], Path.of(args[2]));
      default -> contend(Path.of(args[1]), args[2]);
    }
  }

  /** As docs/sockets.md shows it. */
  @SuppressWarnings("try") // the hook closes the socket first
  private static void serve(Path directory, String name) throws IOException {
    Thread serving = Thread.currentThread();
    try (RuntimeDirectory run =
            RuntimeDirectory.open(Place.at(directory, Purpose.RUNTIME, "ephemera"));
        RuntimeSocket socket = RuntimeSocket.listen(run, name)) {
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(() -> {
                try {
                  socket.close();
                  serving.join(Duration.ofSeconds(10));
                } catch (IOException | InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              }));
      say("ready");
      while (true) {
        socket.accept().close();
      }
    } catch (AsynchronousCloseException e) {
      say("stopped");
    }
  }

  private static void channel(String name, Path scratch) throws IOException {
    Place place = Place.at(scratch, Purpose.TEMPORARY, "ephemera");
    try (ServerSocketChannel server = RuntimeSocket.takePassedChannel(name, place).orElseThrow();
        Selector selector = Selector.open()) {
      say("given");
      server.configureBlocking(false);
      server.register(selector, SelectionKey.OP_ACCEPT);
      selector.select();
      try (SocketChannel client = server.accept()) {
        client.write(SocketTestCase.bytes("from " + ProcessHandle.current().pid()));
      }
    }
    say("done");
  }

  private static void passed(String name) throws IOException {
    try {
      Optional<RuntimeSocket> socket = RuntimeSocket.takePassed(name);
      say(socket.isEmpty() ? "nothing" : "path " + socket.get().path().orElse(Path.of("-")));
      if (socket.isPresent()) {
        say(RuntimeSocket.takePassed(name).isEmpty() ? "given once" : "given twice");
        String inherited =
            new String(
                new ProcessBuilder("sh", "-c", "ls -l /proc/self/fd")
                    .start()
                    .getInputStream()
                    .readAllBytes(),
                StandardCharsets.UTF_8);
        say(inherited.contains("socket:") ? "inherited" : "not inherited");
        try (Connection client = socket.get().accept()) {
          client.write(SocketTestCase.bytes("from " + ProcessHandle.current().pid()));
        }
        socket.get().close();
      }
    } catch (IOException e) {
      say(String.valueOf(e.getMessage()));
    }
    say("done");
  }

  /** For each line that it reads it tries to listen; at the next it closes. */
  private static void contend(Path directory, String name) throws IOException {
    try (RuntimeDirectory run =
        RuntimeDirectory.open(Place.at(directory, Purpose.RUNTIME, "ephemera"))) {
      say("ready");
      while (System.in.read() >= 0) {
        try (RuntimeSocket socket = RuntimeSocket.listen(run, name)) {
          say("listening");
          System.in.read();
          say(socket.isOpen() ? "closing" : "closed by itself");
        } catch (SocketInUseException e) {
          say("busy");
          System.in.read();
          say("closing");
        }
        say("closed");
      }
    }
  }

  private static void say(String line) throws IOException {
    OutputStream out = System.out;
    out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
