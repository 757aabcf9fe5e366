// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.ByteSize;
import org.jspecify.annotations.Nullable;

/**
 * What a temporary file or directory requires of its place, for {@link Places#temporary(Need)}.
 * {@link #and} combines needs.
 *
 * <p>Immutable and thread-safe.
 */
public final class Need {
  /** From this size on, a file system in memory is the wrong place. */
  private static final long LARGE = 64 * ByteSize.MIB;

  private static final Need SMALL = new Need(0, false, false, false);

  private final long bytes;
  private final boolean large;
  private final boolean executable;
  private final boolean persistent;

  private Need(long bytes, boolean large, boolean executable, boolean persistent) {
    this.bytes = bytes;
    this.large = large;
    this.executable = executable;
    this.persistent = persistent;
  }

  /** A few bytes for a short time: {@code /tmp} is enough. */
  public static Need small() {
    return SMALL;
  }

  /** A large, unknown amount: prefers a disk, {@code /var/tmp}. */
  public static Need large() {
    return new Need(0, true, false, false);
  }

  /**
   * An amount of free space.
   *
   * @param bytes the number of bytes, 0 or more; from 64 MiB on, prefers a disk to a file system in
   *     memory
   * @throws IllegalArgumentException if the number is negative
   */
  public static Need bytes(long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("negative number of bytes: " + bytes);
    }
    return new Need(bytes, false, false, false);
  }

  /** Files there will be executed or loaded as libraries: rejects a noexec mount, mount(8). */
  public static Need executable() {
    return new Need(0, false, true, false);
  }

  /** Files there must survive a boot: rejects file systems in memory and {@code /tmp}. */
  public static Need persistent() {
    return new Need(0, false, false, true);
  }

  /** Both needs; of two sizes, the larger. */
  public Need and(Need other) {
    return new Need(
        Math.max(bytes, other.bytes),
        large || other.large,
        executable || other.executable,
        persistent || other.persistent);
  }

  long bytes() {
    return bytes;
  }

  /** Whether a disk is preferred, whatever the size. */
  boolean isLarge() {
    return large;
  }

  /** Whether a file system in memory is the wrong place. */
  boolean isTooMuchForMemory() {
    return bytes >= LARGE;
  }

  boolean isExecutable() {
    return executable;
  }

  boolean isPersistent() {
    return persistent;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Need need
        && bytes == need.bytes
        && large == need.large
        && executable == need.executable
        && persistent == need.persistent;
  }

  @Override
  public int hashCode() {
    return toString().hashCode();
  }

  /** Human-readable; the format may change. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(large ? "large" : "");
    add(text, bytes > 0, ByteSize.format(bytes));
    add(text, executable, "executable");
    add(text, persistent, "persistent");
    return text.isEmpty() ? "small" : text.toString();
  }

  private static void add(StringBuilder text, boolean isNeeded, String word) {
    if (isNeeded) {
      text.append(text.isEmpty() ? "" : ", ").append(word);
    }
  }
}
