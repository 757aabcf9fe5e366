// SPDX-License-Identifier: Apache-2.0
package io.ephemera.units.syntax;

import io.ephemera.tmpfiles.language.Numbers;

/** Reads access modes and masks, such as the value of {@code UMask=}. */
public final class Modes {
  /** What {@link #parse} returns for a text that is not a mode. */
  public static final int INVALID = -1;

  private static final int OCTAL = 8;
  private static final int LARGEST = 07777;

  private Modes() {}

  /** The value of an octal number up to 7777, or {@link #INVALID}. */
  public static int parse(String text) {
    long mode = Numbers.parse(text, 0, text.length(), OCTAL, LARGEST);
    return mode < 0 ? INVALID : (int) mode;
  }
}
