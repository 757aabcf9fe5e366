// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.uses;

/** A use with what is known of the file that is used. Immutable. */
public final class FileUse {
  private final Wanted wanted;
  private final Found found;

  FileUse(Wanted wanted, Found found) {
    this.wanted = wanted;
    this.found = found;
  }

  /** The use. */
  public Use use() {
    return found.use();
  }

  /**
   * The device of the file: as stat(2) reports it, or as the kernel's lists name it, which differ
   * for some file systems, see {@link Wanted}.
   */
  public long device() {
    return found.device();
  }

  /** The lower half of the inode number: not every list has the upper one. */
  public int halfInode() {
    return (int) found.inode();
  }

  /** Whether it may be a use of a file that stat(2) reports as this one. */
  public boolean mayBeOf(FileId file) {
    return found.mayBe(file, wanted.isMadeUp(file.device()));
  }

  /** Whether device and inode number prove that. */
  public boolean isProvenOf(FileId file) {
    return mayBeOf(file) && found.useOf(file).proven();
  }
}
