// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.command;

/** How urgent a message is, with the prefix by which the journal knows it, sd-daemon(3). */
public enum Urgency {
  /** Something was not done. */
  ERROR("<3>"),
  /** Something may have to be done. */
  WARNING("<4>"),
  /** Something unusual, which needs no attention. */
  NOTICE("<5>"),
  /** What was done. */
  INFO("<6>"),
  /** Details, for finding a fault. */
  DEBUG("<7>");

  private final String prefix;

  Urgency(String prefix) {
    this.prefix = prefix;
  }

  String prefix() {
    return prefix;
  }
}
