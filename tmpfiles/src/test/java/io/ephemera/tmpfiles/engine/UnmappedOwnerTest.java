// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.fs.Root;
import io.ephemera.process.Account;
import io.ephemera.report.Outcome;
import io.ephemera.testkit.JavaProgram;
import io.ephemera.testkit.TestFolder;
import io.ephemera.testkit.TestUser;
import io.ephemera.testkit.Tree;
import io.ephemera.tmpfiles.Tmpfiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Owners that a user namespace does not map, in which a container or an image build runs. */
class UnmappedOwnerTest {
  private static final JavaProgram PROBE =
      JavaProgram.of(
          UnmappedOwnerProbe.class,
          Tmpfiles.class.getName(),
          Outcome.class.getName(),
          Account.class.getName(),
          Root.class.getName(),
          TestFolder.class.getName(),
          "io.ephemera.linux.At");

  private static final String TREE = "d/\nd/f 4711:4711 \"text\"\nown \"mine\"\n";

  /** A line in a namespace that maps root alone, what is said, and what is there afterwards. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          C /copy - - - - /d     | skipped change-owner /copy: user 65534 IS NOT MAPPED; done copy /copy | copy/;copy/f "text"
          z /own - 12 12         | failed change-owner /own: user 12 IS NOT MAPPED  |
          z /own - - 12          | failed change-owner /own: group 12 IS NOT MAPPED |
          z /d/f - 0 0           | failed change-owner /d/f: its owner cannot be changed: user 65534 IS NOT MAPPED |
          """)
  void contentIsKeptAndTheUnmappedOwnerIsNamed(String line, String said, String made)
      throws IOException {
    assumeTrue(TestUser.mayMount(), "needs CAP_SYS_ADMIN");
    try (TestFolder folder = TestFolder.with(TREE)) {
      List<String> command = new ArrayList<>(List.of("unshare", "--user", "--map-root-user"));
      command.addAll(PROBE.command(folder.path().toString(), line));

      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();

      assertThat(process.inputReader().lines())
          .containsExactlyInAnyOrder(
              said.replace("IS NOT MAPPED", "is not mapped in this user namespace").split("; "));
      String more = made == null ? "" : made.replace(';', '\n') + "\n";
      assertThat(Tree.describe(folder.path())).isEqualTo(more + TREE);
    }
  }
}
