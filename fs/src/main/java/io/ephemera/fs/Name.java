// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import org.jspecify.annotations.Nullable;

/**
 * The name of a directory entry, as raw bytes: one component of a path.
 *
 * <p>Never empty, {@code .} or {@code ..}, without {@code /} and NUL: a name leads exactly one
 * level down. Thread-safe.
 */
public final class Name implements Comparable<Name> {
  private final Bytes bytes;

  private Name(Bytes bytes) {
    this.bytes = bytes;
  }

  /**
   * The name with these bytes.
   *
   * @throws IllegalArgumentException if they are not the name of a directory entry
   */
  public static Name of(Bytes bytes) {
    if (!isName(bytes)) {
      throw new IllegalArgumentException("not a file name: " + bytes);
    }
    return new Name(bytes);
  }

  /** The name with the UTF-8 bytes of a text; see {@link #of(Bytes)}. */
  public static Name of(String text) {
    return of(Bytes.utf8(text));
  }

  private static boolean isName(Bytes bytes) {
    byte[] value = bytes.array();
    for (byte b : value) {
      if (b == '/' || b == 0) {
        return false;
      }
    }
    boolean dots =
        value.length <= 2 && value.length > 0 && value[0] == '.' && value[value.length - 1] == '.';
    return value.length > 0 && !dots;
  }

  /** The bytes of the name. */
  public Bytes bytes() {
    return bytes;
  }

  byte[] array() {
    return bytes.array();
  }

  /** Whether it begins with a dot, so that the glob {@code *} does not match it. */
  public boolean isHidden() {
    return bytes.at(0) == '.';
  }

  @Override
  public int compareTo(Name other) {
    return bytes.compareTo(other.bytes);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Name name && bytes.equals(name.bytes);
  }

  @Override
  public int hashCode() {
    return bytes.hashCode();
  }

  /** The name for display; see {@link Bytes#toString()}. */
  @Override
  public String toString() {
    return bytes.toString();
  }
}
