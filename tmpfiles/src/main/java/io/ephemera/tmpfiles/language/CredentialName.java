// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

/** What credentials can be called (systemd.exec(5)). */
final class CredentialName {
  private static final int LONGEST = 255;

  private CredentialName() {}

  static boolean isValid(String name) {
    boolean right =
        !name.isEmpty() && name.length() <= LONGEST && !name.equals(".") && !name.equals("..");
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      right &= c >= ' ' && c < 0x7f && c != '/' && c != ':';
    }
    return right;
  }
}
