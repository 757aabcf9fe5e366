// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.records;

import io.ephemera.fs.Directory;
import io.ephemera.fs.DirectoryStream;
import io.ephemera.fs.Name;
import io.ephemera.fs.OpenFile;
import io.ephemera.fs.ScopedHandle;
import io.ephemera.fs.SystemCallException;
import io.ephemera.linux.errno.Errno;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The records of one name, locked for a moment: meanwhile no run of it begins or is removed. */
final class NameDirectory implements AutoCloseable {
  /** The file that a run which must be alone keeps locked. */
  static final Name LOCK = Name.of("lock");

  private static final int MODE = 0700;
  private static final int FILE_MODE = 0600;

  private final Directory store;
  private final Name name;
  private final Directory directory;

  private NameDirectory(Directory store, Name name, Directory directory) {
    this.store = store;
    this.name = name;
    this.directory = directory;
  }

  /** Locks that of a name, which is made if it is missing. */
  static NameDirectory lock(Directory store, Name name) throws IOException {
    NameDirectory locked = null;
    while (locked == null) { // another process has removed it meanwhile
      make(store, name);
      locked = lockIfExists(store, name, true);
    }
    return locked;
  }

  /** As {@link #lock}, but does not wait, and makes nothing: null if it is missing or locked. */
  static @Nullable NameDirectory tryLock(Directory store, Name name) throws IOException {
    return lockIfExists(store, name, false);
  }

  private static void make(Directory store, Name name) throws IOException {
    try {
      store.createPrivateDirectory(name, MODE).close();
    } catch (SystemCallException e) {
      if (!e.is(Errno.EEXIST, Errno.ENOENT)) { // made, or made and removed by another process
        throw e;
      }
    }
  }

  private static @Nullable NameDirectory lockIfExists(Directory store, Name name, boolean waits)
      throws IOException {
    try (ScopedHandle<Directory> opened = new ScopedHandle<>(store.openForReading(name))) {
      if (waits) {
        opened.get().lock();
      } else if (!opened.get().tryLock()) {
        return null;
      }
      return store.stillNames(name, opened.get().stat())
          ? new NameDirectory(store, name, opened.release())
          : null;
    } catch (SystemCallException e) {
      if (e.is(Errno.ENOENT) || (!waits && e.is(Errno.ENOTDIR))) {
        return null;
      }
      throw e;
    }
  }

  Directory directory() {
    return directory;
  }

  /** The records, in the order of the file system. */
  List<Recorded> records() throws SystemCallException {
    return records(directory);
  }

  /** The records in the directory of a name. */
  static List<Recorded> records(Directory opened) throws SystemCallException {
    List<Recorded> records = new ArrayList<>();
    try (Directory directory = opened.reopenForReading()) {
      DirectoryStream entries = directory.entries();
      for (Name file = entries.next(); file != null; file = entries.next()) {
        Recorded recorded = RecordFile.isRecord(file) ? Recorded.read(directory, file) : null;
        if (recorded != null) {
          records.add(recorded);
        }
      }
    }
    return records;
  }

  /** Opens for reading the file that a run which must be alone keeps locked. */
  OpenFile openLock() throws SystemCallException {
    directory.openOrCreateFile(LOCK, FILE_MODE).close();
    return directory.openFile(LOCK);
  }

  /** Removes it with its lock, if it holds no record and nothing holds the lock. */
  void removeIfUnused() throws SystemCallException {
    try {
      if (removeLock()) {
        store.removeDirectory(name);
      }
    } catch (SystemCallException e) {
      if (!e.is(Errno.ENOTEMPTY, Errno.ENOENT)) {
        throw e;
      }
    }
  }

  private boolean removeLock() throws SystemCallException {
    if (!records().isEmpty()) {
      return false;
    }
    if (directory.statIfExists(LOCK) == null) {
      return true;
    }
    try (OpenFile lock = directory.openForWriting(LOCK)) {
      return lock.tryLock() && directory.removeIfExists(LOCK);
    }
  }

  @Override
  public void close() {
    directory.close();
  }
}
