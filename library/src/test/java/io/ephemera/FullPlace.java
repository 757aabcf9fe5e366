// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** A program that fills a place, and says how that ends. */
final class FullPlace {
  private FullPlace() {}

  public static void main(String[] arguments) {
    Place place = Place.at(Path.of(arguments[1]), Purpose.TEMPORARY, "shop");
    try {
      fill(arguments[0], place);
    } catch (NoSpaceException e) {
      System.out.println(e.getMessage());
    } catch (IOException e) {
      System.out.println("other: " + e);
    }
  }

  @SuppressWarnings("InfiniteRecursion") // each of them takes space
  private static void fill(String what, Place place) throws IOException {
    switch (what) {
      case "write" -> {
        try (TemporaryFile file = TemporaryFile.unnamed(place)) {
          while (file.channel().write(ByteBuffer.allocate(4096)) > 0) {}
        }
      }
      case "named" -> {
        try (TemporaryFile held = TemporaryFile.named(place)) {
          requireNonNull(held);
          fill(what, place);
        }
      }
      case "directory" -> {
        try (TemporaryDirectory held = TemporaryDirectory.create(place)) {
          requireNonNull(held);
          fill(what, place);
        }
      }
      case "pending" -> {
        try (PendingFile pending = TemporaryFile.publishAs(place, "target")) {
          while (pending.channel().write(ByteBuffer.allocate(4096)) > 0) {}
        }
      }
      default -> throw new IllegalArgumentException(what);
    }
  }
}
