// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.uses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Name;
import io.ephemera.linux.Constants;
import io.ephemera.process.ProcessLimits;
import io.ephemera.testkit.PassthroughMount;
import io.ephemera.testkit.TestFolder;
import io.ephemera.testkit.TestUser;
import io.ephemera.testkit.Tree;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What other users do on purpose, or servers by accident, neither stops a scan nor hides a use. */
class HostileHoldersTest {
  private static final List<String> DIRECTLY = List.of();
  private static final Duration LONG = Duration.ofSeconds(60);

  private final TestFolder folder = TestFolder.with("f \"x\"\nd/\n");

  @BeforeEach
  void needRoot() {
    assumeTrue(TestUser.isRoot() && TestUser.mayMount(), "needs root");
  }

  @AfterEach
  void removeFolder() {
    folder.close();
  }

  private Path path(String name) {
    return folder.path().resolve(name);
  }

  private static List<Use> usesOf(FileId file) throws IOException {
    return UseTable.scan(Wanted.files(List.of(file))).of(file);
  }

  private static void assertHeldBy(Holder holder, List<Use> uses) {
    assertThat(uses).anyMatch(use -> use.process() != null && use.process().pid() == holder.pid());
  }

  @Test
  void processesThatEndWhileTheyAreReadAreLeftOut() throws Exception {
    FileId file = HoldersTest.id(path("f"));
    int refused = unseen(UseTable.scan(Wanted.files(List.of(file)))); // the first one may refuse
    Process storm =
        new ProcessBuilder("sh", "-c", "while :; do /bin/true & /bin/true; wait; done").start();
    try (Holder holder = Holder.start(folder.path(), DIRECTLY, "read", "f")) {
      for (int i = 0; i < 20; i++) {
        UseTable table = UseTable.scan(Wanted.files(List.of(file)));
        assertHeldBy(holder, table.of(file));
        assertThat(unseen(table)).as("%s", table.coverage().gaps()).isEqualTo(refused);
      }
    } finally {
      storm.destroy();
      assertThat(storm.waitFor()).isNotZero();
    }
  }

  private static int unseen(UseTable table) {
    return table.coverage().total() - table.coverage().seen();
  }

  /** As many as the limit of this machine allows, at most 100,000. */
  @Test
  void eachOfVeryManyDescriptorsOfOneProcessIsFound() throws Exception {
    long hard = ProcessLimits.limit(Constants.RLIMIT_NOFILE).hard() & Long.MAX_VALUE;
    int many = (int) Math.min(hard - 100, 100_000);
    String raise = "ulimit -n " + (many + 100) + "; exec \"$@\"";
    FileId file = HoldersTest.id(path("f"));
    List<String> unlimited = List.of("sh", "-ec", raise, "sh");
    try (Holder holder = Holder.start(folder.path(), unlimited, "many", "f", "" + many)) {
      List<Use> uses = usesOf(file);
      assertHeldBy(holder, uses);
      assertThat(uses).hasSize(many);
    }
  }

  @Test
  void controlCharactersOfAPathReachNoTerminal() throws Exception {
    Tree.build("d/a\\x1b[2J\\n\\xc2\\x85\\x20(deleted) \"x\"\n", folder.path());
    Bytes name = Bytes.latin1("a\u001b[2J\n\u00c2\u0085 (deleted)");
    BytePath path = BytePath.of(path("d").toString()).child(Name.of(name));
    try (Holder holder = Holder.start(folder.path(), DIRECTLY, "first", "d")) {
      FileId file = HoldersTest.id(path);
      List<Use> uses = usesOf(file);
      assertHeldBy(holder, uses);
      assertThat(uses).hasSize(1);
      String shown = uses.getFirst().path().toString();
      assertThat(shown).contains("a\\x1b[2J\\n\\xc2\\x85").doesNotContain("\u001b", "\n", "\u0085");
    }
  }

  @Test
  void aFifoIsNotOpened() throws Exception {
    Tree.build("p|\n", folder.path());
    FileId fifo = HoldersTest.id(path("p"));
    try (Holder holder = Holder.start(folder.path(), DIRECTLY, "both", "p")) {
      assertHeldBy(holder, assertTimeoutPreemptively(LONG, () -> usesOf(fifo)));
    }
  }

