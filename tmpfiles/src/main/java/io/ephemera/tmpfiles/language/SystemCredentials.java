// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import io.ephemera.fs.Bytes;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The credentials that a service manager handed over (systemd.exec(5), {@code
 * $CREDENTIALS_DIRECTORY}).
 */
@FunctionalInterface
public interface SystemCredentials {
  /**
   * The content of a credential, or null if there is none of that name.
   *
   * @throws IOException if it cannot be read
   */
  @Nullable Bytes read(String name) throws IOException;
}
