// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.ByteSize;
import org.jspecify.annotations.Nullable;

/**
 * What a temporary file or directory needs of its place; {@link Places#temporary(Need)} looks for
 * one that has it. Needs are combined with {@link #and}.
 *
 * <p>A value: thread-safe.
 */
public final class Need {
  /** From here on it is a waste of memory, and of what others find free in {@code /tmp}. */
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

  /** Nothing but a few bytes for a short time: {@code /tmp} will do. */
  public static Need small() {
    return SMALL;
  }

  /** Much, nobody knows how much: a disk, {@code /var/tmp}, before a file system in memory. */
  public static Need large() {
    return new Need(0, true, false, false);
  }

  /**
   * This much: a place with less free space does not do.
   *
   * @param bytes how many, 0 or more; from 64 MiB on a disk comes before a file system in memory
   * @throws IllegalArgumentException if it is negative
   */
  public static Need bytes(long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("a negative number of bytes: " + bytes);
    }
    return new Need(bytes, false, false, false);
  }

  /**
   * What is put there is to be executed or loaded as a library: not on a noexec mount, mount(8).
   */
  public static Need executable() {
    return new Need(0, false, true, false);
  }

  /** What is put there outlives a boot: never in memory, never in {@code /tmp}. */
  public static Need persistent() {
    return new Need(0, false, false, true);
  }

  /** Both this and the other; of two sizes the larger one. */
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

  /** Whether a disk is wanted, however much there is. */
  boolean isLarge() {
    return large;
  }

  /** Whether it would be a waste of memory. */
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

  /** The need for people. */
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
