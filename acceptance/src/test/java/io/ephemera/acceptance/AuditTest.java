// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.testkit.TestFolder;
import io.ephemera.testkit.TestUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code audit}: its options, its forms and its exit status. */
class AuditTest {
  private final TestFolder folder = TestFolder.create();

  @BeforeEach
  void makeRoot() {
    assumeTrue(TestUser.isRoot(), "needs root: the modes of an image's directories are root's");
    run("mkdir -p etc/systemd/system etc/tmpfiles.d run usr && mkdir -m 1777 tmp");
  }

  @AfterEach
  void close() {
    folder.close();
  }

  private void run(String script) {
    List<String> command = List.of("sh", "-euc", "cd \"$1\"; umask 022; " + script, "sh", root());
    Run run = Run.of(Map.of("PATH", Checkout.PATH), command);
    assertThat(run.exitCode()).as(run.err()).isZero();
  }

  private String root() {
    return folder.path().toString();
  }

  private Run audit(String... words) {
    List<String> all = new ArrayList<>(List.of("audit", "--root=" + root()));
    all.addAll(List.of(words));
    return Checkout.ephemera(all.toArray(String[]::new));
  }

  @Test
  void onlyWhatIsMissingForCleaningIsProposed() {
    String age = "mkdir -p /etc/tmpfiles.d";
    String job = "systemctl enable --now systemd-tmpfiles-clean.timer";
    assertThat(audit("--only=HA503").out()).contains(age, job);

    run("echo 'q /tmp 1777 root root 10d' >etc/tmpfiles.d/a.conf");
    assertThat(audit("--only=HA503").out()).contains(job).doesNotContain(age);

    run(
        """
        mkdir -p etc/cron.daily usr/sbin usr/bin && rm etc/tmpfiles.d/a.conf
        printf '#!/bin/sh\nephemera tmpfiles --clean\n' >etc/cron.daily/ephemera
        touch usr/sbin/cron usr/bin/ephemera
        chmod +x usr/sbin/cron usr/bin/ephemera etc/cron.daily/ephemera
        """);
    assertThat(audit("--only=HA503").out()).contains(age).doesNotContain(job);
  }

  @Test
  void theWorstComesFirstWithWhatWasSeenAndWhatCorrectsIt() {
    run("mkdir -m 0777 tmp/open; mkfifo -m 0666 tmp/fifo");
    Run run = audit("--only=HA102,HA404");

    assertThat(run.exitCode()).isEqualTo(65);
    assertThat(run.out())
        .isEqualTo(
            """
            error HA102: Any user can write to a directory without the sticky bit (help: docs/audit/HA102.md)
              /tmp/open: any user can remove and replace the files of other users in it
                  seen: drwxrwxrwx root:root
                  fix:  chmod o-w /tmp/open   # if only its owner or group writes to it
                  fix:  chmod +t /tmp/open   # if all users share it

            warning HA404: Any user can write to a file in a temporary place (help: docs/audit/HA404.md)
              /tmp/fifo: any user can change what other programs read from it
                  seen: prw-rw-rw- root:root
                  fix:  chmod o-w /tmp/fifo

            1 error, 1 warning, 0 notes
            2 checks run
            """);
  }

  @Test
  void coloursAreForTerminalsThatTheUserWantsThemOn() throws IOException {
    assumeTrue(Run.of(Map.of(), List.of("script", "--version")).exitCode() == 0, "needs script(1)");
    run("mkfifo -m 0666 tmp/fifo");
    Path typescript = folder.path().resolve("typescript");
    String command = Checkout.file("ephemera") + " audit --only=HA404 --root=" + root() + " || :";
    List<String> script = List.of("script", "-qec", command, typescript.toString());
    Run colour = Run.of(Map.of("PATH", Checkout.PATH, "TERM", "xterm"), script);
    Run plain = Run.of(Map.of("PATH", Checkout.PATH, "TERM", "xterm", "NO_COLOR", "1"), script);

    assertThat(colour.out()).contains("\u001b[1;33mwarning\u001b[0m HA404");
    assertThat(plain.out()).contains("warning HA404").doesNotContain("\u001b[1;33m");
  }

  @Test
  void onlyWhatConcernsAUnitIsReported() {
    run("mkdir -m 0777 run/shop run/other");
    run(
        "printf '[Service]\\nExecStart=/bin/shop\\nRuntimeDirectory=shop\\n' >etc/systemd/system/shop.service");

    assertThat(audit("--json", "--unit=shop").out())
        .contains("\"path\":\"/run/shop\"")
        .doesNotContain("/run/other");
    Run unknown = audit("--unit=shpo");
    assertThat(unknown.exitCode()).isEqualTo(64);
    assertThat(unknown.err()).contains("unknown unit 'shpo.service'; did you mean 'shop.service'?");
  }

  @Test
  void checksThatAnImageCannotAnswerAreListedAsNotRun() {
    assertThat(audit().out())
        .contains("not run: HA104 HA105 HA107")
        .contains(": an image cannot answer it");
    assertThat(audit("--json").out()).contains("\"notRun\":[{\"id\":\"HA104\"");
  }

  @Test
  void aTimeLimitEndsTheWalkAndSaysSo() {
    run("mkdir tmp/a && cd tmp/a && seq 5000 | xargs touch");
    Run run = audit("--time-limit=1us", "--only=HA102");

    assertThat(run.exitCode()).isEqualTo(75);
    assertThat(run.err()).contains("the time limit expired before everything was looked at");
  }

  /** Numbers of processes and random parts are others after the next boot. */
  @Test
  void aBaselineHoldsAfterABoot() throws IOException {
    run(
        "touch tmp/shop.1234.pid tmp/build.aB3xYz9Q && mkdir -m 0777 tmp/run-20261130 && chmod 0666 tmp/*.pid tmp/build*");
    run("mkdir -m 0777 run/shop");
    String known = "--baseline=" + folder.path().resolve("known");
    assertThat(audit(known, "--update-baseline").exitCode()).isZero();
    run(
        "rm -r tmp/* && touch tmp/shop.77.pid tmp/build.Zz81qqPa && mkdir -m 0777 tmp/run-20261201 && chmod 0666 tmp/*.pid tmp/build*");
    Run next = audit(known);
    assertThat(next.exitCode()).as(next.out()).isZero();
    assertThat(next.out()).contains("0 errors, 0 warnings").contains("in the baseline");
    run("mkdir -m 0777 tmp/other");
    assertThat(audit(known).exitCode()).isEqualTo(65);
    assertThat(Files.readString(folder.path().resolve("known")))
        .startsWith("# ephemera baseline 1\n");
  }

  @Test
  void anOrdinaryUserIsToldWhatWasNotSeen() throws IOException {
    Checkout.assumeReadableByOthers();
    Run run =
        Run.of(
            Map.of("PATH", Checkout.PATH),
            List.of(
                "setpriv",
                "--reuid=65534",
                "--regid=65534",
                "--clear-groups",
                Checkout.file("ephemera").toString(),
                "audit",
                "--json",
                "--only=HA303"));

    assertThat(run.out()).containsPattern("\"unseen\":\\[\"[^]]*seen [0-9]+ of [0-9]+ processes");
  }
}
