// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import org.jspecify.annotations.Nullable;

/**
 * The name of a credential (systemd.exec(5)): a file name of printable ASCII characters.
 *
 * @param text the name, made by {@link #of}
 */
public record CredentialName(String text) {
  private static final int LONGEST = 255;

  /** The name, or null if no credential can have it. */
  public static @Nullable CredentialName of(String text) {
    return isValid(text) ? new CredentialName(text) : null;
  }

  /** Rejects a text that is not a valid name. */
  public CredentialName {
    if (!isValid(text)) {
      throw new IllegalArgumentException("not a credential name");
    }
  }

  private static boolean isValid(String text) {
    boolean valid =
        !text.isEmpty() && text.length() <= LONGEST && !text.equals(".") && !text.equals("..");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      valid &= c >= ' ' && c < 0x7f && c != '/' && c != ':';
    }
    return valid;
  }
}
