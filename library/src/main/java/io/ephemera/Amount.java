// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

/** Numbers of bytes in words. */
final class Amount {
  private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
  private static final int STEP = 1024;

  private Amount() {}

  /** Bytes with a binary unit and one decimal, rounded down: {@code 1.3 GiB}. */
  static String text(long bytes) {
    if (bytes < STEP) {
      return bytes + " bytes";
    }
    long whole = bytes;
    long rest = 0;
    int unit = -1;
    while (whole >= STEP) {
      rest = whole % STEP;
      whole /= STEP;
      unit++;
    }
    return whole + "." + rest * 10 / STEP + " " + UNITS[unit];
  }
}
