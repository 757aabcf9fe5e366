// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.CurrentProcess;
import io.ephemera.fs.Name;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * The names that temporary files and directories of an application have: {@code
 * APPLICATION-RRRRRRRRRRRRRRRRCCCC}.
 *
 * <p>R are 80 random bits, which nobody can guess; C are 20 bits computed from what is before them.
 * By these a sweep tells what the application's dead processes left from whatever else begins with
 * its name: a name that somebody chose has them once in a million times. Thread-safe.
 */
final class OwnName {
  private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";
  private static final int RANDOM_LETTERS = 16;
  private static final int CHECK_LETTERS = 4;
  private static final int LETTERS = RANDOM_LETTERS + CHECK_LETTERS;
  private static final int BITS = 5;

  private OwnName() {}

  /** A new name that nobody can guess. */
  static Name fresh(Application application) {
    byte[] random = new byte[RANDOM_LETTERS];
    CurrentProcess.random(random);
    StringBuilder name =
        new StringBuilder(application.name().length() + 1 + LETTERS)
            .append(application.name())
            .append('-');
    for (byte b : random) {
      name.append(letter(b));
    }
    return Name.of(withCheck(name));
  }

  /** Whether a name is one that {@link #fresh} made for this application. */
  static boolean isOurs(Name name, Application application) {
    String text = name.bytes().latin1();
    String prefix = application.name() + "-";
    if (text.length() != prefix.length() + LETTERS || !text.startsWith(prefix)) {
      return false;
    }
    return withCheck(new StringBuilder(text.substring(0, text.length() - CHECK_LETTERS)))
        .equals(text);
  }

  private static String withCheck(StringBuilder name) {
    CRC32 check = new CRC32();
    check.update(name.toString().getBytes(StandardCharsets.ISO_8859_1));
    long bits = check.getValue();
    for (int i = 0; i < CHECK_LETTERS; i++) {
      name.append(letter((int) (bits >> (i * BITS))));
    }
    return name.toString();
  }

  private static char letter(int bits) {
    return ALPHABET.charAt(bits & ((1 << BITS) - 1));
  }
}
