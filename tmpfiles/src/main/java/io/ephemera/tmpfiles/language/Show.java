// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import io.ephemera.fs.Bytes;

/** How the text of a file, one character per byte, is shown in a message. */
final class Show {
  private static final int MOST = 200;

  private Show() {}

  static String quoted(String latin1) {
    boolean cut = latin1.length() > MOST;
    String text = cut ? latin1.substring(0, MOST) : latin1;
    return "'" + Bytes.latin1(text) + (cut ? "...'" : "'");
  }
}
