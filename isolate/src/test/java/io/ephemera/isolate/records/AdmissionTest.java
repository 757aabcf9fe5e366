// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ephemera.fs.Bytes;
import io.ephemera.fs.Handle;
import io.ephemera.fs.LockAttempt;
import io.ephemera.fs.Name;
import io.ephemera.fs.OpenFile;
import io.ephemera.fs.SystemCallException;
import io.ephemera.isolate.plan.Locking;
import io.ephemera.isolate.plan.RunException;
import io.ephemera.process.BootId;
import io.ephemera.process.MountNamespaceId;
import io.ephemera.process.RunRecord;
import io.ephemera.process.RunRecord.Kind;
import io.ephemera.process.RunRecordLine;
import io.ephemera.process.RunningProcess;
import io.ephemera.testkit.TestFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Of runs that must be alone, one runs at a time. */
class AdmissionTest {
  private final TestFolder folder = TestFolder.create();
  private final Path path = folder.path().resolve("store");
  private RunStore store;

  @BeforeEach
  void open() throws IOException {
    store = RunStore.at(Plans.bytes(path), Steps.UNOBSERVED);
  }

  @AfterEach
  void close() {
    store.close();
    folder.close();
  }

  private Instance begin(Locking locking) throws IOException {
    return store.begin(Plans.of("app", locking), message -> {});
  }

  private static void end(Instance instance) throws IOException {
    instance.remove(outcome -> {});
  }

  @Test
  void aSecondOneIsToldWhoRuns() throws IOException {
    Instance running = begin(Plans.FAIL);
    assertThatThrownBy(() -> begin(Plans.FAIL))
        .isInstanceOf(RunException.class)
        .hasMessageMatching(
            "\"app\" is already running: this process, "
                + ProcessHandle.current().pid()
                + " \\(/usr/bin/app --serve\\), since .*Z; stop it, or add --lock=wait to wait")
        .extracting(failure -> ((RunException) failure).failure())
        .isEqualTo(RunException.Failure.BUSY);
    end(running);
    end(begin(Plans.FAIL));
  }

  @Test
  void thoseThatNeedNotBeAloneRunBeside() throws IOException {
    try (Instance first = begin(Plans.FAIL);
        Instance second = begin(new Locking.None())) {
      assertThat(second.inherited()).hasSize(1);
      assertThat(first.inherited()).hasSize(2);
    }
  }

  @Test
  void whatACommandInheritsCannotBeWritten() throws IOException {
    try (Instance running = begin(Plans.FAIL)) {
      assertThat(running.inherited()).hasSize(2);
      for (Handle inherited : running.inherited()) {
        assertThatThrownBy(() -> ((OpenFile) inherited).write(Bytes.latin1("made\n")))
            .isInstanceOf(SystemCallException.class);
      }
      assertThat(record().lock()).isEqualTo(LockAttempt.BUSY);
    }
  }

  @Test
  void aSecondStartAndTheFirstBothAppendToTheRecord() throws IOException {
    try (Instance running = begin(Plans.FAIL)) {
      MountNamespaceId namespace = MountNamespaceId.ofCallingThread();
      Instance.entered(running.inherited().getFirst().descriptor(), namespace);
      running.mainProcess(4711, 42);
      assertThat(record().record().mounts()).isEqualTo(namespace);
      assertThat(record().record().processes()).hasSize(2).contains(new RunRecord.Main(4711, 42));
    }
  }

  private Recorded record() throws IOException {
    try (NameDirectory held = store.lock(Name.of("app"))) {
      return held.records().getFirst();
    }
  }

  @Test
  void aRunIsBusyThoughItsDaemonClosedTheLock() throws IOException {
    Path record = WrittenRecord.of(path, "app", 7).alive().line(RunRecordLine.EXCLUSIVE).write();
    assertThatThrownBy(() -> begin(Plans.FAIL)).hasMessageContaining("is already running");
    Files.delete(record);
    end(begin(Plans.FAIL));
  }

  @Test
  void aLockThatAnotherProcessHoldsIsBusyWithoutARecord() throws IOException {
    try (LockHolder _ = LockHolder.of(Files.createDirectory(path.resolve("app")).resolve("lock"))) {
      assertThatThrownBy(() -> begin(Plans.FAIL))
          .hasMessageContaining("is already running: process ")
          .hasMessageContaining("flock");
    }
  }

