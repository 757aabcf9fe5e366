// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.HexFormat;

/**
 * Converts between paths of Java and paths of Linux without losing a byte.
 *
 * <p>A {@code Path} holds bytes, but its text loses those that the locale cannot express: under
 * {@code LANG=C} everything outside ASCII. Its URI loses nothing.
 */
public final class JavaPath {
  private JavaPath() {}

  /**
   * The absolute path with the same bytes.
   *
   * @throws IllegalArgumentException if it is not a path of the default file system
   */
  public static BytePath bytes(Path path) {
    if (!path.getFileSystem().equals(FileSystems.getDefault())) {
      throw new IllegalArgumentException("not a path of the default file system: " + path);
    }
    Path absolute = path.toAbsolutePath();
    String text = absolute.toString();
    return BytePath.of(isAscii(text) ? Bytes.latin1(text) : decoded(absolute.toUri()));
  }

  /**
   * The path of the default file system with the same bytes. Bytes outside ASCII need an absolute
   * path.
   */
  public static Path of(BytePath path) {
    String text = path.latin1();
    return isAscii(text) ? Path.of(text) : Path.of(encoded(path.bytes()));
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  private static Bytes decoded(URI uri) {
    String text = uri.getRawPath();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '%') {
        bytes.write(Integer.parseInt(text, i + 1, i + 3, 16));
        i += 2;
      } else {
        bytes.write(text.charAt(i));
      }
    }
    return Bytes.of(bytes.toByteArray());
  }

  private static URI encoded(Bytes path) {
    StringBuilder text = new StringBuilder("file://");
    for (byte b : path.toArray()) {
      if (b == '/') {
        text.append('/');
      } else {
        HexFormat.of().toHexDigits(text.append('%'), b);
      }
    }
    return URI.create(text.toString());
  }
}
