// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import static io.ephemera.fs.SystemCallException.check;

import io.ephemera.fs.Handle;
import io.ephemera.fs.SystemCall;
import io.ephemera.fs.SystemCallException;
import io.ephemera.linux.Constants;
import io.ephemera.linux.Fd;
import io.ephemera.linux.Io;
import io.ephemera.linux.errno.Errno;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Other files at descriptors 0 to 2 for a moment, in which a program is started or becomes this
 * process: what is written there meanwhile by any thread goes to these files.
 */
public final class StandardDescriptors implements AutoCloseable {
  private static final int COUNT = 3;
  private static final int FIRST_OTHER = 3;

  /** What was there; null where nothing was replaced. */
  private final @Nullable Fd[] saved = new @Nullable Fd[COUNT];

  /** Whether a descriptor was replaced that was closed before. */
  private final boolean[] wasClosed = new boolean[COUNT];

  private StandardDescriptors() {}

  /**
   * Puts files at descriptors 0 to 2 until it is closed. Programs inherit them.
   *
   * @param files what is put at 0, 1, 2; null for what is there
   */
  public static StandardDescriptors replace(List<? extends @Nullable Handle> files)
      throws SystemCallException {
    StandardDescriptors replaced = new StandardDescriptors();
    boolean complete = false;
    try {
      for (int number = 0; number < COUNT; number++) {
        Handle file = files.get(number);
        if (file != null) {
          replaced.put(number, new Fd(file.descriptor()));
        }
      }
      complete = true;
      return replaced;
    } finally {
      if (!complete) {
        replaced.close();
      }
    }
  }

  private void put(int number, Fd file) throws SystemCallException {
    Fd standard = new Fd(number);
    int copy = Io.fcntl(standard, Constants.F_DUPFD_CLOEXEC, FIRST_OTHER);
    wasClosed[number] = Errno.EBADF.isReasonOf(copy);
    if (!wasClosed[number]) {
      saved[number] = new Fd(check(copy, SystemCall.DUPLICATE_DESCRIPTOR));
    }
    check(Io.duplicate(file, number), SystemCall.DUPLICATE_DESCRIPTOR);
    check(Io.setInherited(standard, true), SystemCall.SET_DESCRIPTOR_FLAGS);
  }

  /** Puts back what was there. */
  @Override
  public void close() {
    for (int number = 0; number < COUNT; number++) {
      Fd before = saved[number];
      Fd standard = new Fd(number);
      if (before != null) {
        Io.duplicate(before, number);
        Io.setInherited(standard, true);
        before.close();
        saved[number] = null;
      } else if (wasClosed[number]) {
        standard.close();
        wasClosed[number] = false;
      }
    }
  }
}
