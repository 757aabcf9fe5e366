// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import java.util.ArrayList;
import java.util.List;

/** Who starts a service. */
enum Caller {
  /** Root, for the user of the service. */
  ROOT {
    @Override
    String runtimeDirectory(Service service) {
      return "/run/" + service.name();
    }

    @Override
    List<String> prefix(Service service) {
      return List.of();
    }

    @Override
    List<String> cleaner(Service service) {
      return List.of(ServiceRoot.PROGRAM, "tmpfiles", "--clean");
    }

    @Override
    String configuration() {
      return "/etc/tmpfiles.d";
    }

    @Override
    List<String> user(Service service) {
      return service.keepsRoot() ? List.of() : List.of("--user=" + service.user());
    }
  },

  /** The user of the service, with a directory for XDG_RUNTIME_DIR. */
  USER {
    @Override
    String runtimeDirectory(Service service) {
      return session(service) + "/" + service.name();
    }

    @Override
    List<String> prefix(Service service) {
      return List.of(
          "setpriv",
          "--reuid=" + service.user(),
          "--regid=" + service.user(),
          "--init-groups",
          "env",
          "HOME=/nonexistent",
          "XDG_RUNTIME_DIR=" + session(service));
    }

    @Override
    List<String> cleaner(Service service) {
      List<String> command = new ArrayList<>(prefix(service));
      command.addAll(List.of(ServiceRoot.PROGRAM, "tmpfiles", "--user", "--clean"));
      return command;
    }

    @Override
    String configuration() {
      return "/usr/share/user-tmpfiles.d";
    }

    @Override
    List<String> user(Service service) {
      return List.of();
    }

    private String session(Service service) {
      return "/run/user/" + service.user();
    }
  };

  /** The directory that the service gets. */
  abstract String runtimeDirectory(Service service);

  /** The words before a command that this caller runs. */
  abstract List<String> prefix(Service service);

  /** The command that removes what dead runs of this caller left. */
  abstract List<String> cleaner(Service service);

  /** Where the lines of this cleaner are. */
  abstract String configuration();

  /** The option of {@code run} that names the user of the service. */
  abstract List<String> user(Service service);
}
