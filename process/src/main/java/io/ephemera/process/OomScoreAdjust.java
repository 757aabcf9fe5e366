// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Inode;
import io.ephemera.fs.OpenFile;
import io.ephemera.fs.SystemCallException;

/**
 * How likely this process, and those that it starts, are killed when there is no memory,
 * proc_pid_oom_score_adj(5). Holds the file open: it can be written to also when {@code /proc} has
 * become read-only or invisible to this process.
 */
public final class OomScoreAdjust implements AutoCloseable {
  private static final BytePath PATH = BytePath.of("/proc/self/oom_score_adj");
  private static final int LONGEST_NUMBER = 32;

  private final OpenFile file;
  private final int before;

  private OomScoreAdjust(OpenFile file, int before) {
    this.file = file;
    this.before = before;
  }

  /** Opens that of this process, and remembers its value. */
  public static OomScoreAdjust open() throws SystemCallException {
    int value;
    try (OpenFile read = OpenFile.openAmbient(PATH)) {
      value = Integer.parseInt(read.read(0, LONGEST_NUMBER).latin1().strip());
    }
    try (Inode inode = Inode.openAmbient(PATH)) {
      return new OomScoreAdjust(inode.openForWriting(false), value);
    }
  }

  /**
   * Sets it.
   *
   * @param adjust -1000 to 1000
   * @throws SystemCallException with EACCES if it would fall and the calling thread has no
   *     CAP_SYS_RESOURCE
   */
  public void set(int adjust) throws SystemCallException {
    file.write(Bytes.latin1(adjust + "\n"));
  }

  /** Sets what it was when this was opened. */
  public void restore() throws SystemCallException {
    set(before);
  }

  @Override
  public void close() {
    file.close();
  }
}
