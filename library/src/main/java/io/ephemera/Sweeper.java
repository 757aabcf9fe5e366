// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Directory;
import io.ephemera.fs.Inode;
import io.ephemera.fs.JavaPath;
import io.ephemera.fs.Root;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Removes the temporary files and directories that dead processes of an application left in a
 * directory.
 *
 * <p><b>Safety:</b> a sweep removes only entries that this library named for the application, that
 * belong to the effective user, and on which no process holds a BSD lock, flock(2): regular files
 * with one name, and directories with their content. It takes the lock, checks the entry again, and
 * then removes it. It keeps everything else, symbolic links too. The directory must belong to root
 * or to the caller, and must be sticky if other users may write to it.
 *
 * <p>Thread-safe; any number of threads and processes can sweep a directory at a time.
 */
public final class Sweeper {
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
    return run(place.bytePath(), place.application(), false);
  }

  /**
   * As {@link #sweep(Place)}, for any directory: that of a {@link PendingFile}'s target, for
   * instance.
   *
   * @param application the application's name, as for {@link Place#at}
   * @throws IllegalArgumentException if the name is invalid
   */
  public static Result sweep(Path directory, String application) throws IOException {
    return run(JavaPath.bytes(directory), new Application(application), false);
  }

  /**
   * As {@link #sweep(Path, String)}, but removes nothing: reports what a sweep would do.
   *
   * @throws IllegalArgumentException if the name is invalid
   */
  public static Result dryRun(Path directory, String application) throws IOException {
    return run(JavaPath.bytes(directory), new Application(application), true);
  }

  private static Result run(BytePath path, Application application, boolean dryRun)
      throws IOException {
    NativeAccessException.throwIfDenied();
    try (Root root = Root.host()) {
      Inode found = root.followIfExists(path);
      if (found == null) {
        return new Result(List.of(), List.of(), List.of());
      }
      try (Directory directory = Directory.of(found)) {
        TemporaryParent.verify(directory.stat());
        return new DirectorySweep(directory, path, application, dryRun).run();
      }
    } catch (IOException e) {
      throw ExceptionTranslator.translate(e, path);
    }
  }
}
