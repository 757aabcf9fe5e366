// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;

/** Text of a configuration file, one character per byte, as messages quote it. */
public final class Excerpt {
  private static final int LONGEST = 200;

  private Excerpt() {}

  /**
   * The text in quotes, with control characters and quotes escaped and the end of a long one cut
   * off.
   */
  public static String quoted(String latin1) {
    boolean cut = latin1.length() > LONGEST;
    String text = cut ? latin1.substring(0, LONGEST) : latin1;
    return "'" + escaped(Bytes.latin1(text).toString()) + (cut ? "...'" : "'");
  }

  /** A whole path in quotes, escaped in the same way. */
  static String quoted(BytePath path) {
    return "'" + escaped(path.toString()) + "'";
  }

  private static String escaped(String shown) {
    return shown.indexOf('\'') < 0 ? shown : shown.replace("'", "\\'");
  }
}
