// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.mounts;

import static io.ephemera.isolate.plan.AccessRule.Access.INACCESSIBLE;
import static io.ephemera.isolate.plan.AccessRule.Access.READ_ONLY;
import static io.ephemera.isolate.plan.AccessRule.Access.READ_WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Directory;
import io.ephemera.fs.MountCalls;
import io.ephemera.isolate.plan.AccessRule;
import io.ephemera.isolate.plan.AccessRule.Access;
import io.ephemera.isolate.plan.MountPlan;
import io.ephemera.isolate.plan.MountRequest;
import io.ephemera.isolate.plan.PrivateTmp;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a command may do with paths; by both ways to mount. */
class AccessRulesTest {
  private static final Path TREE = Path.of("/tmp/tree");

  static Stream<MountCalls> ways() {
    return Stream.of(MountCalls.best(), MountCalls.byPaths());
  }

  private static void makeTree() throws Exception {
    for (String name : List.of("writable/again", "mounted", "dark/inside", "far")) {
      Files.createDirectories(TREE.resolve(name));
    }
    FakeHost.mount("-t", "tmpfs", "-o", "nosuid,noexec", "tmpfs", "/tmp/tree/mounted");
    for (String name : List.of("file", "dark/inside/file", "mounted/file", "writable/file")) {
      Files.writeString(TREE.resolve(name), "content");
    }
  }

  private static MountPlan rules(AccessRule... rules) {
    return new MountPlan(
        new PrivateTmp.Shared(), false, List.of(), List.of(), List.of(rules), false);
  }

