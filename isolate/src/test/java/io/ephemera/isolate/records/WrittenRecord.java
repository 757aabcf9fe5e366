// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.records;

import io.ephemera.fs.Bytes;
import io.ephemera.fs.Inode;
import io.ephemera.fs.Stat;
import io.ephemera.fs.SystemCallException;
import io.ephemera.process.BootId;
import io.ephemera.process.MountNamespaceId;
import io.ephemera.process.PidNamespace;
import io.ephemera.process.RunRecord.Kind;
import io.ephemera.process.RunRecordLine;
import io.ephemera.process.RunningProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;

/** The record of a run as another process wrote it. */
final class WrittenRecord {
  /** Above the largest process id, proc_sys_kernel(5). */
  private static final long NO_PROCESS = 1L << 30;

  private final Path file;
  private Bytes text = Bytes.EMPTY;

  private WrittenRecord(Path file) {
    this.file = file;
  }

  /** A record without content. */
  static WrittenRecord of(Path store, String name, int number) throws IOException {
    Path directory = store.resolve(name);
    if (!Files.exists(directory)) {
      Path ignored =
          Files.createDirectory(
              directory,
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    return new WrittenRecord(directory.resolve(number + ".7"));
  }

  /** Of a process of this boot that has ended. */
  WrittenRecord dead() throws SystemCallException {
    return boot(BootId.read()).process(NO_PROCESS, 1);
  }

  /** Of this process. */
  WrittenRecord alive() throws SystemCallException {
    RunningProcess self = Objects.requireNonNull(RunningProcess.self());
    return boot(BootId.read()).process(self.pid(), self.start());
  }

  WrittenRecord boot(String id) throws SystemCallException {
    return line(RunRecordLine.BOOT, id).line(RunRecordLine.PID_NAMESPACE, PidNamespace.own());
  }

  WrittenRecord process(long pid, long start) {
    return line(RunRecordLine.PROCESS, pid, start);
  }

  WrittenRecord mounts(MountNamespaceId id) {
    return line(RunRecordLine.MOUNT_NAMESPACE, id.id(), id.inode());
  }

  WrittenRecord made(Kind kind, Path path) throws SystemCallException {
    try (Inode inode = Inode.openAmbient(Plans.bytes(path))) {
      Stat stat = inode.stat();
      return line(
          RunRecordLine.MADE,
          kind.word(),
          path,
          path,
          stat.device(),
          stat.inode(),
          stat.birthTime());
    }
  }

  WrittenRecord line(String key, Object... words) {
    return raw(RunRecordLine.of(key, words).bytes());
  }

  WrittenRecord raw(Bytes more) {
    text = text.plus(more);
    return this;
  }

  /** Writes it; no process holds its lock. */
  Path write() throws IOException {
    return Files.write(file, text.toArray());
  }
}
