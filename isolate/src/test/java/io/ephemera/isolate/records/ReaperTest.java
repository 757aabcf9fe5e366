// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.fs.Bytes;
import io.ephemera.fs.Inode;
import io.ephemera.fs.Stat;
import io.ephemera.isolate.plan.Locking;
import io.ephemera.process.BootId;
import io.ephemera.process.MountNamespaceId;
import io.ephemera.process.RunRecord.Kind;
import io.ephemera.process.RunRecordLine;
import io.ephemera.testkit.MountNamespace;
import io.ephemera.testkit.TestFolder;
import io.ephemera.testkit.TestUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Removes what dead runs left, and nothing of those that may live. */
class ReaperTest {
  private static final String OTHER_BOOT = "00000000-0000-4000-8000-000000000000";

  private final TestFolder folder = TestFolder.create();
  private final Path path = folder.path().resolve("store");
  private final Path made = folder.path().resolve("run/app");
  private RunStore store;

  @BeforeEach
  void open() throws IOException {
    store = RunStore.at(Plans.bytes(path), Steps.UNOBSERVED);
    Files.createDirectories(made.resolve("content"));
  }

  @AfterEach
  void close() {
    store.close();
    folder.close();
  }

  private WrittenRecord record() throws IOException {
    return WrittenRecord.of(path, "app", 7);
  }

  private List<String> reap(boolean dryRun) throws IOException {
    List<String> outcomes = new ArrayList<>();
    new Reaper(
            store,
            dryRun,
            outcome -> outcomes.add(outcome.result() + " " + outcome.path() + " " + outcome.why()))
        .removeDead();
    return outcomes.stream().map(line -> line.replace(folder.path() + "/", "").strip()).toList();
  }

  @Test
  void aDeadRunLeavesNothing() throws IOException {
    record().dead().made(Kind.RUNTIME_DIRECTORY, made).write();
    assertThat(reap(false)).containsExactly("REMOVED run/app");
    assertThat(made).doesNotExist();
    assertThat(path).isEmptyDirectory();
  }

  @Test
  void aDryRunRemovesNothing() throws IOException {
    Path record = record().dead().made(Kind.RUNTIME_DIRECTORY, made).write();
    assertThat(reap(true)).containsExactly("REMOVED run/app");
    assertThat(made).exists();
    assertThat(record).exists();
  }

  @Test
  void aRunWhoseProcessLivesIsKeptThoughItsLockIsFree() throws IOException {
    record().alive().made(Kind.RUNTIME_DIRECTORY, made).write();
    assertThat(reap(false)).isEmpty();
    assertThat(made).exists();
  }

  @Test
  void aNumberThatAnotherProcessGotIsNoLife() throws IOException {
    record().alive().made(Kind.RUNTIME_DIRECTORY, made).write();
    WrittenRecord reused = record().boot(BootId.read());
    reused.process(ProcessHandle.current().pid(), 1).made(Kind.RUNTIME_DIRECTORY, made).write();
    assertThat(reap(false)).containsExactly("REMOVED run/app");
  }

  @Test
  void aRunWhoseLockIsHeldIsKeptThoughItsProcessHasEnded() throws IOException {
    Path record = record().dead().made(Kind.RUNTIME_DIRECTORY, made).write();
    try (LockHolder _ = LockHolder.of(record)) {
      assertThat(reap(false)).isEmpty();
      assertThat(made).exists();
    }
    assertThat(reap(false)).containsExactly("REMOVED run/app");
  }

  @Test
  void aRunIsKeptWhileAProcessLivesInItsMountNamespace() throws IOException {
    assumeTrue(TestUser.isRoot() && TestUser.mayMount(), "needs root that may mount");
    Path record;
    try (MountNamespace inhabited = MountNamespace.after("", folder.path())) {
      long pid = Long.parseLong(inhabited.path(Path.of("/")).getName(1).toString());
      MountNamespaceId id = MountNamespaceId.of(pid);
      record = record().dead().mounts(id).made(Kind.RUNTIME_DIRECTORY, made).write();
      assertThat(reap(false)).isEmpty();
      assertThat(made).exists();
    }
    assertThat(reap(false)).containsExactly("REMOVED run/app");
    assertThat(record).doesNotExist();
  }

  @Test
  void aRunOfAnotherBootIsDead() throws IOException {
    record().boot(OTHER_BOOT).process(1, 1).made(Kind.RUNTIME_DIRECTORY, made).write();
    assertThat(reap(false)).containsExactly("REMOVED run/app");
  }

  @Test
  void aRunOfAnotherPidNamespaceMayLive() throws IOException {
    record()
        .line(RunRecordLine.BOOT, BootId.read())
        .line(RunRecordLine.PID_NAMESPACE, 1)
        .process(7, 7)
        .made(Kind.RUNTIME_DIRECTORY, made)
        .write();
    assertThat(reap(false))
        .containsExactly(
            "KEPT run/app a run of it may live: it was started in another pid namespace");
    assertThat(made).exists();
  }

  @Test
  void theSupervisorOfAContainerIsDeadIfItsLockIsFree() throws IOException {
    record()
        .line(RunRecordLine.BOOT, BootId.read())
        .line(RunRecordLine.PID_NAMESPACE, 1)
        .line(RunRecordLine.SUPERVISED)
        .process(1, 7)
        .made(Kind.RUNTIME_DIRECTORY, made)
        .write();
    assertThat(reap(false)).containsExactly("REMOVED run/app");
  }

  @Test
  void aRecordThatBreaksOffBeforeItsBeginningKeepsWhatItNames() throws IOException {
    record().made(Kind.RUNTIME_DIRECTORY, made).write();
    assertThat(reap(false))
        .containsExactly("KEPT run/app a run of it may live: its record is damaged");
    assertThat(made).exists();
  }