  /** Writes into a directory and to a file, and says what happens. */
  private static String write(String directory) {
    Path path = Path.of(directory).resolve("new");
    try {
      Files.writeString(path, "");
      Files.delete(path);
      return "written";
    } catch (FileSystemException e) {
      return String.valueOf(e.getReason());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("ways")
  void theNearestRuleDecides(MountCalls way) throws Exception {
    FakeHost.run(() -> {
      makeTree();
      FakeHost.inThread(() -> {
        Plans.carryOut(
            rules(
                Plans.rule(READ_ONLY, "/tmp/tree/writable/again"),
                Plans.rule(READ_WRITE, "/tmp/tree/writable"),
                Plans.rule(READ_ONLY, "/tmp/tree")),
            way);
        assertThat(write("/tmp/tree")).isEqualTo("Read-only file system");
        assertThat(write("/tmp/tree/mounted")).isEqualTo("Read-only file system");
        assertThat(write("/tmp/tree/writable")).isEqualTo("written");
        assertThat(write("/tmp/tree/writable/again")).isEqualTo("Read-only file system");
        assertThat(write("/tmp")).isEqualTo("written");
        assertThat(FakeHost.mountAt("/tmp/tree/mounted")).contains(" ro,nosuid,noexec,");
      });
      for (String directory : List.of("/tmp/tree", "/tmp/tree/mounted", "/tmp/tree/writable")) {
        assertThat(write(directory)).isEqualTo("written");
      }
    });
  }

  @ParameterizedTest
  @MethodSource("ways")
  void theRootDirectoryIsReadOnlyAndWhatIsTheCommandsOwnIsNot(MountCalls way) throws Exception {
    FakeHost.run(() -> {
      FakeHost.mount("-t", "tmpfs", "tmpfs", "/srv");
      Files.createDirectory(Path.of("/srv/source"));
      Files.createDirectory(Path.of("/srv/bound"));
      Files.createDirectory(Path.of("/srv/empty"));
      Files.createDirectory(Path.of("/srv/writable"));
      MountPlan plan =
          new MountPlan(
              new PrivateTmp.InMemory("1m"),
              false,
              List.of(),
              List.of(
                  Plans.bind("/srv/source", "/srv/bound", false),
                  Plans.tmpfs("/srv/empty"),
                  Plans.bind("/srv/source", "/tmp/shown", true)),
              List.of(Plans.rule(READ_ONLY, "/"), Plans.rule(READ_WRITE, "/srv/writable")),
              true);
      FakeHost.inThread(() -> {
        Plans.carryOut(plan, way);
        for (String path : List.of("/", "/etc", "/srv", "/srv/source", "/tmp/shown")) {
          assertThat(write(path)).as(path).isEqualTo("Read-only file system");
        }
        for (String path :
            List.of("/tmp", "/var/tmp", "/srv/bound", "/srv/empty", "/srv/writable", "/dev/shm")) {
          assertThat(write(path)).as(path).isEqualTo("written");
        }
        assertThat(FakeHost.mountAt("/")).contains(" / ro,");
      });
      assertThat(write("/srv")).isEqualTo("written");
    });
  }

  @ParameterizedTest
  @MethodSource("ways")
  void somethingInaccessibleIsEmptyWhateverOtherRulesSay(MountCalls way) throws Exception {
    FakeHost.run(() -> {
      makeTree();
      int status = new ProcessBuilder("mkfifo", "/tmp/tree/fifo").start().waitFor();
      assertThat(status).isZero();
      Plans.carryOut(
          rules(
              Plans.rule(READ_WRITE, "/tmp/tree/dark/inside"),
              Plans.rule(INACCESSIBLE, "/tmp/tree/dark"),
              Plans.rule(INACCESSIBLE, "/tmp/tree/file"),
              Plans.rule(INACCESSIBLE, "/tmp/tree/fifo")),
          way);
      Path dark = TREE.resolve("dark");
      assertThat(dark).isEmptyDirectory();
      assertThat(Files.getAttribute(dark, "unix:mode")).isEqualTo(040000);
      assertThat(write("/tmp/tree/dark")).isEqualTo("Read-only file system");
      for (Path file : List.of(TREE.resolve("file"), TREE.resolve("fifo"))) {
        assertThat(Files.getAttribute(file, "unix:mode")).isEqualTo(0100000);
        assertThat(file).isEmptyFile();
        assertThatThrownBy(() ->
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------")))
            .hasMessageContaining("Read-only file system");
      }
      assertThat(FakeHost.mountAt("/tmp")).doesNotContain("mode=700"); // what covered it is gone
      assertThat(write("/tmp/tree")).isEqualTo("written");
    });
  }

  @ParameterizedTest
  @MethodSource("ways")
  void ofTwoRulesForOnePathTheStricterIsUsed(MountCalls way) throws Exception {
    FakeHost.run(() -> {
      makeTree();
      Files.createSymbolicLink(Path.of("/tmp/link"), TREE);
      Plans.carryOut(
          rules(Plans.rule(READ_ONLY, "/tmp/link"), Plans.rule(READ_WRITE, "/tmp/tree")), way);
      assertThat(write("/tmp/tree")).isEqualTo("Read-only file system");
      assertThat(write("/tmp/link")).isEqualTo("Read-only file system");
    });
  }

  @ParameterizedTest
  @MethodSource("ways")
  void whatIsReadOnlyStaysSo(MountCalls way) throws Exception {
    FakeHost.run(() -> {
      makeTree();
      FakeHost.mount("-o", "remount,ro", "/tmp/tree/mounted");
      Plans.carryOut(
          rules(Plans.rule(READ_ONLY, "/tmp/tree"), Plans.rule(READ_WRITE, "/tmp/tree/mounted")),
          way);
      assertThat(write("/tmp/tree/mounted")).isEqualTo("Read-only file system");
    });
  }

  @ParameterizedTest
  @MethodSource("ways")
  void aRuleInWhatIsMountedIsForWhatTheCommandSees(MountCalls way) throws Exception {
    FakeHost.run(() -> {
      makeTree();
      MountPlan plan =
          new MountPlan(
              new PrivateTmp.InMemory("1m"),
              false,
              List.of(),
              List.of(Plans.bind("/tmp/tree", "/tmp/shown", false)),
              List.of(
                  Plans.rule(READ_ONLY, "/tmp/shown/far"),
                  new AccessRule(BytePath.of("/tmp/tree/far"), READ_ONLY, true)),
              false);
      FakeHost.inThread(() -> {
        Plans.carryOut(plan, way);
        assertThat(write("/tmp/shown/far")).isEqualTo("Read-only file system");
        assertThat(write("/tmp/shown")).isEqualTo("written");
        assertThat(TREE).doesNotExist();
      });
      assertThat(write("/tmp/tree/far")).isEqualTo("written");
    });
  }

  @ParameterizedTest
  @CsvSource({
    "/tmp/missing, 73",
    "/tmp/tree/file/below, 73",
    "/tmp/of-stranger/link, 73",
    "/tmp/of-stranger/of-root, 73",
    "relative, 64",
    "/tmp/../etc, 64"
  })
  void aPathThatIsMissingOrThatAStrangerLeadsIsRefused(String path, int status) throws Exception {
    FakeHost.run(() -> {
      makeTree();
      Path way = Files.createDirectory(Path.of("/tmp/of-stranger"));
      FakeHost.give(way, 4711);
      Files.createDirectory(way.resolve("of-root"));
      FakeHost.setOwnerOfLink(Files.createSymbolicLink(way.resolve("link"), TREE), 4711);
      for (Access access : Access.values()) {
        PrivateTmpTest.assertRefused(rules(Plans.rule(access, path)), status);
      }
      CheckedPlaces.check(rules(Plans.rule(READ_ONLY, "/tmp/of-stranger")), note -> {}).close();
    });
  }

  @Test
  void theWholeFileSystemCannotBeInaccessible() throws Exception {
    FakeHost.run(() -> PrivateTmpTest.assertRefused(rules(Plans.rule(INACCESSIBLE, "/")), 64));
  }

  @ParameterizedTest
  @MethodSource("ways")
  void aMissingPathIsLeftOutIfItIsOptional(MountCalls way) throws Exception {
    FakeHost.run(() -> {
      makeTree();
      Plans.carryOut(
          rules(
              new AccessRule(BytePath.of("/tmp/missing/deep"), READ_ONLY, true),
              new AccessRule(BytePath.of("/tmp/tree/far"), READ_ONLY, true)),
          way);
      assertThat(write("/tmp/tree/far")).isEqualTo("Read-only file system");
    });
  }

  @ParameterizedTest
  @MethodSource("ways")
  void aPathThatATmpfsHidesIsNotMissedBelowSomethingInaccessible(MountCalls way) throws Exception {
    FakeHost.run(() -> {
      makeTree();
      AccessRule inside = Plans.rule(INACCESSIBLE, "/tmp/tree/dark");
      MountPlan plan =
          new MountPlan(
              new PrivateTmp.Shared(),
              false,
              List.of(),
              List.of(Plans.tmpfs("/tmp/tree")),
              List.of(inside, Plans.rule(INACCESSIBLE, "/tmp/tree")),
              false);
      Plans.carryOut(plan, way);
      assertThat(TREE).isEmptyDirectory();
    });
  }

  /** A stranger who moves what was checked, and puts something else there. */
  @ParameterizedTest
  @MethodSource("ways")
  void aPathThatWasExchangedIsRefused(MountCalls way) throws Exception {
    FakeHost.run(() -> {
      makeTree();
      FakeHost.give(TREE.resolve("far"), 4711);
      Path own = FakeHost.give(Files.createDirectory(TREE.resolve("far/own")), 4711);
      MountPlan plan = rules(Plans.rule(READ_ONLY, own.toString()));
      try (CheckedPlaces places = CheckedPlaces.check(plan, note -> {})) {
        Files.move(own, own.resolveSibling("moved"));
        Files.createDirectory(own);
        MountNamespace.enter();
        assertThatThrownBy(() -> CommandMounts.apply(plan, places, Frames.NONE, way))
            .hasMessageContaining("was replaced");
      }
    });
  }

  @ParameterizedTest
  @MethodSource("ways")
  void theWorkingDirectoryIsReadOnlyTooAndNoDescriptorLeadsAround(MountCalls way) throws Exception {
    FakeHost.run(() -> {
      makeTree();
      try (Directory far = Directory.openAmbient(BytePath.of("/tmp/tree/far"))) {
        FakeHost.inThread(() -> {
          MountPlan plan = rules(Plans.rule(READ_ONLY, "/tmp/tree/far"));
          try (CheckedPlaces places = CheckedPlaces.check(plan, note -> {})) {
            MountNamespace.enter();
            far.enter();
            CoveredPaths covered = CommandMounts.apply(plan, places, Frames.NONE, way);
            assertThat(write("/proc/thread-self/cwd")).isEqualTo("written");
            covered.enterWorkingDirectory();
            assertThat(write("/proc/thread-self/cwd")).isEqualTo("Read-only file system");
            far.letChildrenInherit();
            assertThatThrownBy(() -> covered.refuseOpenDirectories(number -> false))
                .hasMessageContaining("a directory that is covered");
          }
        });
      }
    });
  }

  @ParameterizedTest
  @MethodSource("ways")
  void aPartOfAReadOnlyBindMayBeWritable(MountCalls way) throws Exception {
    FakeHost.run(() -> {
      makeTree();
      MountRequest bind = Plans.bind("/tmp/tree/writable", "/tmp/tree/far", true);
      AccessRule part = Plans.rule(READ_WRITE, "/tmp/tree/far/again");
      AccessRule whole = Plans.rule(READ_WRITE, "/tmp/tree/far");
      Plans.carryOut(
          new MountPlan(
              new PrivateTmp.Shared(),
              false,
              List.of(),
              List.of(bind),
              List.of(whole, part),
              false),
          way);
      assertThat(write("/tmp/tree/far")).isEqualTo("Read-only file system");
      assertThat(write("/tmp/tree/far/again")).isEqualTo("written");
      assertThat(write("/tmp/tree/writable")).isEqualTo("written");
    });
  }

  @Test
  void rulesForOwnMountsDoNotMakeOthersWritable() throws Exception {
    FakeHost.run(() -> {
      makeTree();
      MountPlan plan =
          new MountPlan(
              new PrivateTmp.Shared(),
              false,
              List.of(),
              List.of(new MountRequest.Tmpfs(BytePath.of("/tmp/tree/far"), Map.of(), true)),
              List.of(Plans.rule(READ_WRITE, "/tmp/tree/far"), Plans.rule(READ_ONLY, "/tmp/tree")),
              false);
      Plans.carryOut(plan);
      assertThat(write("/tmp/tree/far")).isEqualTo("Read-only file system");
    });
  }
}
