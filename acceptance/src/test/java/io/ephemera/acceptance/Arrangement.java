// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import java.util.ArrayList;
import java.util.List;

/** What is around a service when it starts. */
enum Arrangement {
  /** Nothing but its runtime directory and its user: it shares /tmp. */
  NONE {
    @Override
    List<String> around(Service service, Caller caller) {
      return shell("tmp=/tmp\n" + service.byHand(), service, caller);
    }
  },

  /** A private /tmp as a shell script of root mounts it. */
  BY_HAND {
    @Override
    List<String> around(Service service, Caller caller) {
      List<String> command =
          new ArrayList<>(List.of("unshare", "--mount", "--propagation", "slave"));
      command.addAll(shell(MOUNT + service.byHand() + MOVE, service, caller));
      return command;
    }
  },

  /** {@code run} with a /tmp in memory. */
  MEMORY {
    @Override
    List<String> around(Service service, Caller caller) {
      return run("tmpfs", service, caller);
    }
  },

  /** {@code run} with a /tmp that is a directory below the shared one. */
  DISK {
    @Override
    List<String> around(Service service, Caller caller) {
      return run("disk", service, caller);
    }
  };

  private static final String MOUNT =
      """
      tmp=/mnt
      mount -t tmpfs -o mode=1777 tmpfs /mnt
      mount -t tmpfs -o mode=1777 tmpfs /var/tmp
      """;

  private static final String MOVE = "mount --no-mtab --move /mnt /tmp\n";

  private static final String AS_USER =
      """
      rm -rf $2
      install -d -m 755 -o $1 -g $(id -g $1) $2
      export RUNTIME_DIRECTORY=$2
      exec setpriv --reuid=$1 --regid=$1 --init-groups sh -euc "$3"
      """;

  /** The words that start the service for this caller. */
  abstract List<String> around(Service service, Caller caller);

  private static List<String> shell(String first, Service service, Caller caller) {
    boolean root = caller == Caller.ROOT && service.keepsRoot();
    return List.of(
        "sh",
        "-euc",
        first + AS_USER,
        "sh",
        root ? "root" : service.user(),
        caller.runtimeDirectory(service),
        service.start());
  }

  private static List<String> run(String tmp, Service service, Caller caller) {
    List<String> command = new ArrayList<>(caller.prefix(service));
    command.addAll(List.of(ServiceRoot.PROGRAM, "run", "--name=" + service.name()));
    command.addAll(caller.user(service));
    command.addAll(service.options(caller));
    command.addAll(
        List.of(
            "--runtime-directory=" + service.name() + ":0755",
            "--private-tmp=" + tmp,
            "--require-private-tmp",
            "--lock=fail",
            "--pid-file=main.pid",
            "--",
            "sh",
            "-euc",
            service.start()));
    return command;
  }
}
