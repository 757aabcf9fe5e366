// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Directory;
import io.ephemera.fs.Inode;
import io.ephemera.fs.JavaPath;
import io.ephemera.fs.Root;
import io.ephemera.fs.SystemCallException;
import io.ephemera.linux.errno.Errno;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Removes the temporary files and directories that dead processes of an application left in a
 * directory.
 *
 * <p><b>Safety:</b> a sweep removes only entries that this library named for the application, that
 * belong to the effective user, and on which no process holds a BSD lock, flock(2): regular files
 * with one name, and directories to which no other user may write, with their content. So another
 * user cannot move something of the caller's there, under a name of this form, to have it removed.
 * It takes the lock, checks the entry again, and then removes it. It keeps everything else,
 * symbolic links too. The directory must belong to root or to the caller, and must be sticky if
 * other users may write to it.
 *
 * <p>Thread-safe; any number of threads and processes can sweep a directory at a time.
 */
public final class Sweeper {
  private static final int EVERYTHING = Integer.MAX_VALUE;

  /** More than a shared directory usually has, and read in a millisecond. */
  private static final int PART = 1024;

  private Sweeper() {}

  /**
   * What a sweep found, each list in the order of the directory.
   *
   * @param removed what was removed; after a {@linkplain #dryRun dry run}, what would be
   * @param held what running processes have locked
   * @param failed what could not be removed
   */
  public record Result(List<Path> removed, List<Path> held, List<Failed> failed) {
    /** Copies the lists. */
    public Result {
      removed = List.copyOf(removed);
      held = List.copyOf(held);
      failed = List.copyOf(failed);
    }
  }

  /**
   * An entry that could not be removed.
   *
   * @param path the entry, or the entry below it that could not be removed
   * @param reason why
   */
  public record Failed(Path path, IOException reason) {}

  /**
   * Sweeps a place for its application. A missing directory is an empty one.
   *
   * @throws UnsafePlaceException if other users could replace what is swept
   * @throws IOException if the directory cannot be read
   * @throws NativeAccessException if native access is denied
   */
  public static Result sweep(Place place) throws IOException {
    return run(place.bytePath(), place.application(), place.trusted(), false, EVERYTHING);
  }

  /**
   * As {@link #sweep(Place)}, but reads only a part of a directory with very many entries, another
   * one each time: for a program that sweeps whenever it starts, so that names that other users
   * create there do not slow it down.
   */
  public static Result sweepPart(Place place) throws IOException {
    return run(place.bytePath(), place.application(), place.trusted(), false, PART);
  }

  /**
   * As {@link #sweep(Place)}, for any directory: that of a {@link PendingFile}'s target, for
   * instance.
   *
   * @param application the application's name, as for {@link Place#at}
   * @throws IllegalArgumentException if the name is invalid
   */
  public static Result sweep(Path directory, String application) throws IOException {
    return run(directory, application, false);
  }

  /**
   * As {@link #sweep(Path, String)}, but removes nothing: reports what a sweep would do.
   *
   * @throws IllegalArgumentException if the name is invalid
   */
  public static Result dryRun(Path directory, String application) throws IOException {
    return run(directory, application, true);
  }

  private static Result run(Path directory, String application, boolean dryRun) throws IOException {
    TrustedDirectories trusted = TrustedDirectories.ofProcess();
    Application named = new Application(application);
    return run(JavaPath.bytes(directory), named, trusted, dryRun, EVERYTHING);
  }

  private static Result run(
      BytePath path, Application application, TrustedDirectories trusted, boolean dryRun, int limit)
      throws IOException {
    NativeAccessException.throwIfDenied();
    Caller caller = Caller.ofProcess(trusted);
    Survey survey = new Survey(caller);
    try (Root root = Root.host();
        Inode found = findIfExists(root, survey, path)) {
      if (found == null) {
        return new Result(List.of(), List.of(), List.of());
      }
      try (Directory directory = Directory.of(found)) {
        TemporaryParent.verify(directory, directory.stat(), survey);
        return new DirectorySweep(directory, path, application, caller, dryRun, limit).run();
      }
    } catch (IOException e) {
      throw ExceptionTranslator.translate(e, path);
    }
  }

  private static @Nullable Inode findIfExists(Root root, Survey survey, BytePath path)
      throws IOException {
    try {
      return root.findFor(survey, path, true);
    } catch (SystemCallException e) {
      if (e.is(Errno.ENOENT, Errno.ENOTDIR)) {
        return null;
      }
      throw e;
    }
  }
}
