// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli;

import io.ephemera.fs.Bytes;
import io.ephemera.process.Environ;
import io.ephemera.tmpfiles.language.Variables;
import org.jspecify.annotations.Nullable;

/**
 * The environment variables as bytes, environ(7); read when the first is asked for. Thread-safe
 * from then on.
 */
final class RawVariables implements Variables {
  private @Nullable Environ environ;

  @Override
  public @Nullable Bytes get(String name) {
    Environ known = environ;
    if (known == null) {
      known = Environ.ofProcess();
      environ = known;
    }
    return known.get(name);
  }
}