  @Test
  void aStoppedServerOfAFileSystemDoesNotStopAScan() throws Exception {
    assumeTrue(PassthroughMount.missing() == null, PassthroughMount::missing);
    List<ProcessHandle> earlier = ProcessHandle.current().children().toList();
    try (PassthroughMount mount = PassthroughMount.in(folder.path(), List.of())) {
      ProcessHandle server = newChild(earlier);
      Tree.build("g \"x\"\n", mount.path());
      FileId there = HoldersTest.id(mount.path().resolve("g"));
      FileId here = HoldersTest.id(path("f"));
      FileId top = HoldersTest.id(mount.path());
      try (Holder open = Holder.start(folder.path(), DIRECTLY, "read", "mount/g");
          Holder inside = Holder.start(mount.path(), DIRECTLY, "read", path("f").toString())) {
        signal("STOP", server);
        try {
          assertTimeoutPreemptively(
              LONG,
              () -> {
                assertHeldBy(open, usesOf(there));
                assertHeldBy(inside, usesOf(here));
                assertHeldBy(inside, usesOf(top));
                assertWaitsFor(open, inside, there);
              });
        } finally {
          signal("CONT", server);
        }
      }
    }
  }

  /** An older kernel would ask the server: what is open is found, the rest is a gap. */
  private static void assertWaitsFor(Holder open, Holder inside, FileId there) throws IOException {
    Specials old = Specials.find().withSlowFuse();
    UseTable table = Scan.of(Wanted.files(List.of(there)), old);
    assertHeldBy(open, table.of(there));
    assertThat(table.of(there)).hasSize(1);
    assertThat(table.coverage().gaps())
        .as("of process %d", inside.pid())
        .contains(new Gap(Gap.Source.DIRECTORIES, Gap.Reason.MAY_WAIT, 1));
  }

  private static ProcessHandle newChild(List<ProcessHandle> earlier) {
    return ProcessHandle.current()
        .children()
        .filter(child -> !earlier.contains(child))
        .findFirst()
        .orElseThrow();
  }

  private static void signal(String name, ProcessHandle process) throws Exception {
    int status = new ProcessBuilder("kill", "-" + name, "" + process.pid()).start().waitFor();
    assertThat(status).isZero();
  }

  @Test
  void aFileWithoutANameIsFoundByThePathThatItHad() throws Exception {
    FileId file = HoldersTest.id(path("f"));
    BytePath below = BytePath.of(folder.path().toString());
    try (Holder deleted = Holder.start(folder.path(), DIRECTLY, "deleted", "f");
        Holder directory = Holder.start(folder.path(), DIRECTLY, "deleted_directory", "d")) {
      assertThat(Files.exists(path("f"))).isFalse();
      UseTable table = UseTable.scan(Wanted.files(List.of()).andDeletedBelow(below));
      List<Use> uses = table.deletedBelow(below);
      assertHeldBy(deleted, uses);
      assertHeldBy(directory, uses);
      assertThat(uses).hasSize(2).allMatch(Use::deleted);
      assertThat(table.of(file)).hasSize(1);
      assertThat(table.deletedBelow(BytePath.of("/nowhere"))).isEmpty();
      assertThat(UseTable.scan(Wanted.files(List.of())).deletedBelow(below)).isEmpty();
    }
  }

  /** /proc shows no files of the first thread then, as if the process had none. */
  @Test
  void filesOfAProcessWhoseFirstThreadHasEndedAreFound() throws Exception {
    Path source = path("headless.c");
    try (InputStream in = getClass().getResourceAsStream("headless.c")) {
      Files.write(source, Objects.requireNonNull(in).readAllBytes());
    }
    Process compiler =
        new ProcessBuilder("sh", "-c", "command -v cc && cc -pthread -o headless headless.c")
            .directory(folder.path().toFile())
            .start();
    assumeTrue(compiler.waitFor() == 0, "needs a C compiler");
    FileId file = HoldersTest.id(path("f"));
    try (Holder holder = Holder.start(folder.path(), List.of(path("headless").toString(), "f"))) {
      List<Use> uses = usesOf(file);
      assertHeldBy(holder, uses);
      assertThat(uses).hasSize(1);
      assertHeldBy(holder, usesOf(HoldersTest.id(folder.path())));
    }
  }
}
