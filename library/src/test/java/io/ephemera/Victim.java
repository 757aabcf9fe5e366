// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** A program that makes something temporary, says where, and waits to be killed. */
final class Victim {
  private Victim() {}

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[1]);
    Place place = Place.at(folder, Purpose.TEMPORARY, TemporaryTestCase.APPLICATION);
    ByteBuffer content = ByteBuffer.wrap(new byte[1 << 16]);
    switch (arguments[0]) {
      case "unnamed" -> {
        TemporaryFile.unnamed(place).channel().write(content);
      }
      case "named" -> {
        TemporaryFile.named(place).channel().write(content);
      }
      case "directory" -> {
        Path path = TemporaryDirectory.create(place).path();
        Files.createDirectories(path.resolve("a/b"));
        Files.write(path.resolve("a/b/c"), content.array());
      }
      case "pending" -> {
        TemporaryFile.publishAs(place, "target").channel().write(content);
      }
      case "replacing" -> {
        PendingFile pending = TemporaryFile.replacing(place, "target");
        pending.channel().write(content);
        pending.linkTemporarily();
      }
      case "published" -> {
        PendingFile pending = TemporaryFile.replacing(place, "target");
        pending.channel().write(content);
        pending.publish();
      }
      default -> throw new IllegalArgumentException(arguments[0]);
    }
    System.out.println("made");
    System.in.read();
  }
}
