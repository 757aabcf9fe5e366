// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.views;

import io.ephemera.fs.Bytes;
import io.ephemera.fs.FileType;
import org.jspecify.annotations.Nullable;

/** What other processes find at a path. */
public sealed interface ForeignEntry {
  /**
   * There is something.
   *
   * @param type what it is; a symbolic link at the end of the path itself
   * @param mode permission bits, 0 to 07777
   * @param uid its owner, an unsigned 32-bit number
   * @param gid its group, likewise
   * @param size in bytes
   * @param device in the encoding of {@link io.ephemera.fs.Stat#device}
   * @param inode the inode number, unsigned
   * @param times in microseconds since 1970
   * @param target the text of a symbolic link; null for anything else
   */
  record Present(
      FileType type,
      int mode,
      int uid,
      int gid,
      long size,
      long device,
      long inode,
      Times times,
      @Nullable Bytes target)
      implements ForeignEntry {}

  /** There is nothing. */
  record Absent() implements ForeignEntry {}

  /** It could not be seen. */
  record Unseen(Reason reason) implements ForeignEntry {}

  /** Times in microseconds since 1970, or {@link io.ephemera.fs.Stat#NO_TIME}. */
  record Times(long access, long birth, long change, long modification) {}

  /** Why something could not be seen. */
  enum Reason {
    /** This process may not look there. */
    NOT_PERMITTED("not permitted"),
    /** The file system did not answer in time. */
    NO_ANSWER("no answer in time"),
    /** The process has ended. */
    ENDED("the process has ended"),
    /** Looking there could start an automount. */
    MAY_WAIT("it may be mounted when it is looked at"),
    /** The kernel reported another error. */
    FAILED("it could not be looked at");

    private final String text;

    Reason(String text) {
      this.text = text;
    }

    /** In words. */
    public String text() {
      return text;
    }
  }
}
