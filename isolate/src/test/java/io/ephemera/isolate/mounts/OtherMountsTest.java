// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.mounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ephemera.fs.BytePath;
import io.ephemera.isolate.plan.MountPlan;
import io.ephemera.isolate.plan.MountRequest;
import io.ephemera.isolate.plan.PrivateTmp;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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

  /** As what is mounted on or below a source were not there. */
  @Test
  void aSourceThatIsCoveredIsSeenAsItWas() throws Exception {
    FakeHost.run(() -> {
      makeBoth();
      MountPlan plan =
          Plans.shared(
              Plans.bind("/tmp/source", "/tmp/target", false), Plans.tmpfs("/tmp/source/below"));
      FakeHost.inThread(() -> {
        Plans.carryOut(plan);
        assertThat(Path.of("/tmp/target/below/file")).hasContent("of source");
        assertThat(Path.of("/tmp/source/below")).isEmptyDirectory();
      });
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
  void twoMountsOnOnePathAreRefusedAndTheSameTwiceIsOne() throws Exception {
    FakeHost.run(() -> {
      makeBoth();
      MountRequest one = Plans.tmpfs("/tmp/source");
      MountRequest other = Plans.bind("/tmp/target", "/tmp/source", false);
      PrivateTmpTest.assertRefused(Plans.shared(one, other), 64);
      PrivateTmpTest.assertRefused(Plans.shared(other, one), 64);
      Plans.carryOut(Plans.shared(other, other));
      assertThat(Files.readAllLines(Path.of("/proc/thread-self/mountinfo")))
          .filteredOn(line -> line.contains(" /tmp/source "))
          .hasSize(1);
    });
  }

  @ParameterizedTest
  @CsvSource({"/var, false", "/tmp, false", "/, false", "/dev, true", "/dev/shm, true"})
  void aMountThatHidesWhatIsPrivateIsRefused(String target, boolean ipc) throws Exception {
    FakeHost.run(() -> {
      PrivateTmp tmp = ipc ? new PrivateTmp.Shared() : new PrivateTmp.InMemory("1m");
      MountPlan plan =
          new MountPlan(tmp, false, List.of(), List.of(Plans.tmpfs(target)), List.of(), ipc);
      PrivateTmpTest.assertRefused(plan, 64);
    });
  }

  @Test
  void mountsAreMadeFromTheTopDownWhateverTheirOrder() throws Exception {
    FakeHost.run(() -> {
      makeBoth();
      Files.createDirectory(TARGET.resolve("inside"));
      Plans.carryOut(
          Plans.shared(
              Plans.bind("/tmp/source/below", "/tmp/source/way/deep", false),
              Plans.bind("/tmp/source/below/file", "/tmp/source/single", false),
              Plans.tmpfs("/tmp/source")));
      assertThat(SOURCE.toFile().list()).containsExactlyInAnyOrder("way", "single");
      assertThat(SOURCE.resolve("way/deep/file")).hasContent("of source");
      assertThat(SOURCE.resolve("single")).hasContent("of source");
    });
  }

  @Test
  void aTargetBelowABindIsLookedForThere() throws Exception {
    FakeHost.run(() -> {
      makeBoth();
      Path inside = Files.createDirectory(SOURCE.resolve("inside"));
      MountRequest above = Plans.bind("/tmp/source", "/tmp/target", true);
      MountRequest below = Plans.bind("/tmp/source/below", "/tmp/target/inside", false);
      FakeHost.inThread(() -> {
        Plans.carryOut(Plans.shared(below, above));
        Files.writeString(TARGET.resolve("inside/new"), "");
        assertThatThrownBy(() -> Files.writeString(TARGET.resolve("new"), ""))
            .hasMessageContaining("Read-only");
      });
      assertThat(SOURCE.resolve("below/new")).exists();
      Files.delete(inside);
      PrivateTmpTest.assertRefused(Plans.shared(below, above), 73); // not made on the host
      assertThat(inside).doesNotExist();
      Files.createSymbolicLink(inside, TARGET);
      PrivateTmpTest.assertRefused(Plans.shared(below, above), 73);
    });
  }

  @Test
  void aTargetBelowABindThatWasExchangedIsRefused() throws Exception {
    FakeHost.run(() -> {
      makeBoth();
      Path inside = Files.createDirectory(SOURCE.resolve("inside"));
      MountPlan plan =
          Plans.shared(
              Plans.bind("/tmp/source", "/tmp/target", false),
              Plans.bind("/tmp/source/below", "/tmp/target/inside", false));
      try (CheckedPlaces places = CheckedPlaces.check(plan, note -> {})) {
        Files.move(inside, SOURCE.resolve("moved"));
        Files.createDirectory(inside);
        MountNamespace.enter();
        assertThatThrownBy(() -> CommandMounts.apply(plan, places, Frames.NONE))
            .hasMessageContaining("was replaced");
      }
    });
  }

  @Test
  void aBindWithoutWhatIsMountedBelow() throws Exception {
    FakeHost.run(() -> {
      makeBoth();
      Plans.carryOut(Plans.shared(bind("/tmp/source", false, false)));
      assertThat(TARGET.resolve("below")).isEmptyDirectory();
    });
  }

  private static MountRequest bind(String source, boolean below, boolean optional) {
    return new MountRequest.Bind(
        BytePath.of(source), BytePath.of("/tmp/target"), false, below, optional);
  }

  @Test
  void aMissingSourceIsLeftOutIfItIsOptional() throws Exception {
    FakeHost.run(() -> {
      makeBoth();
      PrivateTmpTest.assertRefused(Plans.shared(bind("/tmp/missing", true, false)), 73);
      Plans.carryOut(Plans.shared(bind("/tmp/missing", true, true)));
      assertThat(FakeHost.mountAt("/tmp/target")).startsWith("nothing");
      Plans.carryOut(Plans.shared(bind("/tmp/source", true, true)));
      assertThat(TARGET.resolve("below/file")).exists();
    });
  }

  @Test
  void aTmpfsHasItsOptionsAndIsReadOnlyWhenPlacesInItAreMade() throws Exception {
    FakeHost.run(() -> {
      makeBoth();
      Map<String, String> options = Map.of("mode", "0711", "nr_inodes", "7", "size", "8k");
      Plans.carryOut(
          Plans.shared(
              new MountRequest.Tmpfs(BytePath.of("/tmp/target"), options, true),
              Plans.bind("/tmp/source", "/tmp/target/inside", false)));
      assertThat(FakeHost.mountAt("/tmp/target"))
          .contains(" ro,nosuid,nodev - ", "mode=711", "nr_inodes=7", "size=8k");
      assertThatThrownBy(() -> Files.writeString(TARGET.resolve("new"), ""))
          .hasMessageContaining("Read-only");
      Files.writeString(TARGET.resolve("inside/new"), "");
    });
  }

  @ParameterizedTest
  @CsvSource({"mode, '0755,uid=4711'", "mode, '0755\\,uid=4711'", "noexec, 1", "size, ''"})
  void anOptionThatBothWaysWouldReadDifferentlyIsRefused(String name, String value)
      throws Exception {
    FakeHost.run(() -> {
      makeBoth();
      MountRequest tmpfs =
          new MountRequest.Tmpfs(BytePath.of("/tmp/target"), Map.of(name, value), false);
      PrivateTmpTest.assertRefused(Plans.shared(tmpfs), 64);
    });
  }
}
