// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.records;

import io.ephemera.InstanceLock.Owner;
import io.ephemera.fs.BytePath;
import io.ephemera.fs.Directory;
import io.ephemera.fs.LockAttempt;
import io.ephemera.fs.Name;
import io.ephemera.fs.OpenFile;
import io.ephemera.fs.Stat;
import io.ephemera.fs.SystemCallException;
import io.ephemera.linux.errno.Errno;
import io.ephemera.process.CurrentProcess;
import io.ephemera.process.Liveness;
import io.ephemera.process.RunLife;
import io.ephemera.process.RunRecord;
import io.ephemera.process.RunRecord.Kind;
import io.ephemera.process.RunRecord.Main;
import io.ephemera.process.RunRecord.Thing;
import io.ephemera.process.RunRecordReader;
import io.ephemera.process.Users;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A record that was found in a store.
 *
 * @param file its name
 * @param record its content
 * @param lock whether a process holds its lock
 */
record Recorded(Name file, RunRecord record, LockAttempt lock) {
  /** More than any run writes: longer ones are not read to the end. */
  private static final int LONGEST = 1024 * 1024;

  /**
   * Reads a record; null if it is gone, or no file of the user.
   *
   * <p>Tries a shared lock, which does not hinder others that look at the same time.
   */
  static @Nullable Recorded read(Directory directory, Name name) throws SystemCallException {
    Stat named = directory.statIfExists(name);
    if (named == null || !named.isRegular()) {
      return null;
    }
    try (OpenFile file = directory.openFile(name)) {
      Stat stat = file.stat();
      if (!stat.isRegular() || stat.uid() != Users.effectiveUid()) {
        return null;
      }
      LockAttempt lock = file.attemptSharedLock();
      return new Recorded(name, RunRecordReader.read(file.read(0, LONGEST)), lock);
    } catch (SystemCallException e) {
      if (e.is(Errno.ENOENT)) {
        return null;
      }
      throw e;
    }
  }

  RunLife life() {
    return RunLife.of(record, lock);
  }

  /** Whether the run is not certainly dead. */
  boolean mayLive() {
    return life().liveness() != Liveness.DEAD;
  }

  /** Whether the run made or shares the same inode. */
  boolean claims(Thing other) {
    return record.things().stream()
        .anyMatch(thing -> thing.identity() != null && thing.identity().equals(other.identity()));
  }

  /** Whether the run wrote a pid file of this path, or was about to. */
  boolean hasPidFile(BytePath path) {
    for (Thing thing : record.things()) {
      if (thing.kind() == Kind.PID_FILE && thing.path().equals(path)) {
        return true;
      }
    }
    return false;
  }

  /** The run as the holder of a lock. */
  Owner owner() {
    Main main = record.first();
    return new Owner(
        main == null ? OptionalLong.empty() : OptionalLong.of(main.pid()),
        OptionalLong.of(record.pidNamespace()),
        Optional.ofNullable(record.since()),
        Optional.of(record.command().toString()),
        Optional.of(record.boot()),
        main != null && main.pid() == CurrentProcess.pid(),
        false);
  }
}
