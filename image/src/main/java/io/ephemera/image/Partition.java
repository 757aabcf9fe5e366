// SPDX-License-Identifier: Apache-2.0
package io.ephemera.image;

/**
 * A partition of a disk image.
 *
 * @param type the GUID of its type in a partition table, lower-case; empty for the whole image
 * @param flags its attributes in the partition table
 * @param offset its start, in bytes
 * @param size in bytes; 0 for the whole image
 */
record Partition(String type, long flags, long offset, long size) {
  private static final int NO_AUTO = 63;
  private static final int READ_ONLY = 60;
  private static final int GROWS = 59;

  static final Partition WHOLE_IMAGE = new Partition("", 0, 0, 0);

  /** Whether it must not be found by its type. */
  boolean isNoAuto() {
    return (flags >>> NO_AUTO & 1) != 0;
  }

  /** Whether it must not be written to. */
  boolean isReadOnly() {
    return (flags >>> READ_ONLY & 1) != 0;
  }

  /** Whether its file system must grow to the size of the partition when it is mounted. */
  boolean isGrowing() {
    return (flags >>> GROWS & 1) != 0;
  }
}
