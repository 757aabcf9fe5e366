// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.mounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Directory;
import io.ephemera.isolate.plan.MountPlan;
import io.ephemera.isolate.plan.PrivateTmp;
import io.ephemera.isolate.plan.RunException;
import io.ephemera.process.SystemProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a command finds at /tmp and /var/tmp. */
class PrivateTmpTest {
  private static final Path TMP = Path.of("/tmp");
  private static final Path VAR_TMP = Path.of("/var/tmp");

  @Test
  void bothAreEmptyAndDistinctWhileTheHostsFilesStayWhereTheyAre() throws Exception {
    FakeHost.run(() -> {
      Files.writeString(TMP.resolve("of-host"), "host");
      FakeHost.inThread(() -> {
        assertThat(Plans.carryOut(Plans.inMemory())).isEmpty();
        assertThat(TMP).isEmptyDirectory();
        assertThat(VAR_TMP).isEmptyDirectory();
        Files.writeString(TMP.resolve("of-command"), "command");
        assertThat(VAR_TMP).isEmptyDirectory();
      });
      assertThat(TMP.resolve("of-host")).hasContent("host");
      assertThat(TMP.resolve("of-command")).doesNotExist();
    });
  }

  @Test
  void oneTmpfsOfTheGivenSizeIsMountedWithoutDevicesAndSetUserIdAsBySystemd() throws Exception {
    FakeHost.run(() -> {
      Plans.carryOut(Plans.inMemory());
      assertThat(FakeHost.mountAt("/tmp"))
          .contains(" /tmp /tmp rw,nosuid,nodev - tmpfs tmpfs ")
          .contains("size=16384k", "nr_inodes=409600", "mode=700");
      assertThat(FakeHost.mountAt("/var/tmp")).contains(" /var-tmp /var/tmp rw,nosuid,nodev - ");
      assertThat(device("/tmp")).isEqualTo(device("/var/tmp"));
      for (Path path : List.of(TMP, VAR_TMP)) {
        assertThat(Files.getAttribute(path, "unix:mode")).isEqualTo(041777);
        assertThat(Files.getAttribute(path, "unix:uid")).isEqualTo(0);
      }
    });
  }

  private static String device(String path) throws Exception {
    return FakeHost.mountAt(path).split(" ", -1)[2];
  }

  @Test
  void theTopOfTheTmpfsHasNoPath() throws Exception {
    FakeHost.run(() -> {
      Plans.carryOut(Plans.inMemory());
      assertThat(Files.readAllLines(Path.of("/proc/thread-self/mountinfo")))
          .noneMatch(line -> line.contains("size=16384k") && line.split(" ", -1)[3].equals("/"));
    });
  }

  @Test
  void mountsOfTheHostArriveLaterAndThoseOfTheCommandStayInside() throws Exception {
    FakeHost.run(() -> {
      Path made = Files.createDirectory(TMP.resolve("host-mount"));
      Path shm = Path.of("/dev/shm");
      FakeHost.inThread(() -> {
        MountNamespace.enter();
        assertThat(FakeHost.mountAt("/tmp")).contains(" master:").doesNotContain("shared:");
        FakeHost.mount("-t", "tmpfs", "tmpfs", shm.toString());
        Files.writeString(shm.resolve("inside"), "");
      });
      assertThat(shm.resolve("inside")).doesNotExist();
      assertThat(made).isEmptyDirectory();
    });
  }

  @Test
  void anExceptionIsTheHostsOwn() throws Exception {
    FakeHost.run(() -> {
      Path way = Files.createDirectory(TMP.resolve("way"));
      Path shared = Files.createDirectory(way.resolve("shared"));
      Path single = Files.writeString(VAR_TMP.resolve("single"), "of host");
      FakeHost.inThread(() -> {
        Plans.carryOut(Plans.inMemory(shared.toString(), single.toString()));
        assertThat(TMP.toFile().list()).containsExactly("way");
        assertThat(single).hasContent("of host");
        Files.writeString(shared.resolve("answer"), "of command");
      });
      assertThat(shared.resolve("answer")).hasContent("of command");
    });
  }

  @ParameterizedTest
  @ValueSource(strings = {"foreign", "way-of-foreign/own", "link", "writable", "missing"})
  void anExceptionIsRefusedIfAnotherUserCouldHaveMadeIt(String name) throws Exception {
    FakeHost.run(() -> {
      Path own = Files.createDirectory(TMP.resolve("own"));
      FakeHost.give(Files.createDirectory(TMP.resolve("foreign")), 4711);
      Path way = Files.createDirectory(TMP.resolve("way-of-foreign"));
      Files.createDirectory(way.resolve("own"));
      FakeHost.give(way, 4711);
      Files.createSymbolicLink(TMP.resolve("link"), own);
      Path writable = Files.createDirectory(TMP.resolve("writable"));
      Files.setPosixFilePermissions(writable, PosixFilePermissions.fromString("rwxrwxrwx"));

      CheckedPlaces.check(Plans.inMemory(own.toString()), note -> {}).close();
      assertRefused(Plans.inMemory(TMP.resolve(name).toString()), 73);
    });
  }

