// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.mounts;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Directory;
import io.ephemera.fs.Inode;
import io.ephemera.fs.Name;
import io.ephemera.fs.Root;
import io.ephemera.fs.SystemCallException;
import io.ephemera.isolate.plan.RunException;
import io.ephemera.isolate.plan.RunException.Failure;
import io.ephemera.process.OpenDescriptor;
import java.io.IOException;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * What the mounts of a command cover. A working directory and open directories below still lead to
 * what is covered: they are entered anew, or refused.
 *
 * @param paths the mount points, without symbolic links
 * @param workingDirectory that of the calling thread before anything was mounted
 */
public record CoveredPaths(List<BytePath> paths, BytePath workingDirectory) {
  private static final BytePath OF_THREAD = BytePath.of("/proc/thread-self");

  /** Takes a copy. */
  public CoveredPaths {
    paths = List.copyOf(paths);
  }

  /** Nothing is covered yet. */
  static CoveredPaths none() throws SystemCallException {
    try (Directory thread = Directory.openAmbient(OF_THREAD)) {
      return new CoveredPaths(List.of(), BytePath.of(thread.linkText(Name.of("cwd"))));
    }
  }

  CoveredPaths with(List<BytePath> covered) {
    return new CoveredPaths(covered, workingDirectory);
  }

  /**
   * Enters the working directory of the calling thread anew if it is covered: the same path, as the
   * command sees it.
   *
   * @throws RunException if the command has no such directory
   */
  public void enterWorkingDirectory() throws RunException {
    if (covers(workingDirectory)) {
      try (Root root = Root.host()) {
        enter(root.lookUnguarded(workingDirectory, true));
      } catch (RunException e) {
        throw e;
      } catch (IOException e) {
        throw new RunException(
            Failure.NOT_PERMITTED,
            "cannot enter the working directory " + workingDirectory + ": " + e.getMessage(),
            e);
      }
    }
  }

  private void enter(@Nullable Inode found) throws IOException {
    if (found == null) {
      throw new RunException(
          Failure.USAGE,
          "the working directory "
              + workingDirectory
              + " is not visible to the command; choose another with --working-directory, or keep"
              + " this one with --exception or --bind");
    }
    try (Directory directory = Directory.of(found)) {
      directory.enter();
    }
  }

  /**
   * Refuses open directories that the command would inherit and that are covered.
   *
   * @param closed whether the command does not get the descriptor of this number
   */
  public void refuseOpenDirectories(IntPredicate closed) throws RunException {
    for (OpenDescriptor open : descriptors()) {
      boolean passedOn = open.isInherited() && !closed.test(open.number());
      if (passedOn && isCovered(open) && open.isDirectory()) {
        throw new RunException(
            Failure.USAGE,
            "the command would inherit descriptor "
                + open.number()
                + ", a directory that is covered for it ("
                + BytePath.of(open.target())
                + "); close it, or use --close-fds");
      }
    }
  }

  private static List<OpenDescriptor> descriptors() throws RunException {
    try {
      return OpenDescriptor.list();
    } catch (SystemCallException e) {
      throw new RunException(Failure.NOT_PERMITTED, e.getMessage(), e);
    }
  }

  private boolean isCovered(OpenDescriptor open) {
    for (BytePath path : paths) {
      if (open.isBelow(path) || leadsTo(path, open)) {
        return true;
      }
    }
    return false;
  }

  /** From a directory above, the mount point can be reached, and not what is mounted there. */
  private static boolean leadsTo(BytePath path, OpenDescriptor open) {
    return open.target().at(0) == '/' && path.startsWith(BytePath.of(open.target()));
  }

  private boolean covers(BytePath path) {
    for (BytePath covered : paths) {
      if (path.startsWith(covered)) {
        return true;
      }
    }
    return false;
  }
}
