// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Opens runtime directories and says for each path, on a line, how that ended. */
final class DirectoryProbe {
  private DirectoryProbe() {}

  public static void main(String[] paths) {
    StringBuilder said = new StringBuilder();
    for (String path : paths) {
      said.append(opened(path)).append('\n');
    }
    byte[] lines = said.toString().getBytes(StandardCharsets.UTF_8);
    System.out.write(lines, 0, lines.length);
    System.out.flush();
  }

  private static String opened(String path) {
    Place place = Place.at(Path.of(path), Purpose.RUNTIME, "test");
    try (RuntimeDirectory directory = RuntimeDirectory.open(place)) {
      return "opened " + Integer.toOctalString(directory.directory().stat().mode());
    } catch (UnsafePlaceException e) {
      return "refused: " + String.valueOf(e.getMessage()).substring(path.length() + 2);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
