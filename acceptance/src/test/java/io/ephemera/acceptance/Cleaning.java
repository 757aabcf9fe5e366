// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What cleaners remove in a {@link ServiceRoot}, beside services that run or ran there. */
record Cleaning(ServiceRoot root) {
  private static final String LINES =
      """
      e /tmp - - - 0
      e /var/tmp - - - 0
      e /tmp/.X11-unix - - - 0
      """;

  /** The state after cleaning has removed what dead runs of a caller left. */
  String state(Service service, Caller caller) {
    succeed(root.run(caller.cleaner(service)));
    return root.state();
  }

  /** All paths in the /tmp, /var/tmp and runtime directory of a service, as it sees them. */
  String possessions(RunningService running) {
    return root.script(
        "cd /proc/$1/root; find tmp var/tmp .$2 ! -name \"$3\" | LC_ALL=C sort",
        running.pid(),
        running.directory(),
        Xvfb.FOR_A_MOMENT);
  }

  /** Puts a file into each shared directory for temporary files. */
  void putCanaries() throws IOException {
    Files.writeString(root.seen("/tmp/canary"), "canary");
    Files.writeString(root.seen("/var/tmp/canary"), "canary");
  }

  /** Ages the shared /tmp and /var/tmp, where the canaries must go; then there are new ones. */
  void ageTmp(List<String> cleaner) throws IOException {
    age(Caller.ROOT, LINES, cleaner);
    assertThat(root.seen("/tmp/canary")).doesNotExist();
    assertThat(root.seen("/var/tmp/canary")).doesNotExist();
    putCanaries();
  }

  /** Lets a caller age its runtime directory, and one beside it, where a canary must go. */
  void ageBeside(Service service, Caller caller) throws IOException {
    String beside = caller.runtimeDirectory(service) + "-beside";
    List<String> make = List.of("sh", "-euc", "mkdir $1; : >$1/canary", "sh", beside);
    succeed(root.run(Stream.concat(caller.prefix(service).stream(), make.stream()).toList()));

    String line = "e " + caller.runtimeDirectory(service) + "* - - - 0\n";
    age(caller, line, caller.cleaner(service));

    assertThat(root.seen(beside)).isEmptyDirectory();
    Files.delete(root.seen(beside));
  }

  /** Runs a cleaner with these lines. */
  private void age(Caller caller, String lines, List<String> cleaner) throws IOException {
    Path file = Files.createDirectories(root.seen(caller.configuration())).resolve("age.conf");
    Files.writeString(file, lines);
    Run run = root.run(cleaner);
    Files.delete(file);
    succeed(run);
  }

  private static void succeed(Run run) {
    assertThat(run.exitCode()).as("%s", run).isZero();
  }
}
