// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.testkit.Attacker;
import io.ephemera.testkit.FuseMount;
import io.ephemera.testkit.TestFolder;
import io.ephemera.testkit.TestUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code audit} of a root file system in which a hostile user has prepared something. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class AuditHostileTest {
  private static final String KEY = "-----BEGIN PRIVATE KEY-----\nAAAA\n";

  private final TestFolder folder = TestFolder.create();

  @BeforeEach
  void makeRoot() throws IOException {
    assumeTrue(TestUser.isRoot(), "needs root, to give files to another user");
    run("mkdir -m 0755 etc run usr && mkdir -m 1777 tmp");
  }

  @AfterEach
  void close() {
    folder.close();
  }

  private void run(String script) {
    List<String> command = List.of("bash", "-euc", "cd \"$1\"; " + script, "sh", root());
    Run run = Run.of(Map.of("PATH", Checkout.PATH), command);
    assertThat(run.exitCode()).as(run.err()).isZero();
  }

  private String root() {
    return folder.path().toString();
  }

  private Run audit(String... words) {
    return Checkout.ephemera(
        java.util.stream.Stream.concat(
                java.util.stream.Stream.of("audit", "--root=" + root()),
                java.util.stream.Stream.of(words))
            .toArray(String[]::new));
  }

  @Test
  void namesReachNoTerminalAndNoShell() {
    run(
        "cd tmp; f=$(printf 'a\\033[31m\\342\\200\\256\\n\\047; reboot \\047.pid'); echo 1 >\"$f\"; chmod 0666 \"$f\"");
    Run run = audit("--only=HA304");

    assertThat(run.exitCode()).isEqualTo(65);
    assertThat(run.out()).doesNotContain("\u001b", "\u00e2\u0080\u00ae");
    String fix = run.out().lines().filter(line -> line.contains("chmod")).findFirst().orElse("");
    run(
        "chmod 0777 tmp/a*.pid; cd /; "
            + fix.replaceFirst(".*fix: +", "").replace("/tmp/", root() + "/tmp/"));
    assertThat(audit("--only=HA304").exitCode()).isZero();
  }

  @Test
  void veryManyFilesOfOneUserDoNotFloodTheReport() {
    run(
        "cd tmp; seq -f '%.0f.pid' 20000 | xargs touch; chmod 0666 [0-9]*.pid; chown 4321 [0-9]*.pid; echo 1 >root.pid; chmod 0666 root.pid");
    Run run = audit("--json", "--only=HA304");

    assertThat(run.out().lines().filter(line -> line.contains("\"finding\""))).hasSize(1001);
    assertThat(run.out())
        .contains("\"path\":\"/tmp/root.pid\"")
        .contains("HA304 uid 4321: 19000 more findings are not listed");
  }

  @Test
  void aSilentServerOfAFileSystemIsNotAskedAndTheRestIsFound() {
    run("mkdir tmp/silent tmp/sub && mkdir -m 0777 tmp/sub/open");
    Run run = auditBeside(FuseMount.silentAt("tmp/silent"));

    assertThat(run.out())
        .contains("\"error\",\"path\":\"/tmp/sub/open\"")
        .contains("/tmp/silent: not looked at, for its file system may never answer");
  }

  /** Where a check looks at one path, without a walk. */
  @Test
  void aSilentServerAtARuntimeDirectoryIsNotAsked() {
    run("mkdir -p run/user/1000 && mkdir -m 0777 tmp/open");
    Run run = auditBeside(FuseMount.silentAt("run/user/1000"));

    assertThat(run.out())
        .contains("\"error\",\"path\":\"/tmp/open\"")
        .contains("/run/user/1000: not looked at, for its file system may never answer");
  }

  private Run auditBeside(String mount) {
    String script = "cd \"$2\"; " + mount + "; exec \"$1\" audit --json --root=\"$2\"";
    return Run.of(
        Map.of("PATH", Checkout.PATH),
        List.of(
            "unshare",
            "--mount",
            "sh",
            "-euc",
            script,
            "sh",
            Checkout.file("ephemera").toString(),
            root()));
  }

  @Test
  void whatIsExchangedMeanwhileLeadsToNothingOutside() throws Exception {
    run("mkdir outside tmp/dir; umask 022");
    Path outside = folder.path().resolve("outside");
    Files.writeString(outside.resolve("key"), KEY);
    Files.writeString(outside.resolve("d.pid"), "1");
    run(
        "chmod 0666 outside/d.pid; ln -s ../outside tmp/link; chown -h "
            + Attacker.UID
            + " tmp/dir tmp/link");
    Path dir = folder.path().resolve("tmp/dir");
    try (Attacker attacker = Attacker.exchanging(dir, folder.path().resolve("tmp/link"))) {
      for (int i = 0; i < 20; i++) {
        Run run = audit("--json", "--only=HA304,HA403,HA102");
        assertThat(run.out()).doesNotContain("\"finding\"").contains("\"summary\"");
      }
      assertThat(attacker.stop()).isPositive();
    }
  }

  @Test
  void aFileThatIsExchangedForOneOfRootForgesNoFinding() throws Exception {
    run(
        "mkdir -m 0777 tmp/d; mkdir -m 0700 secret; echo text >tmp/d/a; echo '"
            + KEY.replace("\n", "\\n")
            + "' >secret/key; chmod 0600 secret/key; ln -s ../../secret/key tmp/d/b; chown -h "
            + Attacker.UID
            + " tmp/d/a tmp/d/b tmp/d");
    Path d = folder.path().resolve("tmp/d");
    try (Attacker attacker = Attacker.exchanging(d.resolve("a"), d.resolve("b"))) {
      for (int i = 0; i < 20; i++) {
        assertThat(audit("--json", "--only=HA403").out()).doesNotContain("\"finding\"");
      }
      assertThat(attacker.stop()).isPositive();
    }
  }

  @Test
  void aFifoAndADeviceAreNotOpened() {
    run("mkfifo -m 0644 tmp/a.pid tmp/key; mknod -m 0600 tmp/zero c 1 5");
    Run run = audit("--json", "--only=HA304,HA305,HA403");

    assertThat(run.out()).doesNotContain("\"finding\"").contains("\"summary\"");
  }
}
