// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.processes;

import io.ephemera.linux.Credentials;

/** What this process may see of others, capabilities(7). */
final class Privileges {
  private static final int CAP_SYS_PTRACE = 19;

  private Privileges() {}

  static boolean maySeeAllProcesses() {
    return Credentials.hasCapability(CAP_SYS_PTRACE);
  }
}
