// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import io.ephemera.fs.Bytes;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The credentials that the service manager passed to this process (systemd.exec(5)). */
@FunctionalInterface
public interface SystemCredentials {
  /**
   * The content of a credential, or null if it does not exist.
   *
   * @throws IOException if it cannot be read
   */
  @Nullable Bytes read(CredentialName name) throws IOException;
}
