// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.command;

import io.ephemera.fs.Bytes;
import io.ephemera.fs.Handle;
import io.ephemera.fs.SystemCallException;
import io.ephemera.process.ChildProcess;
import io.ephemera.process.CurrentProcess;
import io.ephemera.process.OpenDescriptor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The descriptors that a command inherits: 0 to 2, those of LISTEN_FDS, sd_listen_fds(3), and the
 * caller's other ones if it shall. Never those of our virtual machine: it opens the files below its
 * directory without O_CLOEXEC. Its attach listener would open a socket likewise; the launcher turns
 * that off.
 */
final class InheritedDescriptors {
  private static final int FIRST = 3;

  private InheritedDescriptors() {}

  /** Sets which descriptors programs inherit from now on. */
  static void prepare(Execution execution) throws SystemCallException {
    ChildProcess.keepFromChildren(CurrentProcess.runtimeDirectory());
    if (!execution.keepsDescriptors()) {
      keepOnlyBelow(FIRST + numberPassed(execution.environment()));
    }
    for (Handle handle : execution.passed()) {
      handle.letChildrenInherit();
    }
  }

  private static void keepOnlyBelow(int end) throws SystemCallException {
    List<OpenDescriptor> kept = new ArrayList<>();
    for (OpenDescriptor open : OpenDescriptor.list()) {
      if (open.number() < end && open.isInherited()) {
        kept.add(open);
      }
    }
    OpenDescriptor.keepFromChildren(FIRST);
    for (OpenDescriptor open : kept) {
      open.letChildrenInherit();
    }
  }

  /** The value of LISTEN_FDS if LISTEN_PID is this process, else 0. */
  private static int numberPassed(List<Bytes> environment) {
    long self = CurrentProcess.pid();
    return number(value(environment, "LISTEN_PID=")) == self
        ? (int) number(value(environment, "LISTEN_FDS="))
        : 0;
  }

  private static @Nullable String value(List<Bytes> environment, String prefix) {
    for (Bytes entry : environment) {
      if (entry.latin1().startsWith(prefix)) {
        return entry.latin1().substring(prefix.length());
      }
    }
    return null;
  }

  private static long number(@Nullable String text) {
    return text != null && text.matches("[0-9]{1,9}") ? Long.parseLong(text) : 0;
  }
}
