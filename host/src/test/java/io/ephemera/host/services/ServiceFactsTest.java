// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.services;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Root;
import io.ephemera.host.services.ServiceFacts.Boot;
import io.ephemera.testkit.TestFolder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What units say about a path: which, in which line, and when it is removed. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ServiceFactsTest {
  private static final String UNITS = "usr/lib/systemd/system/";
  private static final String BOOT = "9c272b11-9ca5-4519-a466-e603232b72c7";
  private static final Boot IMAGE = new Boot(false, "");
  private static final Boot HOST = new Boot(true, BOOT);

  private static ServiceFacts facts(String tree, Boot boot) throws IOException {
    try (TestFolder folder = TestFolder.with(tree);
        Root root = Root.at(BytePath.of(folder.path().toString()))) {
      return ServiceFacts.read(root, boot);
    }
  }

  private static ServiceFacts ofUnit(String file, String text) throws IOException {
    return facts(UNITS + file + " \"" + text + "\"\n", IMAGE);
  }

  /** The claims in words: {@code PATH UNIT DIRECTIVE MOMENT}. */
  private static String shown(ServiceFacts facts, String path) {
    List<String> lines = new ArrayList<>();
    for (UnitClaim claim : facts.claims(BytePath.of(path))) {
      lines.add(
          claim.path() + " " + claim.unit() + " " + claim.directive() + " " + claim.removedAt());
    }
    return String.join("; ", lines);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          RuntimeDirectory=web                     | /run/web         | /run/web a.service RuntimeDirectory= UNIT_STOP
          RuntimeDirectory=web                     | /run/web/x/sock  | /run/web a.service RuntimeDirectory= UNIT_STOP
          RuntimeDirectory=web                     | /run/web2        | ''
          RuntimeDirectory=web                     | /run             | ''
          RuntimeDirectory=a web/in:link           | /run/web/in      | /run/web/in a.service RuntimeDirectory= UNIT_STOP
          RuntimeDirectory=a web/in:link           | /run/link/y      | /run/link a.service RuntimeDirectory= UNIT_STOP
          RuntimeDirectory=%p-%N                   | /run/a-a/x       | /run/a-a a.service RuntimeDirectory= UNIT_STOP
          RuntimeDirectory=../etc /abs private/x . | /run/private/x   | ''
          RuntimeDirectory=../etc                  | /run/../etc      | ''
          PIDFile=/run/../x.pid                    | /run/../x.pid    | ''
          RuntimeDirectory=web~RuntimeDirectory=   | /run/web         | ''
          RuntimeDirectory=web~RuntimeDirectoryPreserve=yes     | /run/web | /run/web a.service RuntimeDirectory= BOOT
          RuntimeDirectory=web~RuntimeDirectoryPreserve=restart | /run/web | /run/web a.service RuntimeDirectory= UNIT_STOP_UNLESS_RESTART
          DynamicUser=yes~RuntimeDirectory=web     | /run/private/web | ''
          DynamicUser=yes~RuntimeDirectory=web~RuntimeDirectoryPreserve=yes | /run/private/web/x | /run/private/web a.service RuntimeDirectory= BOOT
          DynamicUser=yes~CacheDirectory=web       | /var/cache/private/web | /var/cache/private/web a.service CacheDirectory= REQUEST
          StateDirectory=web                       | /var/lib/web/db  | /var/lib/web a.service StateDirectory= REQUEST
          CacheDirectory=web                       | /var/cache/web   | /var/cache/web a.service CacheDirectory= REQUEST
          LogsDirectory=web                        | /var/log/web     | /var/log/web a.service LogsDirectory= REQUEST
          ConfigurationDirectory=web               | /etc/web         | /etc/web a.service ConfigurationDirectory= REQUEST
          PIDFile=/run/web.pid                     | /run/web.pid     | /run/web.pid a.service PIDFile= UNIT_STOP
          PIDFile=web.pid                          | /run/web.pid     | /run/web.pid a.service PIDFile= UNIT_STOP
          PIDFile=/run/web.pid                     | /run/web.pid/x   | ''
          PIDFile=/run/x~PIDFile=/run/web.pid      | /run/x           | ''
          LoadCredential=key:/etc/key              | /run/credentials/a.service/key | /run/credentials/a.service a.service LoadCredential= UNIT_STOP
          ListenStream=/run/x                      | /run/x           | ''
          """)
  void aServiceNamesPaths(String lines, String path, String claims) throws IOException {
    ServiceFacts facts = ofUnit("a.service", "[Service]\\n" + lines.replace("~", "\\n") + "\\n");
    assertThat(shown(facts, path)).isEqualTo(claims);
    assertThat(facts.gaps()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ListenStream=/run/a.sock                    | /run/a.sock | /run/a.sock a.socket ListenStream= NEVER
          RemoveOnStop=yes~ListenStream=/run/a.sock   | /run/a.sock | /run/a.sock a.socket ListenStream= UNIT_STOP
          ListenFIFO=/run/a.fifo~RemoveOnStop=true    | /run/a.fifo | /run/a.fifo a.socket ListenFIFO= UNIT_STOP
          ListenDatagram=%t/a.sock                    | /run/a.sock | /run/a.sock a.socket ListenDatagram= NEVER
          ListenStream=@abstract~ListenStream=8080    | /run/a.sock | ''
          ListenStream=/run/a.sock~ListenFIFO=        | /run/a.sock | ''
          ListenStream=/run/a~Symlinks=/run/l /dev/l  | /dev/l      | /dev/l a.socket Symlinks= NEVER
          RuntimeDirectory=a                          | /run/a/x    | /run/a a.socket RuntimeDirectory= UNIT_STOP
          """)
  void aSocketNamesPaths(String lines, String path, String claims) throws IOException {
    ServiceFacts facts = ofUnit("a.socket", "[Socket]\\n" + lines.replace("~", "\\n") + "\\n");
    assertThat(shown(facts, path)).isEqualTo(claims);
  }

  @Test
  void aClaimSaysWhereItIsWritten() throws IOException {
    ServiceFacts facts =
        facts(
            """
            usr/lib/systemd/system/a.service "[Service]\\nUser=a\\nRuntimeDirectory=one two\\n"
            etc/systemd/system/a.service.d/x.conf "[Service]\\nRuntimeDirectory=three\\n"
            """,
            IMAGE);
    UnitClaim two = facts.claims(BytePath.of("/run/two")).getFirst();
    assertThat(two.position()).hasToString("/usr/lib/systemd/system/a.service:3:22");
    assertThat(two.file()).isEqualTo(BytePath.of("/usr/lib/systemd/system/a.service"));
    UnitClaim three = facts.claims(BytePath.of("/run/three")).getFirst();
    assertThat(three.position()).hasToString("/etc/systemd/system/a.service.d/x.conf:2:18");
    assertThat(three.file()).isEqualTo(BytePath.of("/etc/systemd/system/a.service.d/x.conf"));
    assertThat(three.isTree()).isTrue();
  }

  @Test
  void whatOneUnitSaysIsFoundByItsNameAndItsAliases() throws IOException {
    ServiceFacts facts =
        facts(
            """
            usr/lib/systemd/system/a.service "[Service]\\nRuntimeDirectory=two one\\nPrivateTmp=yes\\n"
            usr/lib/systemd/system/b.service "[Service]\\nRuntimeDirectory=three\\n"
            usr/lib/systemd/system/alias.service => a.service
            etc/systemd/system/multi-user.target.wants/
            etc/systemd/system/multi-user.target.wants/a.service => /usr/lib/systemd/system/a.service
            """,
            IMAGE);
    assertThat(facts.unitNames()).containsExactly("a.service", "alias.service", "b.service");
    for (String name : List.of("a.service", "alias.service")) {
      UnitFacts unit = Objects.requireNonNull(facts.unit(name));
      assertThat(unit.name()).isEqualTo("a.service");
      assertThat(unit.file()).hasToString("/usr/lib/systemd/system/a.service");
      assertThat(unit.state().isEnabled()).isTrue();
      assertThat(unit.privateTmp()).hasToString("/usr/lib/systemd/system/a.service:3:12");
      assertThat(unit.claims())
          .extracting(claim -> claim.path().toString())
          .containsExactly("/run/one", "/run/two");
    }
    UnitFacts other = Objects.requireNonNull(facts.unit("b.service"));
    assertThat(other.state().isEnabled()).isFalse();
    assertThat(other.privateTmp()).isNull();
    assertThat(facts.unit("c.service")).isNull();
  }

  @Test
  void privateDirectoriesAreThoseWithTheNameOfTheUnit() throws IOException {
    String id = BOOT.replace("-", "");
    try (TestFolder folder =
            TestFolder.with(
                "tmp/\nvar/\nvar/tmp/\ntmp/systemd-private-ID-a.service-AbCdEf/\n"
                    .concat("tmp/systemd-private-ID-b.service-AbCdEf/\ntmp/other/\n")
                    .concat("var/tmp/systemd-private-ID-a.service-123456/\n")
                    .replace("ID", id));
        Root root = Root.at(BytePath.of(folder.path().toString()))) {
      assertThat(PrivateTmpDirectories.of(root, "a.service"))
          .extracting(BytePath::toString)
          .containsExactly(
              "/tmp/systemd-private-" + id + "-a.service-AbCdEf",
              "/var/tmp/systemd-private-" + id + "-a.service-123456");
      assertThat(PrivateTmpDirectories.of(root, "c.service")).isEmpty();
    }
  }

  @Test
  void theNearestClaimIsFirstAndMaskedUnitsSayNothing() throws IOException {
    ServiceFacts facts =
        facts(
            """
            usr/lib/systemd/system/a.service "[Service]\\nRuntimeDirectory=web\\n"
            usr/lib/systemd/system/b.socket "[Socket]\\nListenStream=/run/web/sock\\n"
            usr/lib/systemd/system/c.service "[Service]\\nRuntimeDirectory=web/sock\\n"
            etc/systemd/system/c.service => /dev/null
            usr/lib/systemd/system/t@.service "[Service]\\nRuntimeDirectory=web\\n"
            """,
            IMAGE);
    assertThat(shown(facts, "/run/web/sock"))
        .isEqualTo(
            "/run/web/sock b.socket ListenStream= NEVER; "
                + "/run/web a.service RuntimeDirectory= UNIT_STOP");
  }

  @Test
  void aTemplateCountsForItsEnabledAndRunningInstances() throws IOException {
    String tree =
        """
        run/systemd/system/
        sys/fs/cgroup/system.slice/system-t.slice/t@run.service/
        usr/lib/systemd/system/t@.service "[Service]\\nRuntimeDirectory=t-%i\\n"
        etc/systemd/system/multi-user.target.wants/t@on.service => /usr/lib/systemd/system/t@.service
        """;
    ServiceFacts facts = facts(tree, HOST);
    UnitClaim on = facts.claims(BytePath.of("/run/t-on")).getFirst();
    assertThat(on.unit()).isEqualTo("t@on.service");
    assertThat(on.state()).isEqualTo(new UnitState(true, UnitState.Running.NO));
    UnitClaim run = facts.claims(BytePath.of("/run/t-run")).getFirst();
    assertThat(run.state()).isEqualTo(new UnitState(false, UnitState.Running.YES));
    assertThat(facts.claims(BytePath.of("/run/t-off"))).isEmpty();
    assertThat(facts(tree, IMAGE).claims(BytePath.of("/run/t-run"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      textBlock =
          """
          sys/fs/cgroup/system.slice/a.service/             | YES
          sys/fs/cgroup/unified/system.slice/a.service/     | YES
          sys/fs/cgroup/systemd/system.slice/a.service/     | YES
          sys/fs/cgroup/system.slice/x.slice/y.slice/_a.service/ | YES
          sys/fs/cgroup/system.slice/b.service/             | NO
          sys/fs/cgroup/system.slice/b.service/a.service/   | NO
          sys/fs/cgroup/cpu/a.service/                      | UNKNOWN
          none                                              | UNKNOWN
          """)
  void aUnitRunsIfItHasAControlGroup(String group, UnitState.Running running) throws IOException {
    String tree =
        "run/systemd/system/\n" + UNITS + "a.service \"[Service]\\nRuntimeDirectory=web\\n\"\n";
    ServiceFacts facts = facts(tree + (group == null ? "" : group), HOST);
    assertThat(facts.claims(BytePath.of("/run/web")).getFirst().state().running())
        .isEqualTo(running);
  }

  @Test
  void withoutSystemdNoUnitRunsAndOfAnImageItIsNotKnown() throws IOException {
    String tree = UNITS + "a.service \"[Service]\\nRuntimeDirectory=web\\n\"\n";
    BytePath path = BytePath.of("/run/web");
    assertThat(facts(tree, HOST).claims(path).getFirst().state().running())
        .isEqualTo(UnitState.Running.NO);
    assertThat(facts(tree, IMAGE).claims(path).getFirst().state().running())
        .isEqualTo(UnitState.Running.UNKNOWN);
  }

  @Test
  void anAliasThatIsEnabledEnablesTheUnit() throws IOException {
    ServiceFacts facts =
        facts(
            """
            usr/lib/systemd/system/real.service "[Service]\\nRuntimeDirectory=web\\n"
            etc/systemd/system/alias.service => /usr/lib/systemd/system/real.service
            etc/systemd/system/x.target.wants/alias.service => /usr/lib/systemd/system/real.service
            """,
            IMAGE);
    assertThat(facts.claims(BytePath.of("/run/web"))).hasSize(1);
    assertThat(facts.claims(BytePath.of("/run/web")).getFirst().state().isEnabled()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "9c272b119ca54519a466e603232b72c7, true, UNIT_STOP",
    "00000000000000000000000000000000, true, BOOT",
    "9c272b119ca54519a466e603232b72c7, false, UNKNOWN"
  })
  void aPrivateTmpBelongsToTheUnitInItsName(String id, boolean isHost, RemovedAt removedAt)
      throws IOException {
    ServiceFacts facts =
        facts(UNITS + "a.service \"[Service]\\nPrivateTmp=yes\\n\"\n", isHost ? HOST : IMAGE);
    for (String place : new String[] {"/tmp", "/var/tmp"}) {
      BytePath top = BytePath.of(place + "/systemd-private-" + id + "-a.service-R1uqcU");
      UnitClaim claim = facts.claims(top.append(BytePath.of("tmp/x"))).getFirst();
      assertThat(claim.path()).isEqualTo(top);
      assertThat(claim.unit()).isEqualTo("a.service");
      assertThat(claim.removedAt()).isEqualTo(removedAt);
      assertThat(claim.position()).hasToString("/usr/lib/systemd/system/a.service:2:12");
    }
    assertThat(facts.claims(BytePath.of("/srv/systemd-private-" + id + "-a.service-R1uqcU")))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "/run/user/1000, LOGOUT",
    "/run/user/1000/bus, LOGOUT",
    "/run/user/1001/x, BOOT",
    "/run/user/x, ",
    "/run/user, ",
    "/run/user/99999999999, "
  })
  void theRuntimeDirectoryOfAUserGoesWithTheLastSessionUnlessItLingers(
      String path, RemovedAt removedAt) throws IOException {
    ServiceFacts facts =
        facts(
            """
            usr/lib/systemd/system/user-runtime-dir@.service "[Service]\\n"
            etc/passwd "u:x:1000:1000::/:/\\nl:x:1001:1001::/:/\\n"
            var/lib/systemd/linger/l
            var/lib/systemd/linger/unknown
            """,
            IMAGE);
    List<UnitClaim> claims = facts.claims(BytePath.of(path));
    if (removedAt == null) {
      assertThat(claims).isEmpty();
    } else {
      assertThat(claims).hasSize(1);
      assertThat(claims.getFirst().removedAt()).isEqualTo(removedAt);
      assertThat(claims.getFirst().unit()).startsWith("user-runtime-dir@100");
    }
  }

  @Test
  void whoLingersIsUnknownIfItCannotBeRead() throws IOException {
    ServiceFacts facts =
        facts(
            """
            usr/lib/systemd/system/user-runtime-dir@.service "[Service]\\n"
            var/lib/systemd/linger|
            """,
            IMAGE);
    assertThat(facts.claims(BytePath.of("/run/user/1000")).getFirst().removedAt())
        .isEqualTo(RemovedAt.UNKNOWN);
  }

  @Test
  void withoutLogindNoDirectoryOfAUserIsClaimed() throws IOException {
    assertThat(facts("etc/", IMAGE).claims(BytePath.of("/run/user/1000"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        UNITS + "b.service|",
        UNITS + "b.service => b.service",
        UNITS + "b.service/",
        UNITS + "b.service.d|",
        "etc/systemd/system|",
        UNITS + "b.service \"[Service]\\nRuntimeDirectory=%y%s\\n\""
      })
  void whatCannotBeReadIsNotedAndTheRestIsRead(String bad) throws IOException {
    ServiceFacts facts =
        facts(
            UNITS
                + "a.service \"[Service]\\nRuntimeDirectory=web\\n\"\n"
                + (bad.contains(".d|") ? UNITS + "b.service \"[Service]\\n\"\n" : "")
                + bad,
            IMAGE);
    assertThat(facts.claims(BytePath.of("/run/web"))).hasSize(1);
    assertThat(facts.gaps()).isNotEmpty();
  }

  @Test
  void linksOfAnImageLeadBelowItsRootOnly() throws IOException {
    try (TestFolder outside =
        TestFolder.with("b.service \"[Service]\\nRuntimeDirectory=out\\n\"")) {
      String tree =
          "usr/lib/systemd/system/b.service => " + outside.path().resolve("b.service") + "\n";
      assertThat(facts(tree, IMAGE).claims(BytePath.of("/run/out"))).isEmpty();
    }
  }

  @Test
  void thisMachinesUnitsAreReadInTime() throws IOException {
    try (Root root = Root.host()) {
      long start = System.nanoTime();
      ServiceFacts facts = ServiceFacts.read(root);
      long first = (System.nanoTime() - start) / 1_000_000;
      assertThat(facts.claims(BytePath.of("/tmp"))).isEmpty();
      assertThat(first).isLessThan(5_000);
    }
  }
}
