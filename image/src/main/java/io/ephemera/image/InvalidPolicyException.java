// SPDX-License-Identifier: Apache-2.0
package io.ephemera.image;

/** A text that is not an image policy, systemd.image-policy(7). The message has the reason. */
public final class InvalidPolicyException extends Exception {
  private static final long serialVersionUID = 1;

  InvalidPolicyException(String message) {
    super(message);
  }
}
