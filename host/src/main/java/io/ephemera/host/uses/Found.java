// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.uses;

/**
 * A use, and how its source told the file.
 *
 * @param source what kind of number it told
 * @param device of the file, as the source told it
 * @param inode its number, as the source told it
 */
record Found(Source source, long device, long inode, Use use) {
  /** How a source tells a file. */
  enum Source {
    /** By device and number as stat(2) reports them. */
    STAT,
    /** As the kernel's lists do. */
    KERNEL,
    /** As the kernel's lists do, but the number without its upper half. */
    KERNEL_HALF
  }

  static Found byStat(long device, long inode, Use use) {
    return new Found(Source.STAT, device, inode, use);
  }

  static Found byKernel(long device, long inode, Use use) {
    return new Found(Source.KERNEL, device, inode, use);
  }

  /** Whether it is a use of a file; {@code proven} is that of {@link #useOf} then. */
  boolean mayBe(FileId file, boolean madeUp) {
    boolean sameNumber =
        source == Source.KERNEL_HALF ? (int) inode == (int) file.inode() : inode == file.inode();
    return sameNumber && (device == file.device() || (madeUp && source != Source.STAT));
  }

  /** The use of a file for which {@link #mayBe} says yes. */
  Use useOf(FileId file) {
    boolean sameDevice = device == file.device();
    boolean whole = source != Source.KERNEL_HALF || file.inode() >>> Integer.SIZE == 0;
    return sameDevice && whole ? use : use.unproven();
  }
}
