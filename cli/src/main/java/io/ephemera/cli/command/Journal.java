// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.command;

import io.ephemera.fs.Bytes;
import io.ephemera.fs.Stat;
import io.ephemera.fs.SystemCallException;
import io.ephemera.process.Environ;

/** Tells whether standard error is a stream of the journal, systemd.exec(5). */
final class Journal {
  private static final int STANDARD_ERROR = 2;

  private Journal() {}

  /** Whether {@code $JOURNAL_STREAM} names the device and inode of standard error. */
  static boolean isStandardError() {
    try {
      Bytes stream = Environ.ofProcessOrJava().get("JOURNAL_STREAM");
      return stream != null && stream.latin1().equals(name(Stat.ofDescriptor(STANDARD_ERROR)));
    } catch (SystemCallException | IllegalStateException | LinkageError unusableSystem) {
      return false; // such as native access that is denied: a message says so, without a prefix
    }
  }

  private static String name(Stat stat) {
    int major = (int) (stat.device() >> 32);
    int minor = (int) stat.device();
    return Long.toUnsignedString(device(major, minor)) + ":" + Long.toUnsignedString(stat.inode());
  }

  /** The number of a device in stat(2), makedev(3). */
  static long device(long major, long minor) {
    return ((major & 0xffff_f000L) << 32)
        | ((major & 0xfff) << 8)
        | ((minor & 0xffff_ff00L) << 12)
        | (minor & 0xff);
  }
}
