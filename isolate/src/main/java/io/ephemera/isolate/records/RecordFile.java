// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.records;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Directory;
import io.ephemera.fs.Name;
import io.ephemera.fs.OpenFile;
import io.ephemera.fs.ScopedHandle;
import io.ephemera.fs.Stat;
import io.ephemera.fs.SystemCallException;
import io.ephemera.linux.errno.Errno;
import io.ephemera.process.RunRecord.Identity;
import io.ephemera.process.RunRecord.Kind;
import io.ephemera.process.RunRecordLine;
import io.ephemera.process.RunningProcess;
import java.io.IOException;

/**
 * The record of a run of this process, which is locked as long as the run lives.
 *
 * <p>The command inherits the lock, and must not be able to write: what a record names is removed
 * by its owner, who may be root. So the lock is that of a handle that was opened for reading only.
 */
final class RecordFile implements AutoCloseable {
  private static final int MODE = 0600;

  private final OpenFile locked;
  private final OpenFile appending;
  private final Name name;

  private RecordFile(OpenFile locked, OpenFile appending, Name name) {
    this.locked = locked;
    this.appending = appending;
    this.name = name;
  }

  /**
   * Creates and locks the record of a process. The directory of its name is locked, so that it is
   * not taken for that of a dead run before it is locked.
   */
  static RecordFile create(Directory directory, RunningProcess process) throws IOException {
    for (int number = 0; ; number++) {
      Name name = name(process, number);
      try {
        directory.createPrivateFile(name, MODE).close();
        return lock(directory, name);
      } catch (SystemCallException e) {
        if (!e.is(Errno.EEXIST)) {
          throw e;
        }
      }
    }
  }

  private static RecordFile lock(Directory directory, Name name) throws SystemCallException {
    try (ScopedHandle<OpenFile> opened = new ScopedHandle<>(directory.openFile(name))) {
      opened.get().lock();
      OpenFile appending = opened.get().reopenForAppending();
      return new RecordFile(opened.release(), appending, name);
    }
  }

  private static Name name(RunningProcess process, int number) {
    String text = process.pid() + "." + process.start();
    return Name.of(number == 0 ? text : text + "." + number);
  }

  /** Whether a name is that of a record: numbers with dots between them. */
  static boolean isRecord(Name name) {
    boolean isRecord = name.bytes().at(0) != '.';
    for (int i = 0; i < name.bytes().length(); i++) {
      byte b = name.bytes().at(i);
      isRecord &= (b >= '0' && b <= '9') || b == '.';
    }
    return isRecord;
  }

  Name name() {
    return name;
  }

  /** Holds the lock, for reading only. */
  OpenFile locked() {
    return locked;
  }

  /** Writes lines with one system call, so that all of them are there or the last is torn. */
  void append(RunRecordLine... lines) throws SystemCallException {
    Bytes text = Bytes.EMPTY;
    for (RunRecordLine line : lines) {
      text = text.plus(line.bytes());
    }
    appending.write(text);
  }

  void making(Kind kind, BytePath path, BytePath staging) throws SystemCallException {
    append(RunRecordLine.of(RunRecordLine.MAKING, kind.word(), path.bytes(), staging.bytes()));
  }

  void made(Kind kind, BytePath path, BytePath staging, Stat stat) throws SystemCallException {
    Identity identity = Identity.of(stat);
    append(
        RunRecordLine.of(
            RunRecordLine.MADE,
            kind.word(),
            path.bytes(),
            staging.bytes(),
            identity.device(),
            identity.inode(),
            identity.birth()));
  }

  @Override
  public void close() {
    appending.close();
    locked.close();
  }
}
