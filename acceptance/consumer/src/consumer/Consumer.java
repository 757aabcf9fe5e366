// SPDX-License-Identifier: Apache-2.0
package consumer;

import io.ephemera.Place;
import io.ephemera.Places;
import io.ephemera.TemporaryFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes a temporary file into the place for it. */
public final class Consumer {
  private Consumer() {}

  public static void main(String[] args) throws IOException {
    Place place = Places.of("consumer").temporary();
    try (TemporaryFile file = TemporaryFile.named(place)) {
      file.channel().write(ByteBuffer.wrap("hello".getBytes(StandardCharsets.UTF_8)));
      System.out.println(file.size() + " bytes below " + file.path().getParent());
    }
  }
}
