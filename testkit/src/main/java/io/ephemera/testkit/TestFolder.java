// SPDX-License-Identifier: Apache-2.0
package io.ephemera.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A new directory that other users may enter; closing removes it.
 *
 * <p>JUnit's {@code @TempDir} is private to one user, and cannot remove names that Java cannot
 * express or trees deeper than PATH_MAX.
 */
public final class TestFolder implements AutoCloseable {
  private final Path path;

  private TestFolder(Path path) {
    this.path = path;
  }

  /** Creates one with mode 0755 in the directory for temporary files. */
  public static TestFolder create() {
    return create(Path.of(System.getProperty("java.io.tmpdir")));
  }

  /** Creates one with mode 0755, in memory where possible, for very many files. */
  public static TestFolder inMemory() {
    Path memory = Path.of("/dev/shm");
    return Files.isWritable(memory) ? create(memory) : create();
  }

  /** Creates one with mode 0755 in a directory. */
  public static TestFolder create(Path parent) {
    try {
      Path path = Files.createTempDirectory(parent, "ephemera-test-");
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
      return new TestFolder(path.toRealPath());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The real path. */
  public Path path() {
    return path;
  }

  /** Creates one with a tree in it. */
  public static TestFolder with(String tree) {
    TestFolder folder = create();
    Tree.build(tree, folder.path);
    return folder;
  }

  @Override
  public void close() {
    try {
      int status =
          new ProcessBuilder("rm", "-rf", "--one-file-system", "--", path.toString())
              .inheritIO()
              .start()
              .waitFor();
      if (status != 0) {
        throw new IllegalStateException("rm of " + path + " ended with " + status);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
