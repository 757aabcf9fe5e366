// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.Bytes;
import io.ephemera.fs.Name;
import io.ephemera.process.CurrentProcess;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * Names of temporary files and directories of an application: {@code
 * APPLICATION-RRRRRRRRRRRRRRRRCCCC}.
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
  private static final Pool RANDOM = new Pool();

  private TemporaryName() {}

  /** A new, unguessable name. */
  static Name random(Application application) {
    byte[] name = new byte[application.name().length() + 1 + LETTERS];
    int at = put(application.name(), name);
    name[at++] = '-';
    RANDOM.take(name, at, RANDOM_LETTERS);
    for (int end = at + RANDOM_LETTERS; at < end; at++) {
      name[at] = letter(name[at]);
    }
    putCheck(name, at);
    return Name.of(Bytes.of(name, 0, name.length));
  }

  @SuppressWarnings("deprecation") // the name is ASCII: nothing is lost
  private static int put(String text, byte[] into) {
    text.getBytes(0, text.length(), into, 0);
    return text.length();
  }

  /** Whether {@link #random} returned a name for this application, by its checksum. */
  static boolean isOf(Name name, Application application) {
    String text = name.bytes().latin1();
    String prefix = application.name() + "-";
    if (text.length() != prefix.length() + LETTERS || !text.startsWith(prefix)) {
      return false;
    }
    byte[] expected = name.bytes().toArray();
    putCheck(expected, expected.length - CHECK_LETTERS);
    return Bytes.of(expected, 0, expected.length).equals(name.bytes());
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
