// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.records;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Directory;
import io.ephemera.fs.Handle;
import io.ephemera.fs.Name;
import io.ephemera.fs.OpenFile;
import io.ephemera.isolate.plan.DirectoryKind;
import io.ephemera.isolate.plan.PlannedDirectory;
import io.ephemera.isolate.plan.RunPlan;
import io.ephemera.process.MountNamespaceId;
import io.ephemera.process.RunRecord.Kind;
import io.ephemera.process.RunRecordLine;
import io.ephemera.process.Users;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A run of this process, which has begun: makes its directories and records them, so that whenever
 * the process is killed, only what the record names is left.
 *
 * <p>Every call resolves its path anew, in the mount namespace of the calling thread. Not
 * thread-safe.
 */
public final class Instance implements AutoCloseable {
  private final RunStore store;
  private final Name name;
  private final RunPlan plan;
  private final RecordFile record;
  private final @Nullable OpenFile lock;

  Instance(RunStore store, Name name, RunPlan plan, RecordFile record, @Nullable OpenFile lock) {
    this.store = store;
    this.name = name;
    this.plan = plan;
    this.record = record;
    this.lock = lock;
  }

  /**
   * Makes a directory with exactly its owner and mode, and the directories above that are missing,
   * with mode 0755, or 0700 if the caller is not root, and owned by the caller. One that exists is
   * used if it fits exactly. Then makes the symbolic links to it.
   *
   * @throws io.ephemera.isolate.plan.RunException if one exists and does not fit, or the path leads
   *     through what another user owns
   * @throws IOException if it cannot be made
   */
  public void makeDirectory(PlannedDirectory planned) throws IOException {
    if (planned.kind() != DirectoryKind.RUNTIME || plan.declaration().keep()) {
      make(planned, Kind.LASTING_DIRECTORY, thing -> false);
      return;
    }
    try (Directory _ = store.lockThings()) {
      make(
          planned,
          Kind.RUNTIME_DIRECTORY,
          thing -> !store.claims(thing, name, record.name()).isEmpty());
    }
  }

  private void make(PlannedDirectory planned, Kind kind, DirectoryMaker.Sharing sharing)
      throws IOException {
    DirectoryMaker maker = new DirectoryMaker(record, store.steps());
    maker.make(planned, kind, sharing);
    for (BytePath link : planned.links()) {
      new LinkMaker(record, store.steps(), maker).make(link, planned.path(), kind, sharing);
    }
  }

  /**
   * Makes a directory that only root and the caller may enter, with a directory {@code tmp} of mode
   * 01777 in it.
   *
   * @param tmp where it is made: {@code /tmp} or {@code /var/tmp}
   * @return its path
   */
  public BytePath makeFrame(BytePath tmp) throws IOException {
    return makeFrame(tmp, Users.effectiveUid(), Users.effectiveGid());
  }

  /**
   * As {@link #makeFrame(BytePath)}, but owned by another user, who enters it instead of {@code
   * /tmp}.
   */
  public BytePath makeFrame(BytePath tmp, int uid, int gid) throws IOException {
    return new FrameMaker(record, store.steps(), uid, gid).make(tmp, plan.name());
  }

  /**
   * Writes a pid file, which replaces one of that name. To be called once.
   *
   * @param pid the number of the main process
   * @throws io.ephemera.isolate.plan.RunException if it is that of another run that may live
   */
  public void writePidFile(BytePath path, long pid) throws IOException {
    try (Directory _ = store.lockThings()) {
      store.refuseUsedPidFile(path);
      new PidFileMaker(record, store.steps(), plan.identity())
          .write(path, Bytes.latin1(pid + "\n"));
    }
  }

  /** Records the mount namespace in which the command will be. */
  public void entered(MountNamespaceId namespace) throws IOException {
    record.append(line(namespace));
  }

  /**
   * As {@link #entered(MountNamespaceId)}, by a process of the same user that inherited the record.
   *
   * @param record the descriptor of the first of {@link #inherited()}
   */
  public static void entered(int record, MountNamespaceId namespace) throws IOException {
    try (OpenFile appending = OpenFile.inherited(record).reopenForAppending()) {
      appending.write(line(namespace).bytes());
    }
  }

  private static RunRecordLine line(MountNamespaceId namespace) {
    return RunRecordLine.of(RunRecordLine.MOUNT_NAMESPACE, namespace.id(), namespace.inode());
  }

  /**
   * Records one more main process: the command, beside which this process stays.
   *
   * @param start when it started, in ticks since the boot
   */
  public void mainProcess(long pid, long start) throws IOException {
    record.append(RunRecordLine.of(RunRecordLine.PROCESS, pid, start));
  }

  /**
   * What the command must inherit, so that its locks last as long as it: the record first. Nothing
   * can be written through it.
   */
  public List<Handle> inherited() {
    List<Handle> handles = new ArrayList<>();
    handles.add(record.locked());
    if (lock != null) {
      handles.add(lock);
    }
    return handles;
  }

  /**
   * Removes what this run made, unless another one shares it, and its record, and closes it: after
   * a start that failed, or after the end of the command and its children.
   *
   * @param outcomes gets what became of each thing
   */
  public void remove(Consumer<Outcome> outcomes) throws IOException {
    try (NameDirectory held = store.lock(name)) {
      Recorded own = Recorded.read(held.directory(), record.name());
      if (own != null) {
        new Reaper(store, false, outcomes).removeAll(held, name, own);
      }
      close();
      held.removeIfUnused();
    }
  }

  /**
   * Closes the record and the lock. The run lives on until this process has ended, and others that
   * inherited them.
   */
  @Override
  public void close() {
    record.close();
    if (lock != null) {
      lock.close();
    }
  }
}
