// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import io.ephemera.linux.Constants;

/** The type of an inode, inode(7). */
public enum FileType {
  REGULAR("regular file", Constants.S_IFREG, 8),
  DIRECTORY("directory", Constants.S_IFDIR, 4),
  SYMLINK("symbolic link", Constants.S_IFLNK, 10),
  FIFO("fifo", Constants.S_IFIFO, 1),
  SOCKET("socket", Constants.S_IFSOCK, 12),
  CHARACTER_DEVICE("character device", Constants.S_IFCHR, 2),
  BLOCK_DEVICE("block device", Constants.S_IFBLK, 6),
  UNKNOWN("unknown file", 0, 0);

  private static final FileType[] ALL = values();

  private final String text;
  private final int format;
  private final int directoryType;

  FileType(String text, int format, int directoryType) {
    this.text = text;
    this.format = format;
    this.directoryType = directoryType;
  }

  static FileType ofMode(int mode) {
    for (FileType type : ALL) {
      if (type.format == (mode & Constants.S_IFMT)) {
        return type;
      }
    }
    return UNKNOWN;
  }

  /**
   * The type for d_type of getdents64(2); {@link #UNKNOWN} if the file system does not report it.
   */
  static FileType ofEntry(int directoryType) {
    for (FileType type : ALL) {
      if (type.directoryType == directoryType) {
        return type;
      }
    }
    return UNKNOWN;
  }

  /** The type in words. */
  public String text() {
    return text;
  }

  int format() {
    return format;
  }
}
