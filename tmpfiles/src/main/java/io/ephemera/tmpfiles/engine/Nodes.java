// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import io.ephemera.fs.Directory;
import io.ephemera.fs.FileType;
import io.ephemera.fs.Inode;
import io.ephemera.fs.Name;
import io.ephemera.fs.Stat;
import io.ephemera.fs.SystemCallException;
import io.ephemera.linux.errno.Errno;
import io.ephemera.process.KernelFiles;
import io.ephemera.report.Operation;
import io.ephemera.tmpfiles.language.Action;
import io.ephemera.tmpfiles.language.Line;
import java.io.IOException;

/** Creates FIFOs and device nodes: {@code p}, {@code c}, {@code b}. */
final class Nodes {
  private static final int BITS_AT_CREATION = 0777;
  private static final int CAP_MKNOD = 27;

  private final RunContext context;
  private final Creation creation;
  private final KernelFiles kernel;

  Nodes(RunContext context, Creation creation, KernelFiles kernel) {
    this.context = context;
    this.creation = creation;
    this.kernel = kernel;
  }

  void createFifo(Line line) throws IOException {
    creation.run(
        line,
        new SpecialFileKind(
            FileType.FIFO, Operation.CREATE_FIFO, 0, 0, line.mode().bits() & BITS_AT_CREATION));
  }

  /**
   * Creates a device node. Containers may not, and do not need them: it is no failure if the kernel
   * does not permit it.
   */
  void createDevice(Line line, Action.CreateDevice device) throws IOException {
    if (!mayCreateDevices()) {
      context.reportKept(line, line.path(), Operation.CREATE_DEVICE, "CAP_MKNOD is missing");
      return;
    }
    FileType type = device.block() ? FileType.BLOCK_DEVICE : FileType.CHARACTER_DEVICE;
    int mode = line.mode().bits() & BITS_AT_CREATION;
    try {
      creation.run(
          line,
          new SpecialFileKind(type, Operation.CREATE_DEVICE, device.major(), device.minor(), mode));
    } catch (SystemCallException e) {
      if (!e.is(Errno.EPERM, Errno.EACCES)) {
        throw e;
      }
      context.reportKept(
          line, line.path(), Operation.CREATE_DEVICE, "the kernel does not permit it here");
    }
  }

  private boolean mayCreateDevices() {
    String status = kernel.text("/proc/self/status");
    int at = status.indexOf("CapEff:");
    if (at < 0) {
      return true;
    }
    int end = status.indexOf('\n', at);
    long effective = Long.parseUnsignedLong(status.substring(at + 7, end).trim(), 16);
    return (effective >> CAP_MKNOD & 1) != 0;
  }

  private record SpecialFileKind(FileType type, Operation operation, int major, int minor, int mode)
      implements InodeKind {
    @Override
    public boolean isType(Stat existing) {
      return existing.type() == type;
    }

    @Override
    public Inode create(Directory parent, Name name, int most) throws IOException {
      return parent.createNode(name, type, mode & most, major, minor);
    }
  }
}
