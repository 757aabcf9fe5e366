// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.records;

import io.ephemera.fs.Bytes;
import io.ephemera.fs.Name;
import io.ephemera.fs.OpenFile;
import io.ephemera.fs.SystemCallException;
import io.ephemera.isolate.plan.Locking;
import io.ephemera.isolate.plan.RunException;
import io.ephemera.isolate.plan.RunException.Failure;
import io.ephemera.isolate.plan.RunPlan;
import io.ephemera.process.BootId;
import io.ephemera.process.KernelLocks;
import io.ephemera.process.PidNamespace;
import io.ephemera.process.ProcessEnd;
import io.ephemera.process.RunRecord.Main;
import io.ephemera.process.RunRecordLine;
import io.ephemera.process.RunningProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lets a run begin when it may: at once, or if it must be alone, when no other run that must be
 * alone is there. The lock file says so where it is locked; where it is free, a daemon may have
 * closed its descriptor, and the records say so.
 */
final class Admission {
  private static final int LONGEST_COMMAND = 200;
  private static final long FIRST_PAUSE = 10_000_000;
  private static final long LONGEST_PAUSE = 1_000_000_000;

  private final RunStore store;
  private final RunPlan plan;
  private final Name name;
  private final Consumer<String> messages;

  /** The lock file, while this process waits for it or holds it. */
  private @Nullable OpenFile lock;

  private boolean locked;
  private long pause = FIRST_PAUSE;

  Admission(RunStore store, RunPlan plan, Consumer<String> messages) {
    this.store = store;
    this.plan = plan;
    this.name = Name.of(plan.name());
    this.messages = messages;
  }

  Instance await() throws IOException {
    boolean begun = false;
    try {
      while (true) {
        Recorded living;
        try (NameDirectory held = store.lock(name)) {
          new Reaper(store, false, this::report).removeDead(held, name);
          boolean free = !isAlone() || takeLock(held);
          living = isAlone() ? findLiving(held) : null;
          if (free && living == null) {
            Instance instance = begin(held);
            begun = true;
            return instance;
          }
          if (plan.declaration().locking() instanceof Locking.Fail) {
            throw busy(living == null ? holder() : describe(living));
          }
        }
        waitFor(living);
      }
    } finally {
      if (!begun && lock != null) {
        lock.close();
      }
    }
  }

  private void report(Outcome outcome) {
    if (outcome.result() == Outcome.Result.FAILED) {
      messages.accept(
          "cannot remove \"" + outcome.path() + "\", which an earlier run left: " + outcome.why());
    }
  }

  private boolean isAlone() {
    return !(plan.declaration().locking() instanceof Locking.None);
  }

  private static @Nullable Recorded findLiving(NameDirectory held) throws SystemCallException {
    for (Recorded recorded : held.records()) {
      if (recorded.record().isExclusive() && recorded.mayLive()) {
        return recorded;
      }
    }
    return null;
  }

  /** Takes the lock without waiting, unless it was taken while waiting; false if it is held. */
  private boolean takeLock(NameDirectory held) throws SystemCallException {
    OpenFile file = lock;
    if (file != null && !held.directory().stillNames(NameDirectory.LOCK, file.stat())) {
      file.close(); // removed while nothing held it
      file = null;
      locked = false;
    }
    if (file == null) {
      file = held.openLock();
      lock = file;
    }
    locked = locked || file.tryLock();
    return locked;
  }

  /** Waits for the end of another run; returns early if that cannot be waited for. */
  private void waitFor(@Nullable Recorded living) throws SystemCallException {
    if (!locked) {
      Objects.requireNonNull(lock).lock();
      locked = true;
      return;
    }
    Main main = living == null ? null : living.record().first();
    boolean runs = main != null && runs(main);
    if (main == null || !runs || !ProcessEnd.await(main.pid(), main.start())) {
      LockSupport.parkNanos(pause); // no event says that a mount namespace is empty
      pause = Math.min(2 * pause, LONGEST_PAUSE);
    }
  }

  private static boolean runs(Main main) {
    RunningProcess process = RunningProcess.find(main.pid());
    return process != null && process.is(main.pid(), main.start());
  }

  private RunException busy(String who) {
    return new RunException(
        Failure.BUSY,
        "\""
            + plan.name()
            + "\" is already running: "
            + who
            + "; stop it, or add --lock=wait to wait");
  }

  private static String describe(Recorded living) {
    String owner = living.owner().toString();
    Main main = living.record().first();
    return main != null && runs(main) ? owner : owner + ", which has ended; " + living.life().why();
  }

  /** What the kernel says of the process that holds the lock, which waits or just begins. */
  private String holder() {
    long pid = lock == null ? 0 : KernelLocks.holder(lock);
    RunningProcess process = RunningProcess.find(pid);
    return process == null
        ? "an unknown process, perhaps in another container"
        : "process " + process.pid() + " (" + process.command() + ")";
  }

  private Instance begin(NameDirectory held) throws IOException {
    RunningProcess self = RunningProcess.self();
    if (self == null) {
      throw new IOException("/proc is not mounted, and nothing can be recorded without it");
    }
    if (plan.pidFile() != null) {
      store.refuseUsedPidFile(
          plan.pidFile()); // again when it is written, but the command runs then
    }
    RecordFile record = RecordFile.create(held.directory(), self);
    boolean begun = false;
    try {
      record.append(header(self));
      store.steps().reached("record begun");
      begun = true;
      return new Instance(store, name, plan, record, locked ? lock : null);
    } finally {
      if (!begun) {
        record.close();
      }
    }
  }

  private RunRecordLine[] header(RunningProcess self) throws SystemCallException {
    List<RunRecordLine> lines = new ArrayList<>();
    lines.add(RunRecordLine.of(RunRecordLine.BOOT, BootId.read()));
    lines.add(RunRecordLine.of(RunRecordLine.PID_NAMESPACE, PidNamespace.own()));
    lines.add(RunRecordLine.of(RunRecordLine.PROCESS, self.pid(), self.start()));
    lines.add(RunRecordLine.of(RunRecordLine.SINCE, System.currentTimeMillis()));
    lines.add(RunRecordLine.of(RunRecordLine.COMMAND, command()));
    if (isAlone()) {
      lines.add(RunRecordLine.of(RunRecordLine.EXCLUSIVE));
    }
    if (plan.declaration().supervision().stays()) {
      lines.add(RunRecordLine.of(RunRecordLine.SUPERVISED));
    }
    return lines.toArray(RunRecordLine[]::new);
  }

  private Bytes command() {
    Bytes words = Bytes.EMPTY;
    for (Bytes word : plan.declaration().command().words()) {
      words = words.isEmpty() ? word : words.plus(Bytes.latin1(" ")).plus(word);
    }
    return RunningProcess.onOneLine(
        Bytes.of(words.toArray(), 0, Math.min(words.length(), LONGEST_COMMAND)).latin1());
  }
}
