// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.uses;

import io.ephemera.linux.Constants;

/** For what a descriptor is open, open(2). */
public enum Access {
  READ,
  WRITE,
  READ_WRITE,
  /** The file is only held, O_PATH. */
  PATH;

  private static final int MODE = 3;
  private static final int READABLE = 0400;
  private static final int WRITABLE = 0200;

  /** Whether the content can be changed by the descriptor. */
  public boolean writes() {
    return this == WRITE || this == READ_WRITE;
  }

  static Access ofFlags(int flags) {
    if ((flags & Constants.O_PATH) != 0) {
      return PATH;
    }
    return switch (flags & MODE) {
      case Constants.O_RDONLY -> READ;
      case Constants.O_WRONLY -> WRITE;
      default -> READ_WRITE;
    };
  }

  /** By the mode of the link in the directory of descriptors, proc_pid_fd(5). */
  static Access ofLink(int mode) {
    boolean reads = (mode & READABLE) != 0;
    boolean writes = (mode & WRITABLE) != 0;
    if (reads && writes) {
      return READ_WRITE;
    }
    return reads ? READ : writes ? WRITE : PATH;
  }
}
