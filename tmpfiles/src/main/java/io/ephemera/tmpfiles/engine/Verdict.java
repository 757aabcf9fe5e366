// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

/** Whether cleaning takes an inode, and if not, what protects it. */
enum Verdict {
  GOES("it is old enough"),
  MOUNT_POINT("something is mounted there"),
  OWN_LINE("it has a line of its own"),
  PATTERN("a line's pattern matches it"),
  SYSTEM_FILE("the file system needs it"),
  STICKY("its sticky bit is set"),
  DEVICE("it is a device node"),
  LIVE_SOCKET("somebody listens on it"),
  FIRST_LEVEL("the line keeps the first level"),
  TOO_YOUNG("it is not old enough"),
  LOCKED("somebody holds a lock on it"),
  TOO_DEEP("it is too deep"),
  NOT_EMPTY("it is not empty");

  private final String text;

  Verdict(String text) {
    this.text = text;
  }

  /** The reason in words. */
  String text() {
    return text;
  }
}
