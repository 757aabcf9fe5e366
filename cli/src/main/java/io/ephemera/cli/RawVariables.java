// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.OpenFile;
import io.ephemera.tmpfiles.language.Variables;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The environment variables as bytes, environ(7); read when the first is asked for. Thread-safe
 * from then on.
 */
final class RawVariables implements Variables {
  private static final int MOST = 8 << 20;

  private @Nullable List<Bytes> entries;

  @Override
  public @Nullable Bytes get(String name) {
    List<Bytes> all = entries;
    if (all == null) {
      all = read();
      entries = all;
    }
    for (Bytes entry : all) { // a run asks for a few of them: a map of all would cost more
      if (isOf(entry, name)) {
        return Bytes.of(entry.toArray(), name.length() + 1, entry.length());
      }
    }
    return null;
  }

  private static boolean isOf(Bytes entry, String name) {
    int length = name.length();
    if (entry.length() <= length || entry.at(length) != '=') {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (entry.at(i) != name.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static List<Bytes> read() {
    try (OpenFile file = OpenFile.openAmbient(BytePath.of("/proc/self/environ"))) {
      return RawArguments.split(file.readAll(MOST));
    } catch (IOException e) {
      throw new IllegalStateException("/proc/self/environ cannot be read: " + e.getMessage(), e);
    }
  }
}
