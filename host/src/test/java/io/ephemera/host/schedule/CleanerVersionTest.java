// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Root;
import io.ephemera.testkit.TestFolder;
import io.ephemera.testkit.TestUser;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The version of the cleaner, and what it does differently: also as this machine's own does. */
class CleanerVersionTest {
  private static final Path PROGRAM = Path.of("/usr/bin/systemd-tmpfiles");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          systemd 252 (252.38-1~deb12u1) | 252
          systemd 262                    | 262
          systemd 256~rc1-1              | 0
          systemd                        | 0
          elogind 252                    | 0
          systemd -5                     | 0
          systemd 99999999999            | 0
          ''                             | 0
          """)
  void theVersionIsTheFirstNumber(String said, int number) {
    CleanerVersion version = CleanerVersion.parse(said + "\n+PAM +AUDIT\n");
    if (number > 0) {
      assertThat(version).isEqualTo(new CleanerVersion.Known(number));
    } else {
      assertThat(version).isInstanceOf(CleanerVersion.Unknown.class);
    }
  }

  @Test
  void theProgramOfAnImageIsNotRun() throws IOException {
    try (TestFolder folder =
            TestFolder.with("usr/bin/systemd-tmpfiles 0755 \"#!/bin/sh\\necho systemd 1\\n\"");
        Root root = Root.at(BytePath.of(folder.path().toString()))) {
      assertThat(CleanerVersion.of(root))
          .isEqualTo(new CleanerVersion.Unknown("programs of another root directory are not run"));
    }
  }

  @ParameterizedTest
  @CsvSource({"262, 0", "300, 0", "261, 4", "256, 5", "255, 8", "252, 9"})
  void anOlderVersionDiffersInMore(int version, int differences) {
    List<VersionDifference> found = VersionDifference.of(version);
    assertThat(found).hasSize(differences);
    assertThat(found).allMatch(difference -> version < difference.since());
  }

  @Test
  void theMarkOfPurgeIsNoDifferenceWhereThereIsNoPurge() {
    assertThat(VersionDifference.of(255))
        .contains(VersionDifference.PURGE)
        .doesNotContain(VersionDifference.PURGE_MARK);
    assertThat(VersionDifference.of(256))
        .contains(VersionDifference.PURGE_MARK)
        .doesNotContain(VersionDifference.PURGE);
  }

  /** Lines that are carried out on a tree, and the entry that is left if there is no difference. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          LOCKS_ON_FILES    | --clean  | d /d - - - m:1d          | d/f
          REMOVAL_KEEPS     | --remove | R /d - - - -             | d/f
          FIELD_ESCAPES     | --remove | r /d\\x2ff - - - -       | d/f
          """)
  void thisMachinesCleanerDiffersAsItsVersionSays(
      VersionDifference difference, String option, String line, String entry) throws Exception {
    Assumptions.assumeTrue(
        Files.isExecutable(PROGRAM) && TestUser.isRoot(), "needs root and systemd-tmpfiles");
    CleanerVersion version = version();
    Assumptions.assumeTrue(version instanceof CleanerVersion.Known, "needs a known version");
    boolean differs =
        VersionDifference.of(((CleanerVersion.Known) version).number()).contains(difference);
    try (TestFolder folder = TestFolder.with("d/\nd/f 0644 @10d")) {
      Path file = folder.path().resolve(entry);
      Path config = folder.path().resolve("lines.conf");
      Files.writeString(config, line + "\n");
      String command =
          "exec 9<\"$1\"; flock -n 9 || exit 9; exec systemd-tmpfiles \"$2\" --root=\"$3\" \"$4\"";
      Process run =
          new ProcessBuilder(
                  "unshare",
                  "-m",
                  "sh",
                  "-c",
                  command,
                  "sh",
                  file.toString(),
                  option,
                  folder.path().toString(),
                  config.toString())
              .redirectErrorStream(true)
              .start();
      String said = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(run.waitFor()).as(said).isZero();
      boolean isKept = new File(file.toString()).exists();
      boolean keepsWithDifference = difference == VersionDifference.FIELD_ESCAPES;
      assertThat(isKept)
          .as("%s is kept: %s", entry, said)
          .isEqualTo(differs == keepsWithDifference);
    }
  }

  private static CleanerVersion version() throws IOException {
    try (Root root = Root.host()) {
      return CleanerVersion.of(root);
    }
  }
}