  @Test
  void aStickyExceptionOfRootIsAccepted() throws Exception {
    FakeHost.run(() -> {
      Path x11 = Files.createDirectory(TMP.resolve(".X11-unix"));
      Files.setAttribute(x11, "unix:mode", 01777);
      Plans.carryOut(Plans.inMemory(x11.toString()));
      assertThat(Files.getAttribute(x11, "unix:mode")).isEqualTo(041777);
    });
  }

  @Test
  void whatIsExchangedAfterTheCheckIsRefused() throws Exception {
    FakeHost.run(() -> {
      Path shared = Files.createDirectory(TMP.resolve("shared"));
      MountPlan plan = Plans.inMemory(shared.toString());
      try (CheckedPlaces places = CheckedPlaces.check(plan, note -> {})) {
        Files.move(shared, TMP.resolve("moved"));
        Files.createDirectory(shared);
        MountNamespace.enter();
        assertThatThrownBy(() -> CommandMounts.apply(plan, places, Frames.NONE))
            .isInstanceOf(RunException.class)
            .hasMessageContaining("/tmp/shared was replaced after it was checked");
      }
      assertThat(FakeHost.mountAt("/tmp")).contains(" / /tmp ");
    });
  }

  @Test
  void aLinkFromOneToTheOtherMakesThemOne() throws Exception {
    FakeHost.run(() -> {
      FakeHost.mount("-t", "tmpfs", "tmpfs", "/var");
      Files.createSymbolicLink(VAR_TMP, TMP);
      assertThat(Plans.carryOut(Plans.inMemory()))
          .containsExactly(
              "/var/tmp is a symbolic link: the command finds the same directory at /tmp");
      Files.writeString(VAR_TMP.resolve("both"), "");
      assertThat(TMP.resolve("both")).exists();
    });
  }

  @Test
  void aLinkToSomewhereElseIsRefused() throws Exception {
    FakeHost.run(() -> {
      FakeHost.mount("-t", "tmpfs", "tmpfs", "/var");
      Files.createSymbolicLink(VAR_TMP, Files.createDirectory(Path.of("/var/other")));
      assertRefused(Plans.inMemory(), 73);
    });
  }

  @Test
  void aMissingOneStaysMissing() throws Exception {
    FakeHost.run(() -> {
      FakeHost.mount("-t", "tmpfs", "tmpfs", "/var");
      assertThat(Plans.carryOut(Plans.inMemory()))
          .containsExactly("there is no /var/tmp; the command will not have one either");
      assertThat(VAR_TMP).doesNotExist();
      assertThat(FakeHost.mountAt("/tmp")).contains("size=16384k");
    });
  }

  @Test
  void directoriesOnDiskAreMountedInTheirPlace() throws Exception {
    FakeHost.run(() -> {
      Path frame = Files.createDirectory(TMP.resolve("frame"));
      Path inside = Files.createDirectory(frame.resolve("tmp"));
      MountPlan plan =
          new MountPlan(new PrivateTmp.OnDisk(), false, List.of(), List.of(), List.of(), false);
      FakeHost.inThread(() -> {
        try (CheckedPlaces places = CheckedPlaces.check(plan, note -> {});
            Directory made = Directory.openAmbient(BytePath.of(inside.toString()))) {
          places.add(BytePath.of(inside.toString()), made);
          MountNamespace.enter();
          CommandMounts.apply(plan, places, new Frames(BytePath.of(inside.toString()), null));
        }
        Files.writeString(TMP.resolve("written"), "");
      });
      assertThat(inside.resolve("written")).exists();
    });
  }

  @Test
  void aTmpfsFillsUpAtItsSize() throws Exception {
    FakeHost.run(() -> {
      Plans.carryOut(Plans.inMemory());
      SystemProgram filled =
          SystemProgram.run("dd", "if=/dev/zero", "of=/tmp/much", "bs=1M", "count=32");
      assertThat(filled.said()).contains("No space left on device");
      assertThat(Files.size(TMP.resolve("much"))).isEqualTo(16 << 20);
    });
  }

  static void assertRefused(MountPlan plan, int status) {
    assertThatThrownBy(() -> CheckedPlaces.check(plan, note -> {}))
        .isInstanceOfSatisfying(
            RunException.class, e -> assertThat(e.failure().status()).isEqualTo(status));
  }
}
