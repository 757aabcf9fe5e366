// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.testkit.TestFolder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which findings of {@code audit} and {@code tmpfiles --check} are known, and which fail. */
class KnownFindingsTest {
  /** HA702, HA705, TF001 and TF012; a note is HA503. */
  private static final String IMAGE =
      """
      mkdir -p image/etc/systemd/system image/etc/cron.daily image/etc/tmpfiles.d image/tmp
      printf '[Service]\\nExecStart=/bin/shop\\nPIDFile=/tmp/shop.pid\\n' >image/etc/systemd/system/shop.service
      printf '#!/bin/sh\\ndate >/tmp/report.txt\\n' >image/etc/cron.daily/report
      printf 'L /tmp/shop - - - - /run/shop\\n' >warning.conf
      printf 'nonsense\\n' >error.conf
      audit() { "$E" audit --root=image "$@"; }
      check() { "$E" tmpfiles --check --root=image "$@"; }
      """;

  private final TestFolder folder = TestFolder.create();

  @AfterEach
  void close() {
    folder.close();
  }

  private Run run(String script) {
    String start = "E=$1\ncd \"$2\"\numask 022\n" + IMAGE;
    return Run.of(
        Map.of("PATH", Checkout.PATH, "LANG", "C"),
        List.of(
            "sh",
            "-uc",
            start + script,
            "sh",
            Checkout.file("ephemera").toString(),
            folder.path().toString()));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          65 | audit --only=HA702
          65 | audit --only=HA702 --fail-on=note
          65 | audit --only=HA702 --fail-on=error
          0  | audit --only=HA702 --fail-on=never
          1  | audit --only=HA705
          1  | audit --only=HA705 --fail-on=warning
          0  | audit --only=HA705 --fail-on=error
          0  | audit --only=HA503
          1  | audit --only=HA503 --fail-on=note
          65 | check ./error.conf
          0  | check ./error.conf --fail-on=never
          1  | check ./warning.conf
          0  | check ./warning.conf --fail-on=error
          64 | audit --update-baseline
          64 | audit --baseline=
          64 | audit --fail-on=bad
          1  | audit --baseline=missing
          1  | audit --baseline=warning.conf
          1  | check ./warning.conf --baseline=missing
          1  | check --update-baseline
          """)
  void exitsAsTheSeveritySays(int expected, String command) {
    assertThat(run(command)).returns(expected, Run::exitCode);
  }

  @Test
  void anAuditReportsOnlyWhatIsNew() {
    Run run =
        run(
            """
            audit --only=HA702,HA705 --baseline=known --update-baseline >out && audit --only=HA702,HA705 --baseline=known
            sed -i '1i # a comment, and lines above' image/etc/cron.daily/report
            echo 'date >/tmp/other.txt' >>image/etc/cron.daily/report
            audit --only=HA702,HA705 --baseline=known
            """);

    assertThat(run.out())
        .startsWith("0 errors, 0 warnings, 0 notes; 2 in the baseline\n")
        .contains("/tmp/other.txt")
        .doesNotContain("report.txt", "HA702")
        .contains("0 errors, 1 warning, 0 notes; 2 in the baseline\n");
    assertThat(run.exitCode()).isEqualTo(1);
  }

  @Test
  void aCheckReportsOnlyWhatIsNew() {
    Run run =
        run(
            """
            check ./warning.conf --baseline=known --update-baseline && check ./warning.conf --baseline=known && echo none
            printf '# a line above\\nL /tmp/shop - - - - /run/shop\\nL /tmp/other - - - - /run/other\\n' >warning.conf
            check ./warning.conf --baseline=known
            """);

    assertThat(run.out()).startsWith("none\n").contains("/tmp/other").doesNotContain("'/tmp/shop'");
    assertThat(run.exitCode()).isEqualTo(1);
  }

  /** What is gone is no longer accepted, if it comes back. */
  @Test
  void anUpdatedBaselineHasOnlyWhatIsThere() {
    Run run =
        run(
            """
            audit --only=HA702,HA705 --baseline=known --update-baseline >out
            rm image/etc/cron.daily/report
            audit --only=HA702,HA705 --baseline=known --update-baseline >out
            cat known
            """);

    assertThat(run.out()).isEqualTo("# ephemera baseline 1\nHA702 shop.service /tmp/shop.pid\n");
  }

  @Test
  void aFileThatIsNoBaselineIsSaidWithItsLine() {
    Run run = run("printf '# ephemera baseline 1\\nHA702\\n' >known; audit --baseline=known");

    assertThat(run.err()).contains("known:2:1: not a fingerprint");
    assertThat(run.out()).isEmpty();
  }
}
