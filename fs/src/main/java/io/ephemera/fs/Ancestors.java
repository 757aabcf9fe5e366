// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

/**
 * The way from a directory up to the root directory of the process, through {@code ..}. Holds one
 * directory at a time.
 */
final class Ancestors implements AutoCloseable {
  private Directory current;
  private Stat stat;

  /** Starts at a directory, which stays open. */
  Ancestors(Directory start) throws SystemCallException {
    stat = start.stat();
    current = start.openSelf();
  }

  /** The directory that the way has reached. */
  Stat stat() {
    return stat;
  }

  /** Opens the directory that the way has reached for listing. */
  Directory openForReading() throws SystemCallException {
    return current.reopenForReading();
  }

  /**
   * Goes to the next directory above.
   *
   * @return false if there is none: the root directory is its own parent
   * @throws SystemCallException if the current directory may not be searched
   */
  boolean up() throws SystemCallException {
    Directory parent = current.openParent();
    current.close();
    current = parent;
    Stat above = parent.stat();
    boolean atRoot = above.isSameInode(stat);
    stat = above;
    return !atRoot;
  }

  @Override
  public void close() {
    current.close();
  }
}
