// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.mounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ephemera.isolate.plan.MountPlan;
import io.ephemera.isolate.plan.MountRequest;
import io.ephemera.isolate.plan.PrivateTmp;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Binds, further file systems, and private IPC. */
class OtherMountsTest {
  private static final Path SOURCE = Path.of("/tmp/source");
  private static final Path TARGET = Path.of("/tmp/target");

  private static void makeBoth() throws Exception {
    Files.createDirectory(SOURCE);
    Files.createDirectory(TARGET);
    Files.createDirectory(SOURCE.resolve("below"));
    FakeHost.mount("-t", "tmpfs", "tmpfs", SOURCE.resolve("below").toString());
    Files.writeString(SOURCE.resolve("below/file"), "of source");
  }

  @Test
  void aBindShowsTheSourceWithWhatIsMountedBelow() throws Exception {
    FakeHost.run(() -> {
      makeBoth();
      Plans.carryOut(Plans.shared(Plans.bind("/tmp/source", "/tmp/target", false)));
      assertThat(TARGET.resolve("below/file")).hasContent("of source");
      Files.writeString(TARGET.resolve("new"), "");
      assertThat(SOURCE.resolve("new")).exists();
    });
  }

  @Test
  void aReadOnlyBindIsReadOnlyBelowToo() throws Exception {
    FakeHost.run(() -> {
      makeBoth();
      Plans.carryOut(Plans.shared(Plans.bind("/tmp/source", "/tmp/target", true)));
      for (String file : List.of("new", "below/new")) {
        assertThatThrownBy(() -> Files.writeString(TARGET.resolve(file), ""))
            .isInstanceOf(FileSystemException.class)
            .hasMessageContaining("Read-only file system");
        Files.writeString(SOURCE.resolve(file), "");
      }
    });
  }

  @Test
  void aTmpfsIsEmptyAndForItsOwnerToWrite() throws Exception {
    FakeHost.run(() -> {
      makeBoth();
      Plans.carryOut(Plans.shared(Plans.tmpfs("/tmp/source")));
      assertThat(SOURCE).isEmptyDirectory();
      assertThat(Files.getAttribute(SOURCE, "unix:mode")).isEqualTo(040755);
      assertThat(FakeHost.mountAt("/tmp/source")).contains(" rw,nosuid,nodev - ", "tmpfs");
    });
  }

  @Test
  void aTargetInThePrivateTmpIsMadeThere() throws Exception {
    FakeHost.run(() -> {
      makeBoth();
      MountPlan plan =
          new MountPlan(
              new PrivateTmp.InMemory("16m"),
              false,
              List.of(),
              List.of(
                  Plans.bind("/tmp/source", "/tmp/way/inside", false),
                  Plans.bind("/tmp/source/below/file", "/tmp/file", false)),
              List.of(),
              false);
      FakeHost.inThread(() -> {
        Plans.carryOut(plan);
        assertThat(Path.of("/tmp/way/inside/below/file")).hasContent("of source");
        assertThat(Path.of("/tmp/file")).hasContent("of source");
      });
      assertThat(Path.of("/tmp/way")).doesNotExist();
    });
  }

  @Test
  void ipcIsPrivate() throws Exception {
    FakeHost.run(() -> {
      FakeHost.mount("-t", "tmpfs", "tmpfs", "/dev/shm");
      Files.writeString(Path.of("/dev/shm/of-host"), "");
      Path outside = Files.readSymbolicLink(Path.of("/proc/thread-self/ns/ipc"));
      FakeHost.inThread(() -> {
        Plans.carryOut(
            new MountPlan(new PrivateTmp.Shared(), false, List.of(), List.of(), List.of(), true));
        assertThat(Path.of("/dev/shm")).isEmptyDirectory();
        assertThat(Files.getAttribute(Path.of("/dev/shm"), "unix:mode")).isEqualTo(041777);
        assertThat(Files.readSymbolicLink(Path.of("/proc/thread-self/ns/ipc")))
            .isNotEqualTo(outside);
      });
      assertThat(Path.of("/dev/shm/of-host")).exists();
    });
  }

  @ParameterizedTest
  @CsvSource({
    "/tmp/source, /tmp/missing, 73",
    "/tmp/missing, /tmp/target, 73",
    "/tmp/source, /tmp/link, 73",
    "/tmp/source/below/file, /tmp/target, 73",
    "/tmp/source, /tmp/of-stranger/of-root, 73",
    "/tmp/of-stranger/of-root, /tmp/target, 73",
    "/tmp/source, /, 64",
    "/tmp/source, relative, 64"
  })
  void aBindIsRefused(String source, String target, int status) throws Exception {
    FakeHost.run(() -> {
      makeBoth();
      Files.createSymbolicLink(Path.of("/tmp/link"), TARGET);
      Path way = Files.createDirectory(Path.of("/tmp/of-stranger"));
      Files.createDirectory(way.resolve("of-root"));
      FakeHost.give(way, 4711);

      CheckedPlaces.check(Plans.shared(Plans.bind("/tmp/source", "/tmp/target", false)), n -> {})
          .close();
      PrivateTmpTest.assertRefused(Plans.shared(Plans.bind(source, target, false)), status);
    });
  }

  @Test
  void mountsThatHideEachOtherAreRefused() throws Exception {
    FakeHost.run(() -> {
      makeBoth();
      MountRequest above = Plans.tmpfs("/tmp/source");
      MountRequest below = Plans.tmpfs("/tmp/source/below");
      PrivateTmpTest.assertRefused(Plans.shared(above, below), 64);
      PrivateTmpTest.assertRefused(Plans.shared(below, above), 64);
      PrivateTmpTest.assertRefused(
          new MountPlan(
              new PrivateTmp.InMemory("1m"),
              false,
              List.of(),
              List.of(Plans.tmpfs("/var")),
              List.of(),
              false),
          64);
    });
  }
}
