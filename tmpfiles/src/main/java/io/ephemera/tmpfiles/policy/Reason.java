// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.policy;

/** A reason why cleaning keeps an entry, and its wording. */
public enum Reason {
  MOUNT_POINT("something is mounted there"),
  OWN_LINE("it has a line of its own"),
  PATTERN("the pattern of a line matches it"),
  SYSTEM_FILE("the file system needs it"),
  STICKY("its sticky bit is set"),
  DEVICE("it is a device node"),
  LIVE_SOCKET("it is a live socket"),
  FIRST_LEVEL("the line keeps the first level"),
  TOO_YOUNG("it is not old enough"),
  AGE_UNKNOWN("its file system keeps none of the selected timestamps"),
  LOCKED("a process holds a lock on it"),
  IN_USE("it belongs to a command of ephemera run, which has not ended"),
  TOO_DEEP("it is too deep"),
  NOT_EMPTY("it is not empty");

  private final String text;

  Reason(String text) {
    this.text = text;
  }

  /** The reason in words. */
  public String text() {
    return text;
  }

  /** Whether to report it even if the user did not ask for what is kept. */
  public boolean isNotable() {
    return this == TOO_DEEP;
  }
}
