// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import io.ephemera.NativeAccessException;
import io.ephemera.Need;
import io.ephemera.NoPlaceException;
import io.ephemera.Place;
import io.ephemera.Places;
import java.io.IOException;

/** A program that asks the library for its places and prints their bytes. */
final class AskForPlaces {
  private AskForPlaces() {}

  /**
   * Runs the program.
   *
   * @param args the purposes
   */
  public static void main(String[] args) throws IOException {
    try {
      for (String what : args) {
        print(Places.of("shop"), what);
      }
    } catch (NativeAccessException | NoPlaceException e) {
      System.out.println(e);
    }
  }

  private static void print(Places places, String what) throws IOException {
    Place place =
        switch (what) {
          case "runtime" -> places.runtime();
          case "cache" -> places.cache();
          default -> places.temporary(Need.small());
        };
    System.out.writeBytes(place.pathBytes());
    System.out.println();
  }
}
