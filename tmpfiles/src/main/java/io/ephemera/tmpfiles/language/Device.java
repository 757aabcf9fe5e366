// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

/** Reads the number of a device: {@code major:minor}. */
final class Device {
  /** Twelve bits (makedev(3), as the kernel has it). */
  private static final int LARGEST_MAJOR = 0xfff;

  /** Twenty bits. */
  private static final int LARGEST_MINOR = 0xfffff;

  private Device() {}

  static Action.CreateDevice parse(Field field, boolean block) throws BadLine {
    int colon = field.text().indexOf(':');
    if (colon < 0) {
      throw wrong(field, 0);
    }
    int major = number(field, 0, colon, LARGEST_MAJOR);
    int minor =
        number(
            field, Whitespace.skip(field.text(), colon + 1), field.text().length(), LARGEST_MINOR);
    return new Action.CreateDevice(block, major, minor);
  }

  private static int number(Field field, int from, int to, int largest) throws BadLine {
    int value = (int) Numbers.parse(field.text(), from, to, Numbers.DECIMAL, largest);
    if (value < 0) {
      throw wrong(field, ~value);
    }
    return value;
  }

  private static BadLine wrong(Field field, int index) {
    return BadLine.error(
        field.columnOf(index),
        "invalid device "
            + Show.quoted(field.text())
            + ": expected MAJOR:MINOR, decimal, up to 4095:1048575");
  }
}
