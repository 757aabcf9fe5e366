// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import io.ephemera.fs.Bytes;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The words that systemd reads as a boolean. */
final class BooleanVariable {
  private BooleanVariable() {}

  /** The value of a variable; null if it is not set or no boolean. */
  static @Nullable Boolean of(@Nullable Bytes value) {
    if (value == null) {
      return null;
    }
    String text = value.latin1().toLowerCase(Locale.ROOT);
    if (List.of("1", "yes", "y", "true", "t", "on").contains(text)) {
      return true;
    }
    if (List.of("0", "no", "n", "false", "f", "off").contains(text)) {
      return false;
    }
    return null;
  }
}
