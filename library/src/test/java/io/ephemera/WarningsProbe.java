// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import java.io.IOException;
import java.nio.file.Path;

/** Creates temporary files in a directory and publishes files there, two of each. */
final class WarningsProbe {
  private WarningsProbe() {}

  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[0]);
    Place place = Place.at(directory, Purpose.TEMPORARY, "shop");
    for (int i = 0; i < 2; i++) {
      TemporaryFile.named(place).close();
      try (PendingFile file = TemporaryFile.publishAs(directory.resolve("published" + i))) {
        file.publish();
      }
    }
  }
}
