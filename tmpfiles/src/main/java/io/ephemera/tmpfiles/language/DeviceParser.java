// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

/** Reads a device number: {@code MAJOR:MINOR}. */
final class DeviceParser {
  /** Twelve bits, as in the kernel (MINORBITS in linux/kdev_t.h). */
  private static final int LARGEST_MAJOR = 0xfff;

  /** Twenty bits. */
  private static final int LARGEST_MINOR = 0xfffff;

  private DeviceParser() {}

  static Action.CreateDevice parse(Field field, boolean block) throws LineException {
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

  private static int number(Field field, int from, int to, int largest) throws LineException {
    int value = (int) Numbers.parse(field.text(), from, to, Numbers.DECIMAL, largest);
    if (value < 0) {
      throw wrong(field, ~value);
    }
    return value;
  }

  private static LineException wrong(Field field, int index) {
    return LineException.error(
        field.columnOf(index),
        "invalid device number "
            + Excerpt.quoted(field.text())
            + ": expected decimal MAJOR:MINOR, up to 4095:1048575");
  }
}
