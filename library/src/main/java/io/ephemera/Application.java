// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.Bytes;
import io.ephemera.fs.Name;

/**
 * The name under which an application keeps its files: 1 to 64 of the letters, digits and {@code .
 * _ - @ +} of ASCII, the first of them a letter or a digit.
 */
record Application(String name) {
  static final Application DEFAULT = new Application(Places.DEFAULT_APPLICATION);

  private static final int LONGEST = 64;

  Application {
    if (!isValid(name)) {
      throw new IllegalArgumentException(
          "invalid application name (1 to 64 letters, digits and . _ - @ +, the first a letter or a"
              + " digit): "
              + Bytes.utf8(name));
    }
  }

  private static boolean isValid(String name) {
    if (name.isEmpty() || name.length() > LONGEST || !isAlphanumeric(name.charAt(0))) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (!isAlphanumeric(c) && "._-@+".indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean isAlphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  Name directoryName() {
    return Name.of(name);
  }
}
