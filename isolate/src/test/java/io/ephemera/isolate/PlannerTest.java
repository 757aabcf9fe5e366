// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.isolate.plan.AccessRule;
import io.ephemera.isolate.plan.AccessRule.Access;
import io.ephemera.isolate.plan.DeclarationBuilder;
import io.ephemera.isolate.plan.DirectoryKind;
import io.ephemera.isolate.plan.DirectoryRequest;
import io.ephemera.isolate.plan.EnvironmentRequest;
import io.ephemera.isolate.plan.EnvironmentRequest.Base;
import io.ephemera.isolate.plan.Identity;
import io.ephemera.isolate.plan.Invocation;
import io.ephemera.isolate.plan.MountPlan;
import io.ephemera.isolate.plan.RunException;
import io.ephemera.isolate.plan.RunPlan;
import io.ephemera.isolate.plan.StartDirectory;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of the parts of a declaration that only a unit file has. */
class PlannerTest {
  private static final Identity ROOT = new Identity.Unchanged(0, 0);

  private static RunPlan plan(Identity identity, DeclarationBuilder builder) throws IOException {
    return new Planner(identity, new BaseDirectories.OfSystem(), 0)
        .plan(builder.build(Invocation.of(List.of(Bytes.latin1("app")))));
  }

  private static DirectoryRequest state(String name, boolean readOnly, String... links) {
    List<BytePath> paths = List.of(links).stream().map(BytePath::of).toList();
    return new DirectoryRequest(DirectoryKind.STATE, BytePath.of(name), 0755, paths, readOnly);
  }

  private static RunPlan plan(DirectoryRequest... directories) throws IOException {
    return plan(ROOT, new DeclarationBuilder().directories(List.of(directories)));
  }

  @Test
  void requestsForOneDirectoryAreOne() throws Exception {
    RunPlan plan = plan(state("a", false, "x"), state("b", false), state("a", true, "y", "x"));
    assertThat(plan.directories()).hasSize(2);
    assertThat(plan.directories().getFirst().links())
        .containsExactly(BytePath.of("/var/lib/x"), BytePath.of("/var/lib/y"));
    assertThat(plan.directories().getFirst().readOnly()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"x, x", "b, z", "private, z", "private/x, z", "z, dpkg"})
  void aLinkThatIsSomethingElseIsRefused(String one, String other) throws Exception {
    plan(state("a", false, "one"), state("b", false, "other"));
    assertThatThrownBy(() -> plan(state("a", false, one), state("b", false, other)))
        .isInstanceOfSatisfying(
            RunException.class, e -> assertThat(e.failure().status()).isEqualTo(64));
  }

  @Test
  void ownDirectoriesAreWritableIfOthersAreNotAndReadOnlyIfAskedFor() throws Exception {
    assertThat(plan(state("a", false)).mounts()).isEqualTo(MountPlan.NONE);
    assertThat(plan(state("a", true), state("b", false)).mounts().access())
        .containsExactly(
            rule(Access.READ_ONLY, "/var/lib/a"), rule(Access.READ_WRITE, "/var/lib/b"));
    AccessRule strict = rule(Access.READ_ONLY, "/");
    DeclarationBuilder builder =
        new DeclarationBuilder()
            .directories(List.of(state("a", false)))
            .mounts(MountPlan.NONE.withAccess(List.of(strict)));
    assertThat(plan(ROOT, builder).mounts().access())
        .containsExactly(strict, rule(Access.READ_WRITE, "/var/lib/a"));
  }

  private static AccessRule rule(Access access, String path) {
    return new AccessRule(BytePath.of(path), access, false);
  }

  @Test
  void aDirectoryThatIsInaccessibleIsRefused() throws Exception {
    for (Access access : Access.values()) {
      DeclarationBuilder builder =
          new DeclarationBuilder()
              .directories(List.of(state("a", false)))
              .mounts(MountPlan.NONE.withAccess(List.of(rule(access, "/var"))));
      if (access == Access.INACCESSIBLE) {
        assertThatThrownBy(() -> plan(ROOT, builder)).hasMessageContaining("would not see");
      } else {
        assertThat(plan(ROOT, builder).directories()).hasSize(1);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/home/a, /bin/sh, SERVICE, HOME=/home/a LOGNAME=a SHELL=/bin/sh USER=a",
    "/nonexistent, /usr/sbin/nologin, SERVICE, HOME=/nonexistent LOGNAME=a USER=a",
    "/, /bin/false, SERVICE, LOGNAME=a USER=a",
    "/nonexistent, /usr/sbin/nologin, CALLER, HOME=/nonexistent LOGNAME=a"
        + " SHELL=/usr/sbin/nologin USER=a",
    "/nonexistent, /bin/false, CLEAN, HOME=/nonexistent LOGNAME=a SHELL=/bin/false USER=a",
  })
  void anAccountWithoutALoginHasNoHome(String home, String shell, Base base, String expected)
      throws Exception {
    Identity.Login login =
        new Identity.Login(Bytes.latin1("a"), Bytes.latin1(home), Bytes.latin1(shell));
    Identity user = new Identity.Changed(1, 1, List.of(1), login);
    assertThat(variables(user, base)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"0, SERVICE, USER=root", "1, SERVICE, ''", "0, CLEAN, ''", "0, CALLER, ''"})
  void aServiceOfRootKnowsItsUser(int uid, Base base, String expected) throws Exception {
    assertThat(variables(new Identity.Unchanged(uid, uid), base)).isEqualTo(expected);
  }

  private static String variables(Identity identity, Base base) throws IOException {
    DeclarationBuilder builder =
        new DeclarationBuilder().environment(EnvironmentRequest.OF_CALLER.withBase(base));
    List<Bytes> variables = plan(identity, builder).variables();
    return String.join(" ", variables.stream().map(Bytes::latin1).toList());
  }

  @Test
  void aHomeThatIsNoneIsTheRootDirectoryIfItIsOptional() throws Exception {
    Identity user =
        new Identity.Changed(
            1,
            1,
            List.of(1),
            new Identity.Login(Bytes.latin1("a"), Bytes.latin1("none"), Bytes.latin1("/bin/sh")));
    DeclarationBuilder builder = new DeclarationBuilder();
    assertThat(plan(user, builder.startDirectory(new StartDirectory.Home(true))).workingDirectory())
        .isEqualTo(BytePath.ROOT);
    builder.startDirectory(new StartDirectory.Home(false));
    assertThatThrownBy(() -> plan(user, builder)).hasMessageContaining("no home directory");
  }
}
