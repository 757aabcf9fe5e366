// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.services;

/** When systemd removes what a unit names. */
public enum RemovedAt {
  /** When the unit stops, and when it restarts. */
  UNIT_STOP("when the unit stops"),
  /** When the unit stops, but not when it restarts: {@code RuntimeDirectoryPreserve=restart}. */
  UNIT_STOP_UNLESS_RESTART("when the unit stops, but not when it restarts"),
  /** When the last session of the user ends. */
  LOGOUT("when the user's last session ends"),
  /** Not before the next boot. */
  BOOT("at the next boot"),
  /** By {@code systemctl clean} only. */
  REQUEST("by \"systemctl clean\" only"),
  /** Never by the unit. */
  NEVER("never by the unit"),
  /** It is not known. */
  UNKNOWN("unknown");

  private final String text;

  RemovedAt(String text) {
    this.text = text;
  }

  /** The moment in words, for messages. */
  public String text() {
    return text;
  }
}
