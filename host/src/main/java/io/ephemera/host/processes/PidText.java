// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.processes;

import io.ephemera.fs.Inode;
import io.ephemera.fs.Stat;
import io.ephemera.fs.SystemCallException;
import java.util.OptionalLong;

/** The content of pid files: a number and maybe a newline. */
public final class PidText {
  /** How the names of pid files end. */
  public static final String ENDING = ".pid";

  private static final int LONGEST = 16;

  private PidText() {}

  /**
   * The process id in a file; empty if it is no regular file, or contains something else. Its
   * access time stays.
   *
   * @throws SystemCallException if it may not be read so
   */
  public static OptionalLong read(Inode held) throws SystemCallException {
    Stat stat = held.stat();
    if (!stat.isRegular() || stat.size() == 0 || stat.size() > LONGEST) {
      return OptionalLong.empty();
    }
    String text = held.peek(LONGEST).latin1().strip();
    return text.matches("[0-9]{1,10}")
        ? OptionalLong.of(Long.parseLong(text))
        : OptionalLong.empty();
  }
}
