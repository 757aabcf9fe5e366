// SPDX-License-Identifier: Apache-2.0
package io.ephemera.report;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * By what a finding is known again in another run: it has no line number, process id, inode number
 * or time.
 *
 * @param text the id of the rule, a blank, and the subject of the finding on one line
 */
public record Fingerprint(String text) {
  private static final int BYTES = 16;

  static Fingerprint of(Rule rule, String subject) {
    return new Fingerprint(rule.id() + " " + subject.replace('\n', ' ').strip());
  }

  /** A number of fixed length made of the text, in hexadecimal. */
  public String hash() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] hash = digest.digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java platform has it
    }
  }
}