  @Test
  void aDeadRunIsNotInTheWay() throws IOException {
    Path record = WrittenRecord.of(path, "app", 7).dead().line(RunRecordLine.EXCLUSIVE).write();
    end(begin(Plans.FAIL));
    assertThat(record).doesNotExist();
  }

  @Test
  void thePidFileOfACommandThatRunsIsNotReplaced() throws IOException {
    Path file = Files.writeString(folder.path().resolve("app.pid"), "7\n");
    Path record = WrittenRecord.of(path, "other", 7).alive().made(Kind.PID_FILE, file).write();
    try (Instance second = begin(new Locking.None())) {
      assertThatThrownBy(() -> second.writePidFile(Plans.bytes(file), 42))
          .isInstanceOf(RunException.class)
          .hasMessage("\"" + file + "\" is the pid file of a command that runs; add --lock");
      assertThatThrownBy(() -> store.begin(Plans.withPidFile("app", file), message -> {}))
          .isInstanceOf(RunException.class);
      assertThat(file).hasContent("7\n");
      Files.delete(record);
      second.writePidFile(Plans.bytes(file), 42);
      assertThat(file).hasContent("42\n");
    }
  }

  @Test
  void oneThatWaitsRunsWhenTheLockIsFree() throws Exception {
    LockHolder holder = LockHolder.of(Files.createDirectory(path.resolve("app")).resolve("lock"));
    Instance waited = whileWaiting(holder::close);
    assertThat(waited.inherited()).hasSize(2);
    end(waited);
  }

  @Test
  void oneThatWaitsRunsWhenADaemonWithoutLockHasEnded() throws Exception {
    Process daemon = new ProcessBuilder("cat").start();
    RunningProcess running = Objects.requireNonNull(RunningProcess.find(daemon.pid()));
    Path ignored =
        WrittenRecord.of(path, "app", 7)
            .boot(BootId.read())
            .process(running.pid(), running.start())
            .line(RunRecordLine.EXCLUSIVE)
            .write();
    end(whileWaiting(() -> daemon.getOutputStream().close()));
    assertThat(daemon.waitFor()).isZero();
  }

  @Test
  void oneThatWaitsTakesANewLockIfTheOldOneWasRemoved() throws Exception {
    LockHolder holder = LockHolder.of(Files.createDirectory(path.resolve("app")).resolve("lock"));
    Instance waited =
        whileWaiting(() -> {
          Files.delete(path.resolve("app/lock"));
          holder.close();
        });
    assertThatThrownBy(() -> begin(Plans.FAIL)).hasMessageContaining("is already running");
    end(waited);
  }

  /** Begins a run that has to wait for what happens meanwhile. */
  private interface Meanwhile {
    void happens() throws IOException;
  }

  private Instance whileWaiting(Meanwhile meanwhile)
      throws IOException, InterruptedException, ExecutionException {
    try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
      assertThatThrownBy(() -> begin(Plans.FAIL)).hasMessageContaining("is already running");
      Callable<Instance> begins = () -> begin(new Locking.Await());
      Future<Instance> waiting = executor.submit(begins);
      assertThat(waiting.isDone()).isFalse();
      meanwhile.happens();
      return waiting.get();
    }
  }

  @Test
  void manyThatWaitRunOneAfterAnother() throws Exception {
    Path alone = folder.path().resolve("alone");
    try (ExecutorService executor = Executors.newFixedThreadPool(8)) {
      Callable<Void> run =
          () -> {
            try (RunStore own = RunStore.at(Plans.bytes(path), Steps.UNOBSERVED)) {
              Instance instance = own.begin(Plans.of("app", new Locking.Await()), message -> {});
              Path ignored = Files.createFile(alone); // fails if another one runs
              Files.delete(alone);
              instance.remove(outcome -> {});
            }
            return null;
          };
      for (Future<Void> one : executor.invokeAll(Collections.nCopies(40, run))) {
        assertThat(one.get()).isNull();
      }
    }
    assertThat(path).isEmptyDirectory();
  }
}
