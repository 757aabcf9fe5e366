// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Does with the places of this process all that the library can do there, and prints the places,
 * the number of their cautions, and which verbs failed.
 */
final class VerbsProbe {
  private final StringBuilder said = new StringBuilder();

  private VerbsProbe() {}

  /** Something that the library does. */
  private interface Verb {
    void run() throws Exception;
  }

  /** The places that are asked for. */
  private interface Decision {
    Place place() throws IOException;
  }

  public static void main(String[] trusted) {
    VerbsProbe probe = new VerbsProbe();
    Places.Builder builder = Places.builder("shop").warnings(warning -> {});
    for (String path : trusted) {
      builder.trust(Path.of(path));
    }
    Places places = builder.build();
    probe.with(places::temporary, probe::temporary);
    probe.said.append("; ");
    probe.with(places::runtime, probe::runtime);
    byte[] line = probe.said.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    System.out.write(line, 0, line.length);
    System.out.flush();
  }

  /** Verbs on a place. */
  private interface Verbs {
    void on(Place place) throws IOException;
  }

  private void with(Decision decision, Verbs verbs) {
    try {
      Place place = decision.place();
      said.append(place.rule()).append(' ').append(place);
      for (int i = 0; i < place.cautions().size(); i++) {
        said.append('!');
      }
      verbs.on(place);
    } catch (NoPlaceException e) {
      said.append("none");
    } catch (IOException e) {
      said.append(" failed: ").append(e);
    }
  }

  private void temporary(Place place) throws IOException {
    attempt("unnamed", () -> write(TemporaryFile.unnamed(place)));
    attempt("named", () -> write(TemporaryFile.named(place)));
    attempt("directory", () -> TemporaryDirectory.create(place).close());
    attempt("sweep", () -> Sweeper.sweep(place));
    attempt("publish", () -> publish(place.path()));
  }

  private static void write(TemporaryFile file) throws IOException {
    try (file;
        FileChannel channel = file.channel()) {
      int ignored = channel.write(StandardCharsets.US_ASCII.encode("text"));
    }
  }

  private static void publish(Path directory) throws IOException {
    try (PendingFile file = TemporaryFile.replacing(directory.resolve("../" + name(directory)))) {
      file.publish();
    }
  }

  /** The name of a file in a directory, by a path that leads out of it and in again. */
  private static String name(Path directory) {
    return directory.getFileName() + "/shop.published";
  }

  private void runtime(Place place) throws IOException {
    try (RuntimeDirectory directory = RuntimeDirectory.open(place)) {
      attempt("file", () -> directory.writeFile("file", new byte[4]));
      attempt(
          "lock and pid file",
          () -> {
            if (directory.tryLock("shop.lock") instanceof InstanceLock.Held held) {
              try (InstanceLock lock = held.lock()) {
                directory.writePidFile("shop.pid", lock).close();
              }
            }
          });
      attempt("socket", () -> listen(directory));
    }
  }

  private static void listen(RuntimeDirectory directory) throws IOException {
    try (RuntimeSocket socket = RuntimeSocket.listen(directory, "shop.socket");
        Connection client = Connection.connect(socket.path().orElseThrow());
        Connection server = socket.accept(Duration.ofSeconds(9))) {
      if (client.peer().uid() != server.peer().uid()) {
        throw new IOException("another peer");
      }
    }
  }

  private void attempt(String name, Verb verb) {
    try {
      verb.run();
    } catch (Exception e) {
      String message = String.valueOf(e.getMessage());
      said.append(", no ").append(name).append(" (").append(e.getClass().getSimpleName());
      said.append(e instanceof UnsafePlaceException ? "" : " " + message).append(')');
    }
  }
}
