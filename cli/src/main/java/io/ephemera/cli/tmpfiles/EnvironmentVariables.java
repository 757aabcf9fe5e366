// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.tmpfiles;

import io.ephemera.fs.Bytes;
import io.ephemera.process.Environ;
import io.ephemera.tmpfiles.language.Variables;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The environment variables as bytes, environ(7), read when the first one is asked for. Thread-safe
 * from then on.
 */
public final class EnvironmentVariables implements Variables {
  private static final List<String> TRUE = List.of("1", "yes", "y", "true", "t", "on");

  private @Nullable Environ environ;

  /** Those of this process. */
  public EnvironmentVariables() {}

  @Override
  public @Nullable Bytes get(String name) {
    Environ known = environ;
    if (known == null) {
      known = Environ.ofProcess();
      environ = known;
    }
    return known.get(name);
  }

  /** The value of a variable; empty if it is not set. */
  String text(String name) {
    Bytes value = get(name);
    return value == null ? "" : value.latin1();
  }

  /** Whether a variable has a value that systemd reads as true. */
  boolean isTrue(String name) {
    String value = text(name);
    for (String word : TRUE) {
      if (value.equalsIgnoreCase(word)) { // to lower case needs a Locale, which takes a millisecond
        return true;
      }
    }
    return false;
  }
}
