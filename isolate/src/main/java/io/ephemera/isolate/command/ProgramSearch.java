// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.command;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Inode;
import io.ephemera.fs.SystemCall;
import io.ephemera.fs.SystemCallException;
import io.ephemera.linux.errno.Errno;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Tries the files that a program's name may mean, as execvp(3) does: a name without a slash in each
 * directory of PATH, and a script without an interpreter line by the shell.
 */
final class ProgramSearch {
  private static final Bytes SHELL = Bytes.latin1("/bin/sh");

  /** Where execvp(3) of glibc searches without PATH. */
  private static final String WITHOUT_PATH = "/bin:/usr/bin";

  private static final String PATH = "PATH=";

  /** The reasons to go on: the file is not there, or its directory cannot be reached. */
  private static final Set<Errno> ABSENT =
      Set.of(Errno.ENOENT, Errno.ENOTDIR, Errno.ENODEV, Errno.ESTALE, Errno.ENAMETOOLONG);

  private ProgramSearch() {}

  /** Executes a file, or fails. */
  interface Attempt<T> {
    T execute(Bytes file, List<Bytes> words) throws SystemCallException;
  }

  /**
   * The result of the first attempt that succeeds.
   *
   * @param program a path or a name
   * @param words how it is called, and its arguments
   * @throws SystemCallException the failure that execvp(3) would report: EACCES rather than that
   *     there is no such file
   */
  static <T> T attempt(
      Bytes program, List<Bytes> words, List<Bytes> environment, Attempt<T> attempt)
      throws SystemCallException {
    SystemCallException denied = null;
    for (Bytes file : candidates(program, environment)) {
      if (isAbsent(file)) { // to ask costs less than execve(2)
        continue;
      }
      try {
        return executeOrInterpret(file, words, attempt);
      } catch (SystemCallException e) {
        if (e.is(Errno.EACCES)) {
          denied = e;
        } else if (!ABSENT.contains(e.errno())) {
          throw e;
        }
      }
    }
    throw denied == null ? new SystemCallException(SystemCall.RUN, program, Errno.ENOENT) : denied;
  }

  private static boolean isAbsent(Bytes file) {
    try {
      Inode.openAmbient(BytePath.of(file)).close();
      return false;
    } catch (SystemCallException e) {
      return ABSENT.contains(e.errno());
    }
  }

  private static <T> T executeOrInterpret(Bytes file, List<Bytes> words, Attempt<T> attempt)
      throws SystemCallException {
    try {
      return attempt.execute(file, words);
    } catch (SystemCallException e) {
      if (!e.is(Errno.ENOEXEC)) {
        throw e;
      }
      List<Bytes> byShell = new ArrayList<>(List.of(SHELL, file));
      byShell.addAll(words.subList(1, words.size()));
      return attempt.execute(SHELL, byShell);
    }
  }

  /** The paths that a name may mean, in their order; each has a slash. */
  static List<Bytes> candidates(Bytes name, List<Bytes> environment) {
    if (name.latin1().contains("/")) {
      return List.of(name);
    }
    List<Bytes> files = new ArrayList<>();
    if (!name.isEmpty()) {
      for (String directory : path(environment).split(":", -1)) {
        String prefix = directory.isEmpty() ? "." : directory;
        files.add(Bytes.latin1(prefix + "/").plus(name));
      }
    }
    return files;
  }

  private static String path(List<Bytes> environment) {
    for (Bytes entry : environment) {
      if (entry.latin1().startsWith(PATH)) {
        return entry.latin1().substring(PATH.length());
      }
    }
    return WITHOUT_PATH;
  }
}
