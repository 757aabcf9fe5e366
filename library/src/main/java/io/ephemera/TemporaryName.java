// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.Bytes;
import io.ephemera.fs.Name;
import io.ephemera.process.CurrentProcess;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * Names of temporary files and directories of an application: {@code
 * APPLICATION-RRRRRRRRRRRRRRRRCCCC}, and a suffix if the caller wants one.
 *
 * <p>R are 80 random bits, which make the name unguessable; C is a checksum of 20 bits, by which a
 * sweep recognizes the application's temporary files: one chosen name in a million has the right
 * one. Thread-safe.
 */
final class TemporaryName {
  private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";
  private static final int RANDOM_LETTERS = 16;
  private static final int CHECK_LETTERS = 4;
  private static final int LETTERS = RANDOM_LETTERS + CHECK_LETTERS;
  private static final int BITS = 5;
  private static final int LONGEST_SUFFIX = 64;
  private static final String SUFFIX_MARKS = "._-+";
  private static final Pool RANDOM = new Pool();

  private TemporaryName() {}

  /** A new, unguessable name. */
  static Name random(Application application) {
    return random(application, "");
  }

  /**
   * A new, unguessable name that ends in a suffix.
   *
   * @param suffix as {@link #requireSuffix} accepts it
   */
  static Name random(Application application, String suffix) {
    byte[] name = new byte[application.name().length() + 1 + LETTERS + suffix.length()];
    int at = put(application.name(), name, 0);
    name[at++] = '-';
    RANDOM.take(name, at, RANDOM_LETTERS);
    for (int end = at + RANDOM_LETTERS; at < end; at++) {
      name[at] = letter(name[at]);
    }
    putCheck(name, at);
    put(suffix, name, at + CHECK_LETTERS);
    return Name.of(Bytes.of(name, 0, name.length));
  }

  /**
   * The name without its checksum: as unguessable, but no longer one of a temporary file.
   *
   * @param temporary a name of {@link #random}
   */
  static Name lasting(Name temporary) {
    String text = temporary.bytes().latin1();
    int suffix = suffixOf(text);
    return Name.of(
        Bytes.latin1(text.substring(0, suffix - CHECK_LETTERS) + text.substring(suffix)));
  }

  /**
   * Accepts a suffix for {@link #random(Application, String)}.
   *
   * @throws IllegalArgumentException if it is not empty and not 1 to 64 ASCII letters, digits and
   *     {@code . _ - +}, the first neither a letter nor a digit
   */
  static void requireSuffix(String suffix) {
    boolean valid = suffix.length() <= LONGEST_SUFFIX;
    for (int i = 0; valid && i < suffix.length(); i++) {
      char c = suffix.charAt(i);
      valid = SUFFIX_MARKS.indexOf(c) >= 0 || (i > 0 && isLetterOrDigit(c));
    }
    if (!valid) {
      throw new IllegalArgumentException(
          "invalid suffix: expected at most 64 ASCII letters, digits and . _ - +, the first neither a"
              + " letter nor a digit");
    }
  }

  private static boolean isLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  /** Where the suffix of a name begins: behind the last letters and digits after a dash. */
  private static int suffixOf(String name) {
    for (int end = name.length(); end > LETTERS; end--) {
      boolean ends = end == name.length() || SUFFIX_MARKS.indexOf(name.charAt(end)) >= 0;
      if (ends && name.charAt(end - LETTERS - 1) == '-' && isChecked(name, end)) {
        return end;
      }
    }
    throw new IllegalArgumentException("not the name of a temporary file: " + name);
  }

  /** Whether the letters before a position are a checksum of everything before them. */
  private static boolean isChecked(String name, int end) {
    byte[] expected = new byte[end];
    put(name.substring(0, end), expected, 0);
    putCheck(expected, end - CHECK_LETTERS);
    return name.startsWith(Bytes.of(expected, 0, end).latin1());
  }

  @SuppressWarnings("deprecation") // the name is ASCII: nothing is lost
  private static int put(String text, byte[] into, int at) {
    text.getBytes(0, text.length(), into, at);
    return at + text.length();
  }

  /** Whether {@link #random} returned a name for this application, by its checksum. */
  static boolean isOf(Name name, Application application) {
    String text = name.bytes().latin1();
    String prefix = application.name() + "-";
    int end = prefix.length() + LETTERS;
    boolean ends =
        text.length() == end
            || (text.length() > end && SUFFIX_MARKS.indexOf(text.charAt(end)) >= 0);
    return ends && text.startsWith(prefix) && isChecked(text, end);
  }

  private static void putCheck(byte[] name, int at) {
    CRC32 check = new CRC32();
    check.update(name, 0, at);
    long bits = check.getValue();
    for (int i = 0; i < CHECK_LETTERS; i++) {
      name[at + i] = letter((int) (bits >> (i * BITS)));
    }
  }

  private static byte letter(int bits) {
    return (byte) ALPHABET.charAt(bits & ((1 << BITS) - 1));
  }

  /** Random bytes, which the kernel gives for many names at once; each is used once. */
  private static final class Pool {
    private final byte[] bytes = new byte[256];
    private int used = bytes.length;

    synchronized void take(byte[] into, int at, int length) {
      if (used + length > bytes.length) {
        CurrentProcess.random(bytes);
        used = 0;
      }
      System.arraycopy(bytes, used, into, at, length);
      Arrays.fill(bytes, used, used + length, (byte) 0);
      used += length;
    }
  }
}
