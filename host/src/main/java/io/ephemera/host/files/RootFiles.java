// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.files;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Inode;
import io.ephemera.fs.OpenFile;
import io.ephemera.fs.Root;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads regular files below a root directory, which may be that of a stranger's image.
 *
 * <p>Safety: links lead nowhere outside the root directory. An inode is held and looked at before
 * it is opened, so that a fifo never makes the caller wait and no device is opened; no more than a
 * limit is read. Not thread-safe.
 */
public final class RootFiles {
  private static final int EXECUTE = 0111;

  private final Root root;

  /** The files below a root directory, which the caller closes. */
  public RootFiles(Root root) {
    this.root = root;
  }

  /** Whether a path leads to something; false also if that cannot be found out. */
  public boolean exists(BytePath path) {
    try (Inode found = root.followIfExists(path)) {
      return found != null;
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether a path leads to a regular file that any user may execute; false also if unknown. */
  public boolean isExecutable(BytePath path) {
    try (Inode found = root.followIfExists(path)) {
      return found != null && found.stat().isRegular() && (found.stat().mode() & EXECUTE) != 0;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * The content of a file, links at the end of the path followed.
   *
   * @param path absolute
   * @param limit the most bytes to read
   * @return null if there is nothing at the path
   * @throws IOException if it cannot be read, is not a regular file, or has more bytes
   */
  public @Nullable Bytes readIfExists(BytePath path, int limit) throws IOException {
    try (Inode found = root.followIfExists(path)) {
      return found == null ? null : content(found, limit);
    } catch (IOException e) {
      throw new IOException("cannot read " + path + ": " + e.getMessage(), e);
    }
  }

  /**
   * Opens a directory, links at the end of the path followed.
   *
   * @param path absolute
   * @return null if there is nothing at the path
   * @throws IOException if it cannot be opened or is not a directory
   */
  public @Nullable Folder openIfExists(BytePath path) throws IOException {
    try (Inode found = root.followIfExists(path)) {
      return found == null ? null : new Folder(path, found.listable());
    } catch (IOException e) {
      throw new IOException("cannot open " + path + ": " + e.getMessage(), e);
    }
  }

  static Bytes content(Inode inode, int limit) throws IOException {
    if (!inode.stat().isRegular()) {
      throw new IOException("is a " + inode.stat().type().text() + ", not a regular file");
    }
    try (OpenFile file = inode.openForReading()) {
      return file.readAll(limit);
    }
  }
}
