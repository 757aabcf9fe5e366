// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.OpenFile;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * The environment variables as bytes, environ(7): Java loses those that the locale cannot express.
 */
final class ProcessVariables {
  private static final int MOST = 8 << 20;

  private ProcessVariables() {}

  /**
   * Those that the process was started with; names with one character for a byte.
   *
   * <p>A process that changed its user may not be allowed to read /proc/self/environ, proc(5): then
   * those that Java knows.
   */
  static Map<String, Bytes> read() {
    try (OpenFile file = OpenFile.openAmbient(BytePath.of("/proc/self/environ"))) {
      return parsed(file.readAll(MOST).latin1());
    } catch (IOException e) {
      return ofJava();
    }
  }

  private static Map<String, Bytes> ofJava() {
    Map<String, Bytes> all = new HashMap<>();
    System.getenv().forEach((name, value) -> all.put(name, Bytes.utf8(value)));
    return all;
  }

  /** Entries {@code NAME=VALUE}, each ended by NUL; the first of a name counts, as in getenv(3). */
  static Map<String, Bytes> parsed(String environ) {
    Map<String, Bytes> all = new HashMap<>();
    int start = 0;
    while (start < environ.length()) {
      int nul = environ.indexOf('\0', start);
      int end = nul < 0 ? environ.length() : nul;
      int equals = environ.indexOf('=', start);
      if (equals > start && equals < end) {
        all.putIfAbsent(
            environ.substring(start, equals), Bytes.latin1(environ.substring(equals + 1, end)));
      }
      start = end + 1;
    }
    return all;
  }
}
