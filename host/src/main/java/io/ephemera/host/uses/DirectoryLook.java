// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.uses;

import io.ephemera.host.processes.ProcessDirectory;
import io.ephemera.linux.Constants;
import io.ephemera.linux.Statx;
import java.nio.charset.StandardCharsets;

/** The working directory, the root directory and the program of a process. Not thread-safe. */
final class DirectoryLook {
  private static final int LONGEST_LINK = 4096;
  private static final byte[] WORKING = "cwd".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ROOT = "root".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] PROGRAM = "exe".getBytes(StandardCharsets.US_ASCII);
  private static final int MASK =
      Constants.STATX_TYPE | Constants.STATX_NLINK | Constants.STATX_INO;

  private final ScanContext scan;
  private final Statx stat = new Statx();
  private final byte[] text = new byte[LONGEST_LINK];

  DirectoryLook(ScanContext scan) {
    this.scan = scan;
  }

  void at(ProcessDirectory process, NamespaceMounts mounts, ProcessUses uses) {
    look(process, WORKING, UseKind.WORKING_DIRECTORY, mounts, uses);
    look(process, ROOT, UseKind.ROOT_DIRECTORY, mounts, uses);
    look(process, PROGRAM, UseKind.EXECUTABLE, mounts, uses);
  }

  private void look(
      ProcessDirectory process,
      byte[] name,
      UseKind kind,
      NamespaceMounts mounts,
      ProcessUses uses) {
    int length = mounts.mayWait() ? process.link(name, text) : 0;
    if (length > 0 && mounts.mayWaitAt(text, length)) {
      if (mounts.mayWaitForWanted(text, length, scan.wanted())) {
        uses.avoid(Gap.Source.DIRECTORIES);
      }
      return;
    }
    int result = process.stat(name, MASK, stat);
    if (result < 0) {
      if (!ProcessDirectory.isGone(result) && mayBeWanted(process, name)) {
        uses.refuse(Gap.Source.DIRECTORIES); // not a thread of the kernel, which runs no program
      }
      return;
    }
    long device = FileId.device(stat.devMajor(), stat.devMinor());
    long inode = stat.ino();
    boolean unlinked = stat.nlink() == 0;
    boolean wanted = scan.wanted().contains(device, inode);
    if ((!wanted && !(unlinked && scan.wanted().wantsDeleted()))
        || isOrdinaryRoot(kind, device, inode)) {
      return;
    }
    ProcessUses.Link link = ProcessUses.Link.of(text, process.link(name, text), unlinked);
    if (wanted || scan.wanted().wantsDeleted(link.path())) {
      uses.add(device, inode, kind, new UseDetail.None(), link);
    }
  }

  /** A FUSE file system of another user refuses even root, but not to be asked for nothing. */
  private boolean mayBeWanted(ProcessDirectory process, byte[] name) {
    return process.stat(name, 0, stat) < 0
        || scan.wanted().mayContainDevice(FileId.device(stat.devMajor(), stat.devMinor()));
  }

  private boolean isOrdinaryRoot(UseKind kind, long device, long inode) {
    FileId root = scan.specials().root();
    return kind == UseKind.ROOT_DIRECTORY && root.device() == device && root.inode() == inode;
  }
}
