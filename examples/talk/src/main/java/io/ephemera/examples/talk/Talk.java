// SPDX-License-Identifier: Apache-2.0
package io.ephemera.examples.talk;

import io.ephemera.Connection;
import io.ephemera.Rendezvous;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Lets two users of one machine talk, line by line. */
public final class Talk {
  private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);
  private static final String USAGE = "usage: talk offer USER | talk join PATH USER";

  private Talk() {}

  /** Runs the program. */
  public static void main(String[] args) {
    try {
      if (args.length == 2 && args[0].equals("offer")) {
        offer(args[1]);
      } else if (args.length == 3 && args[0].equals("join")) {
        join(Path.of(args[1]), args[2]);
      } else {
        end(64, USAGE);
      }
    } catch (IOException e) {
      end(1, "talk: " + e.getMessage());
    }
  }

  private static void offer(String user) throws IOException {
    try (Rendezvous rendezvous = Rendezvous.offer(user)) {
      rendezvous.warning().ifPresent(warning -> System.err.println("talk: " + warning));
      OUT.println("Ask " + user + " to join " + rendezvous.path());
      try (Connection guest = rendezvous.accept()) {
        talk(guest);
      }
    }
  }

  private static void join(Path path, String user) throws IOException {
    try (Connection host = Rendezvous.join(path, user)) {
      talk(host);
    }
  }

  private static void talk(Connection connection) throws IOException {
    OUT.println("Talking to " + connection.peer());
    Thread.ofPlatform().daemon().start(() -> sendInput(connection));
    BufferedReader lines =
        new BufferedReader(Channels.newReader(connection, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      OUT.println("> " + shown(line));
    }
    OUT.println("The other side has gone");
  }

  private static void sendInput(Connection connection) {
    BufferedReader typed =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try {
      for (String line = typed.readLine(); line != null; line = typed.readLine()) {
        connection.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
      }
      connection.shutdownOutput();
    } catch (IOException e) {
      System.err.println("talk: " + e.getMessage());
    }
  }

  /** Replaces control characters: the peer's text must not move the cursor. */
  private static String shown(String line) {
    StringBuilder shown = new StringBuilder(line.length());
    line.codePoints()
        .map(c -> Character.isISOControl(c) && c != '\t' ? '?' : c)
        .forEach(shown::appendCodePoint);
    return shown.toString();
  }

  private static void end(int status, String message) {
    System.err.println(message);
    System.exit(status);
  }
}
