// SPDX-License-Identifier: Apache-2.0
package io.ephemera.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs Perl scripts, which treat file names as bytes. Java under {@code LANG=C} cannot name every
 * file, and creates no fifos, device nodes or files of other users.
 */
final class Perl {
  private Perl() {}

  /**
   * Runs a script of this package in a directory and returns its output, one character per byte.
   */
  static String run(String script, Path directory, String input) {
    try {
      Process process =
          new ProcessBuilder("perl", "-e", source(script))
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .start();
      try (OutputStream in = process.getOutputStream()) {
        in.write(input.getBytes(StandardCharsets.ISO_8859_1));
      } catch (IOException e) {
        // The script ended early; its output says why.
      }
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      int status = process.waitFor();
      if (status != 0) {
        throw new IllegalArgumentException(script + " in " + directory + ": " + output);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The command that runs a script of this package. */
  static List<String> command(String script, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("perl", "-e", source(script)));
    command.addAll(List.of(arguments));
    return command;
  }

  private static String source(String script) throws IOException {
    try (InputStream in = Perl.class.getResourceAsStream(script)) {
      if (in == null) {
        throw new IllegalArgumentException("missing script " + script);
      }
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }
}
