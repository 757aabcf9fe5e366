// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import io.ephemera.fs.Bytes;

/** Text of a configuration file, one character per byte, as messages quote it. */
final class Excerpt {
  private static final int LONGEST = 200;

  private Excerpt() {}

  /** The text in quotes, with control characters escaped and the end of a long one cut off. */
  static String quoted(String latin1) {
    boolean cut = latin1.length() > LONGEST;
    String text = cut ? latin1.substring(0, LONGEST) : latin1;
    return "'" + Bytes.latin1(text) + (cut ? "...'" : "'");
  }
}
