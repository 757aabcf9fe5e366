// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An immutable string of bytes: a file name, the text of a link, the content of a file.
 *
 * <p>For Linux, none of them has a character set. Ordered by unsigned byte, as by {@code
 * strcmp(3)}. Thread-safe.
 */
public final class Bytes implements Comparable<Bytes> {
  /** No bytes. */
  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private final byte[] value;

  private Bytes(byte[] value) {
    this.value = value;
  }

  /** A copy of these bytes. */
  public static Bytes of(byte... value) {
    return value.length == 0 ? EMPTY : new Bytes(value.clone());
  }

  /** The bytes {@code from} (inclusive) to {@code to} (exclusive) of {@code value}, copied. */
  public static Bytes of(byte[] value, int from, int to) {
    return from == to ? EMPTY : new Bytes(Arrays.copyOfRange(value, from, to));
  }

  /** These bytes themselves, not a copy; the caller must not change them afterwards. */
  static Bytes own(byte[] value) {
    return new Bytes(value);
  }

  /** The UTF-8 bytes of a text. */
  public static Bytes utf8(String text) {
    return new Bytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /** One byte per character; characters above U+00FF become {@code ?}. */
  public static Bytes latin1(String text) {
    return new Bytes(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** One character per byte: the inverse of {@link #latin1(String)}. */
  public String latin1() {
    return new String(value, StandardCharsets.ISO_8859_1);
  }

  /** A copy of the bytes. */
  public byte[] toArray() {
    return value.clone();
  }

  /** The bytes themselves, not a copy; for readers in this package, which must not change them. */
  byte[] array() {
    return value;
  }

  /** The number of bytes. */
  public int length() {
    return value.length;
  }

  /** Whether there are no bytes. */
  public boolean isEmpty() {
    return value.length == 0;
  }

  /** The byte at an index, counted from 0. */
  public byte at(int index) {
    return value[index];
  }

  /** These bytes followed by others. */
  public Bytes plus(Bytes other) {
    byte[] joined = Arrays.copyOf(value, value.length + other.value.length);
    System.arraycopy(other.value, 0, joined, value.length, other.value.length);
    return new Bytes(joined);
  }

  @Override
  public int compareTo(Bytes other) {
    return Arrays.compareUnsigned(value, other.value);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Bytes bytes && Arrays.equals(value, bytes.value);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(value);
  }

  /**
   * The bytes for display: valid UTF-8 as it is, control characters and all other bytes as {@code
   * \xHH}, a backslash doubled. Any user can choose names; escaped, none can move the cursor or
   * forge a line.
   */
  @Override
  public String toString() {
    return Escape.forDisplay(value);
  }
}
