// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.testkit.TestUser;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The configuration of a whole Debian system leaves the same tree and exit code as the newest
 * systemd-tmpfiles.
 */
class DebianConfigurationTest {
  private static final Map<String, String> ENVIRONMENT = Map.of("PATH", Checkout.PATH);

  @TempDir private Path folder;

  @BeforeAll
  static void needsRoot() {
    Assumptions.assumeTrue(TestUser.isRoot(), "needs root: the configuration names other owners");
  }

  /** Steps are separated by commas; each is a run on the result of the one before. */
  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "--create",
        "--create --boot",
        "--create --exclude-prefix=/var,--create",
        "--create -E",
        "--create --prefix=/run --prefix=/tmp",
        "--create,--clean",
        "--create --boot,--remove --boot",
        "--create --boot,--create --remove --clean --boot",
        "--create --dry-run",
        "--create,--clean --dry-run",
      })
  void treeAndExitCodeAreThoseOfThePeer(String steps) {
    Path ours = root("ours");
    Path theirs = root("theirs");

    for (String step : steps.split(",", -1)) {
      Run our = run(ours, List.of(Checkout.file("ephemera").toString(), "tmpfiles"), step);
      Run their = run(theirs, List.of(Peers.systemdTmpfiles().toString()), step);

      assertThat(our.exitCode()).as(step + ": " + our.err()).isEqualTo(their.exitCode());
      assertThat(tree(ours)).as(step).isEqualTo(tree(theirs));
    }
  }

  private Path root(String name) {
    Path root = folder.resolve(name);
    script("acceptance/debian-root", Peers.folder().toString(), root.toString());
    script("acceptance/aged-files", root.toString());
    return root;
  }

  private static Run run(Path root, List<String> program, String step) {
    Stream<String> options =
        Stream.concat(Stream.of(step.split(" ", -1)), Stream.of("--root=" + root));
    return Run.of(ENVIRONMENT, Stream.concat(program.stream(), options).toList());
  }

  private static String tree(Path root) {
    return script("acceptance/list-tree", Peers.folder().toString(), root.toString());
  }

  private static String script(String name, String... arguments) {
    Run run = Checkout.run(ENVIRONMENT, Checkout.file(name), arguments);
    assertThat(run).as(name).returns(0, Run::exitCode).returns("", Run::err);
    return run.out();
  }
}
