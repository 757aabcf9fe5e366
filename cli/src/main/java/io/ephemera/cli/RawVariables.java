// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.OpenFile;
import io.ephemera.tmpfiles.language.Variables;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The environment variables as bytes, environ(7); read when the first is asked for. Not
 * thread-safe.
 */
final class RawVariables implements Variables {
  private static final int MOST = 8 << 20;

  private @Nullable Map<String, Bytes> values;

  @Override
  public @Nullable Bytes get(String name) {
    Map<String, Bytes> all = values;
    if (all == null) {
      all = read();
      values = all;
    }
    return all.get(name);
  }

  private static Map<String, Bytes> read() {
    Map<String, Bytes> all = new HashMap<>();
    try (OpenFile file = OpenFile.openAmbient(BytePath.of("/proc/self/environ"))) {
      for (Bytes entry : RawArguments.split(file.readAll(MOST))) {
        String text = entry.latin1();
        int equals = text.indexOf('=');
        if (equals > 0) {
          all.putIfAbsent(text.substring(0, equals), Bytes.latin1(text.substring(equals + 1)));
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException("/proc/self/environ cannot be read: " + e.getMessage(), e);
    }
    return all;
  }
}
