// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import static io.ephemera.fs.SystemCallException.check;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Directory;
import io.ephemera.fs.DirectoryStream;
import io.ephemera.fs.Name;
import io.ephemera.fs.Stat;
import io.ephemera.fs.SystemCall;
import io.ephemera.fs.SystemCallException;
import io.ephemera.linux.Fd;
import io.ephemera.linux.Io;
import io.ephemera.linux.errno.Errno;
import java.util.ArrayList;
import java.util.List;

/**
 * A descriptor that this process has open, proc_pid_fd(5).
 *
 * @param number its number
 * @param target what is open, as the kernel names it: an absolute path, or {@code socket:[12345]}
 */
public record OpenDescriptor(int number, Bytes target) {
  private static final String OF_PROCESS = "/proc/self/fd";

  /**
   * All open descriptors; other threads may have closed some of them since.
   *
   * @throws SystemCallException if /proc cannot be read
   */
  public static List<OpenDescriptor> list() throws SystemCallException {
    List<OpenDescriptor> found = new ArrayList<>();
    try (Directory held = Directory.openAmbient(BytePath.of(OF_PROCESS));
        Directory numbers = held.reopenForReading()) {
      DirectoryStream entries = numbers.entries();
      for (Name name = entries.next(); name != null; name = entries.next()) {
        add(found, numbers, name);
      }
    }
    return found;
  }

  private static void add(List<OpenDescriptor> found, Directory numbers, Name name)
      throws SystemCallException {
    try {
      Bytes target = numbers.linkText(name);
      found.add(new OpenDescriptor(Integer.parseInt(name.bytes().latin1()), target));
    } catch (SystemCallException e) {
      if (!e.is(Errno.ENOENT)) { // closed by another thread
        throw e;
      }
    }
  }

  /** Whether a socket is open. */
  public boolean isSocket() {
    return target.latin1().startsWith("socket:[");
  }

  /** Whether a terminal is open, isatty(3). */
  boolean isTerminal() {
    return Io.isTerminal(new Fd(number));
  }

  /** Whether a directory is open; false if it was closed meanwhile. */
  public boolean isDirectory() {
    try {
      return Stat.ofDescriptor(number).isDirectory();
    } catch (SystemCallException e) {
      return false;
    }
  }

  /** Whether processes that are started inherit it; false if it was closed meanwhile. */
  public boolean isInherited() {
    return Io.isInherited(new Fd(number)) == 1;
  }

  /** Lets processes that are started inherit it. */
  public void letChildrenInherit() throws SystemCallException {
    check(Io.setInherited(new Fd(number), true), SystemCall.SET_DESCRIPTOR_FLAGS);
  }

  /**
   * Keeps processes that are started from inheriting any descriptor of this number or a higher one,
   * close_range(2).
   */
  public static void keepFromChildren(int first) throws SystemCallException {
    int kept = Io.keepFromChildren(first);
    if (!Errno.ENOSYS.isReasonOf(kept) && !Errno.EINVAL.isReasonOf(kept)) { // before Linux 5.11
      check(kept, SystemCall.SET_DESCRIPTOR_FLAGS);
      return;
    }
    for (OpenDescriptor open : list()) {
      if (open.number() >= first) {
        open.keepFromChildren();
      }
    }
  }

  /** Whether a file or directory at or below a directory is open. */
  public boolean isBelow(BytePath directory) {
    return target.at(0) == '/' && BytePath.of(target).startsWith(directory);
  }

  /** Keeps processes that are started from inheriting it, FD_CLOEXEC. */
  void keepFromChildren() throws SystemCallException {
    check(Io.setInherited(new Fd(number), false), SystemCall.SET_DESCRIPTOR_FLAGS);
  }
}