  @Test
  void aTornLastLineDoesNotCount() throws IOException {
    Path other = Files.createDirectory(folder.path().resolve("run/other"));
    WrittenRecord torn = record().dead().made(Kind.RUNTIME_DIRECTORY, made);
    torn.raw(Bytes.latin1("made runtime-directory " + other + " " + other + " 1 1 1")).write();
    assertThat(reap(false)).containsExactly("REMOVED run/app");
    assertThat(other).exists();
  }

  @Test
  void whatGotThePathMeanwhileIsNotTouched() throws IOException {
    record().dead().made(Kind.RUNTIME_DIRECTORY, made).write();
    Files.move(made, folder.path().resolve("moved"));
    Files.createDirectories(made.resolve("foreign"));
    assertThat(reap(false)).isEmpty();
    assertThat(made.resolve("foreign")).exists();
    assertThat(folder.path().resolve("moved")).exists();
    assertThat(path).isEmptyDirectory();
  }

  @Test
  void whatGotTheInodeMeanwhileIsNotTouched() throws IOException {
    try (Inode inode = Inode.openAmbient(Plans.bytes(made))) {
      Stat stat = inode.stat();
      assumeTrue(stat.birthTime() != Stat.NO_TIME, "needs a file system with times of creation");
      record()
          .dead()
          .line(
              RunRecordLine.MADE,
              Kind.RUNTIME_DIRECTORY.word(),
              made,
              made,
              stat.device(),
              stat.inode(),
              stat.birthTime() - 1)
          .write();
    }
    assertThat(reap(false)).isEmpty();
    assertThat(made).exists();
  }

  @Test
  void aFileSystemThatWasMountedAgainMayHaveAnotherDevice() throws IOException {
    try (Inode inode = Inode.openAmbient(Plans.bytes(made))) {
      Stat stat = inode.stat();
      assumeTrue(stat.birthTime() != Stat.NO_TIME, "needs a file system with times of creation");
      record()
          .dead()
          .line(
              RunRecordLine.MADE,
              Kind.RUNTIME_DIRECTORY.word(),
              made,
              made,
              stat.device() + 1,
              stat.inode(),
              stat.birthTime())
          .write();
    }
    assertThat(reap(false)).containsExactly("REMOVED run/app");
  }

  @Test
  void aLinkThatGotThePathIsNotFollowed() throws IOException {
    record().dead().made(Kind.RUNTIME_DIRECTORY, made).write();
    Path victim = folder.path().resolve("victim");
    Files.move(made, victim);
    Files.createSymbolicLink(made, victim);
    assertThat(reap(false)).isEmpty();
    assertThat(victim.resolve("content")).exists();
  }

  @Test
  void linksInARuntimeDirectoryAreRemovedAndNotFollowed() throws IOException {
    Path victim = Files.createDirectories(folder.path().resolve("victim/etc"));
    Files.createSymbolicLink(made.resolve("link"), victim);
    record().dead().made(Kind.RUNTIME_DIRECTORY, made).write();
    assertThat(reap(false)).containsExactly("REMOVED run/app");
    assertThat(victim).exists();
  }

  @Test
  void linesThatNameNoAbsolutePathAreIgnored() throws IOException {
    record()
        .dead()
        .line(RunRecordLine.MADE, "runtime-directory", "/", "/", 1, 2, 3)
        .line(RunRecordLine.MADE, "runtime-directory", "/run/../etc", "/run/../etc", 1, 2, 3)
        .line(RunRecordLine.MADE, "runtime-directory", "etc", "etc", 1, 2, 3)
        .line(RunRecordLine.MADE, "runtime-directory", "/etc")
        .line("unknown", "key")
        .raw(Bytes.latin1("made \\xZZ\n\n \n"))
        .write();
    assertThat(reap(false)).isEmpty();
    assertThat(path).isEmptyDirectory();
  }

  @Test
  void aLockInTheDirectoryOfADeadRunDoesNotKeepIt() throws IOException {
    Path file = Files.createFile(made.resolve("readable"));
    Path record = record().dead().made(Kind.RUNTIME_DIRECTORY, made).write();
    try (LockHolder _ = LockHolder.of(file);
        LockHolder _ = LockHolder.of(made.resolve("content"))) {
      assertThat(reap(false)).containsExactly("REMOVED run/app");
      assertThat(made).doesNotExist();
      assertThat(record).doesNotExist();
    }
  }

  @Test
  void theLastOfSeveralSharersRemovesWhateverItsName() throws IOException {
    WrittenRecord.of(path, "first", 1).dead().made(Kind.RUNTIME_DIRECTORY, made).write();
    Path living =
        WrittenRecord.of(path, "other", 2).alive().made(Kind.RUNTIME_DIRECTORY, made).write();
    assertThat(reap(false)).isEmpty();
    assertThat(made).exists();
    assertThat(path.resolve("first")).doesNotExist();
    Files.delete(living);
    WrittenRecord.of(path, "other", 2).dead().made(Kind.RUNTIME_DIRECTORY, made).write();
    assertThat(reap(false)).containsExactly("REMOVED run/app");
  }

  @Test
  void aRunOfThisProcessIsRemovedByItself() throws IOException {
    Path own = folder.path().resolve("run/deep/own");
    Instance instance = store.begin(Plans.of("own", new Locking.None()), message -> {});
    instance.makeDirectory(Plans.runtime(own));
    instance.writePidFile(Plans.bytes(own.resolve("own.pid")), 4711);
    assertThat(own.resolve("own.pid")).hasContent("4711\n");
    assertThat(reap(false)).isEmpty();
    instance.remove(outcome -> {});
    assertThat(folder.path().resolve("run/deep")).doesNotExist();
    assertThat(path).isEmptyDirectory();
  }
}
