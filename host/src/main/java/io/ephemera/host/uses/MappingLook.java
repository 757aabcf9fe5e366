// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.uses;

import io.ephemera.host.processes.ProcessDirectory;
import io.ephemera.host.processes.ProcessPass.Progress;
import io.ephemera.linux.Constants;
import io.ephemera.linux.Fd;
import io.ephemera.linux.Io;
import io.ephemera.linux.Statx;
import io.ephemera.linux.errno.Errno;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The files that a process has mapped, proc_pid_maps(5), and where their device differs from that
 * of stat(2), proc_pid_map_files(5). No object for a line unless it is of a wanted file. Not
 * thread-safe.
 */
final class MappingLook {
  private static final int BUFFER = 64 * 1024;
  private static final byte[] MAPS = "maps".getBytes(StandardCharsets.US_ASCII);
  private static final int MASK = Constants.STATX_TYPE | Constants.STATX_INO;

  private final ScanContext scan;
  private final byte[] buffer = new byte[BUFFER];
  private final MapsLine line = new MapsLine();
  private final Statx stat = new Statx();

  MappingLook(ScanContext scan) {
    this.scan = scan;
  }

  /** A file as a line tells it, or as stat(2) does. */
  private record Mapped(Found.Source source, long device, long inode) {}

  /** What all lines of one file say together. */
  private record Parts(boolean executable, boolean writable, ProcessUses.Link link) {
    Parts and(Parts other) {
      return new Parts(executable || other.executable, writable || other.writable, link);
    }
  }

  void at(ProcessDirectory process, NamespaceMounts mounts, ProcessUses uses, Progress progress) {
    int opened = process.open(MAPS, 0);
    if (opened < 0) {
      fail(opened, uses);
      return;
    }
    Map<Mapped, Parts> found = new LinkedHashMap<>();
    try (Fd maps = new Fd(opened)) {
      int kept = 0;
      int read;
      while ((read = Io.read(maps, buffer, kept, BUFFER - kept)) > 0) {
        kept = lookAtLines(kept + read, process, mounts, uses, found);
        progress.step();
      }
      if (read < 0) {
        fail(read, uses);
      }
    }
    found.forEach((file, parts) -> {
      UseDetail detail = new UseDetail.Mapping(parts.executable(), parts.writable());
      if (file.source() == Found.Source.STAT) {
        uses.add(file.device(), file.inode(), UseKind.MAPPED, detail, parts.link());
      } else {
        uses.addByKernel(file.device(), file.inode(), UseKind.MAPPED, detail, parts.link());
      }
    });
  }

  private static void fail(int result, ProcessUses uses) {
    if (!ProcessDirectory.isGone(result)) {
      uses.refuse(Gap.Source.MAPPINGS);
    }
  }

  /** Looks at the whole lines in the buffer, and returns how many bytes of the next are in it. */
  private int lookAtLines(
      int filled,
      ProcessDirectory process,
      NamespaceMounts mounts,
      ProcessUses uses,
      Map<Mapped, Parts> found) {
    int start = 0;
    for (int end = 0; end < filled; end++) {
      if (buffer[end] == '\n') {
        if (line.parse(buffer, start, end)) {
          look(process, mounts, uses, found);
        }
        start = end + 1;
      }
    }
    int kept = start == 0 && filled == BUFFER ? 0 : filled - start; // no line is that long
    System.arraycopy(buffer, start, buffer, 0, kept);
    return kept;
  }

  private void look(
      ProcessDirectory process,
      NamespaceMounts mounts,
      ProcessUses uses,
      Map<Mapped, Parts> found) {
    Wanted wanted = scan.wanted();
    if (wanted.contains(line.device(), line.inode())) {
      add(found, new Mapped(Found.Source.KERNEL, line.device(), line.inode()));
    } else if (wanted.mayContain(line.device(), line.inode())) {
      verify(process, mounts, uses, found);
    } else if (wanted.wantsDeleted() && line.isDeleted()) {
      if (wanted.wantsDeleted(line.link().path())) {
        add(found, new Mapped(Found.Source.KERNEL, line.device(), line.inode()));
      }
    }
  }

  private void add(Map<Mapped, Parts> found, Mapped file) {
    Parts parts = new Parts(line.isExecutable(), line.isShared() && line.isWritable(), line.link());
    found.merge(file, parts, Parts::and);
  }

  /** Device and number as stat(2) reports them decide, if they may be seen. */
  private void verify(
      ProcessDirectory process,
      NamespaceMounts mounts,
      ProcessUses uses,
      Map<Mapped, Parts> found) {
    byte[] path = line.link().path().toArray();
    if (mounts.mayWaitAt(path, path.length)) {
      uses.avoid(Gap.Source.MAPPINGS);
      return;
    }
    byte[] name = ("map_files/" + line.range()).getBytes(StandardCharsets.US_ASCII);
    int result = process.stat(name, MASK, stat);
    if (result >= 0) {
      long device = FileId.device(stat.devMajor(), stat.devMinor());
      if (scan.wanted().contains(device, stat.ino())) {
        add(found, new Mapped(Found.Source.STAT, device, stat.ino()));
      }
    } else if (!Errno.ENOENT.isReasonOf(result)) {
      add(found, new Mapped(Found.Source.KERNEL, line.device(), line.inode()));
    }
  }
}
