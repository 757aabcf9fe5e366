// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate;

import io.ephemera.Place;
import io.ephemera.Places;
import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.JavaPath;
import io.ephemera.isolate.plan.DirectoryKind;
import io.ephemera.process.Environ;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** The directories below which those of a command are. */
public sealed interface BaseDirectories {
  /**
   * The directory for a kind, an absolute path.
   *
   * @throws IOException if there is none that is safe
   */
  BytePath of(DirectoryKind kind) throws IOException;

  /** Those of the system, for a caller that is root: {@code /run}, {@code /var/lib}, ... */
  record OfSystem() implements BaseDirectories {
    @Override
    public BytePath of(DirectoryKind kind) {
      return BytePath.of(kind.standard().system());
    }
  }

  /** Those of the user who calls, by the XDG Base Directory Specification, each verified. */
  record OfUser(Environ environment, Consumer<String> warnings) implements BaseDirectories {
    @Override
    public BytePath of(DirectoryKind kind) throws IOException {
      Places places =
          Places.builder(Places.DEFAULT_APPLICATION)
              .environment(variables())
              .warnings(warnings)
              .build();
      Place place =
          switch (kind) {
            case RUNTIME -> places.runtime();
            case STATE -> places.state();
            case CACHE -> places.cache();
            case LOGS -> places.logs();
            case CONFIGURATION -> places.configuration();
          };
      return JavaPath.bytes(place.path()).parent();
    }

    /**
     * Without what a service manager may have said of this process: that is not the command. What
     * is not UTF-8 counts as unset.
     */
    private Map<String, String> variables() {
      Map<String, String> variables = new HashMap<>();
      environment
          .toMap()
          .forEach((name, value) -> {
            String text = new String(value.toArray(), StandardCharsets.UTF_8);
            if (Bytes.utf8(text).equals(value)) {
              variables.put(name, text);
            }
          });
      for (DirectoryKind kind : DirectoryKind.values()) {
        variables.remove(kind.standard().service());
      }
      return variables;
    }
  }
}
