// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.isolate.plan.AccessRule;
import io.ephemera.isolate.plan.Declaration;
import io.ephemera.isolate.plan.DeclarationBuilder;
import io.ephemera.isolate.plan.Descriptors;
import io.ephemera.isolate.plan.EnvironmentRequest;
import io.ephemera.isolate.plan.Identity;
import io.ephemera.isolate.plan.Invocation;
import io.ephemera.isolate.plan.MountPlan;
import io.ephemera.isolate.plan.MountRequest;
import io.ephemera.isolate.plan.PrivateTmp;
import io.ephemera.isolate.plan.ProcessSettings;
import io.ephemera.isolate.plan.ResourceLimit;
import io.ephemera.isolate.plan.RunException;
import io.ephemera.isolate.plan.RunPlan;
import io.ephemera.isolate.plan.StandardStream;
import io.ephemera.isolate.plan.StartDirectory;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the second start gets of a plan. */
class HandedPlanTest {
  private static final Identity CALLER = new Identity.Unchanged(1, 2);
  private static final BytePath PATH = BytePath.of(Bytes.of((byte) '/', (byte) 0xff));

  /** What the first start has done, or looked up. */
  private static final Set<String> NOT_HANDED =
      Set.of(
          "name",
          "user",
          "group",
          "supplementaryGroups",
          "directories",
          "tmpfiles",
          "pidFile",
          "locking",
          "cleanBefore",
          "keep",
          "supervision");

  private static Bytes bytes(String text) {
    return Bytes.latin1(text);
  }

  private static final MountPlan MOUNTS =
      new MountPlan(
          new PrivateTmp.InMemory("5m"),
          true,
          List.of(PATH),
          List.of(
              new MountRequest.Bind(PATH, BytePath.of("/t"), true, false, true),
              new MountRequest.Bind(PATH, BytePath.of("/t"), false, true, false),
              new MountRequest.Tmpfs(PATH, Map.of("mode", "0700", "size", "1m"), true)),
          List.of(
              new AccessRule(PATH, AccessRule.Access.INACCESSIBLE, true),
              new AccessRule(PATH, AccessRule.Access.READ_WRITE, false)),
          true);

  private static final ProcessSettings SETTINGS =
      new ProcessSettings(
          true,
          List.of(new ResourceLimit(7, 5, ResourceLimit.INFINITY)),
          -5,
          900,
          false,
          new StandardStream.OfFile(PATH, StandardStream.Opening.READ),
          new StandardStream.Null(),
          new StandardStream.OfFile(PATH, StandardStream.Opening.TRUNCATE));

  private static final EnvironmentRequest ENVIRONMENT =
      new EnvironmentRequest(
          EnvironmentRequest.Base.SERVICE,
          List.of("PASSED"),
          List.of(bytes("A=\u00ff\n")),
          List.of(bytes("B")));

  private static final Invocation COMMAND =
      new Invocation(bytes("/bin/x"), List.of(bytes("x"), Bytes.EMPTY), true, true);

  private static Declaration declaration(StartDirectory start) {
    return new DeclarationBuilder()
        .mounts(MOUNTS)
        .before(List.of(COMMAND, Invocation.of(List.of(bytes("y")))))
        .descriptors(Descriptors.KEEP)
        .environment(ENVIRONMENT)
        .startDirectory(start)
        .umask(027)
        .settings(SETTINGS)
        .build(COMMAND);
  }

  private static RunPlan plan(Declaration declaration) {
    return new RunPlan(
        declaration,
        "",
        CALLER,
        List.of(),
        List.of(bytes("HOME=/h")),
        List.of("TMPDIR"),
        null,
        PATH);
  }

  static List<StartDirectory> starts() {
    return List.of(
        new StartDirectory.Current(),
        new StartDirectory.At(PATH, true),
        new StartDirectory.Home(false));
  }

  @ParameterizedTest
  @MethodSource("starts")
  void aPlanArrivesAsItWas(StartDirectory start) throws Exception {
    RunPlan plan = plan(declaration(start));
    assertThat(HandedPlan.read(HandedPlan.write(plan), CALLER)).isEqualTo(plan);
  }

  @Test
  void aPlanThatAsksForNothingArrives() throws Exception {
    RunPlan plan =
        new RunPlan(
            new DeclarationBuilder().build(Invocation.of(List.of(bytes("x")))),
            "",
            CALLER,
            List.of(),
            List.of(),
            List.of(),
            null,
            null);
    assertThat(HandedPlan.read(HandedPlan.write(plan), CALLER)).isEqualTo(plan);
  }

  /** So that the round trip fails for a component that is not carried, and for a new one. */
  @Test
  void theSampleHasEveryComponentThatIsNotUsual() throws Exception {
    Declaration usual = new DeclarationBuilder().build(Invocation.of(List.of(bytes("x"))));
    assertDiffers(declaration(new StartDirectory.At(PATH, true)), usual, NOT_HANDED);
    assertDiffers(MOUNTS, MountPlan.NONE, Set.of());
    assertDiffers(SETTINGS, ProcessSettings.OF_CALLER, Set.of());
    assertDiffers(ENVIRONMENT, EnvironmentRequest.OF_CALLER, Set.of());
    assertDiffers(COMMAND, Invocation.of(List.of(bytes("y"))), Set.of());
    assertDiffers(MOUNTS.others().get(0), MOUNTS.others().get(1), Set.of("source", "target"));
    assertDiffers(MOUNTS.others().get(2), new MountRequest.Tmpfs(BytePath.ROOT), Set.of());
    assertDiffers(MOUNTS.access().get(0), MOUNTS.access().get(1), Set.of("path"));
  }

  private static void assertDiffers(Object sample, Object usual, Set<String> except)
      throws ReflectiveOperationException {
    for (RecordComponent component : sample.getClass().getRecordComponents()) {
      if (!except.contains(component.getName())) {
        assertThat(component.getAccessor().invoke(sample))
            .as(component.toString())
            .isNotEqualTo(component.getAccessor().invoke(usual));
      }
    }
  }

  @Test
  void everythingElseIsRefused() {
    Bytes good = HandedPlan.write(plan(declaration(new StartDirectory.At(PATH, true))));
    for (int length = 0; length < good.length(); length++) {
      Bytes cut = Bytes.of(good.toArray(), 0, length);
      assertThatThrownBy(() -> HandedPlan.read(cut, CALLER)).isInstanceOf(RunException.class);
    }
    assertThatThrownBy(() -> HandedPlan.read(good.plus(bytes("x")), CALLER))
        .isInstanceOf(RunException.class);
    for (int i = 0; i < good.length(); i++) {
      byte[] changed = good.toArray();
      changed[i] ^= (byte) 0x80;
      try {
        assertThat(HandedPlan.read(Bytes.of(changed), CALLER)).isNotNull();
      } catch (RunException e) {
        assertThat(e).hasMessageContaining("--inside is for the program itself");
      }
    }
  }
}
