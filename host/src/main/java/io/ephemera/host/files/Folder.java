// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.files;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Directory;
import io.ephemera.fs.DirectoryStream;
import io.ephemera.fs.Inode;
import io.ephemera.fs.Name;
import io.ephemera.fs.SystemCallException;
import io.ephemera.linux.errno.Errno;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** An open directory whose regular files are read as by {@link RootFiles}. Not thread-safe. */
public final class Folder implements AutoCloseable {
  private final BytePath path;
  private final Directory directory;

  Folder(BytePath path, Directory directory) {
    this.path = path;
    this.directory = directory;
  }

  /** Its path below the root directory. */
  public BytePath path() {
    return path;
  }

  /** The path that the kernel knows for it, see {@link io.ephemera.fs.Handle#realPath}. */
  BytePath realPath() throws SystemCallException {
    return directory.realPath();
  }

  /** Its entries; may be called once. */
  public DirectoryStream entries() {
    return directory.entries();
  }

  /** Whether there is an entry with a name; false also if that cannot be found out. */
  public boolean has(Name name) {
    try {
      return directory.statIfExists(name) != null;
    } catch (SystemCallException e) {
      return false;
    }
  }

  /**
   * The content of an entry that is a regular file; a symbolic link is not followed.
   *
   * @param limit the most bytes to read
   * @return null if there is no such entry
   * @throws IOException if it cannot be read, is not a regular file, or has more bytes
   */
  public @Nullable Bytes readIfExists(Name name, int limit) throws IOException {
    try (Inode entry = directory.inode(name)) {
      return RootFiles.content(entry, limit);
    } catch (SystemCallException e) {
      if (e.is(Errno.ENOENT)) {
        return null;
      }
      throw failure(name, e);
    } catch (IOException e) {
      throw failure(name, e);
    }
  }

  /**
   * A directory in this one; a symbolic link is not followed.
   *
   * @return null if there is no such entry, or it is not a directory
   * @throws IOException if it cannot be opened
   */
  public @Nullable Folder openIfExists(Name name) throws IOException {
    try {
      return new Folder(path.child(name), directory.openForReading(name));
    } catch (SystemCallException e) {
      if (e.is(Errno.ENOENT, Errno.ENOTDIR) || e.is(Errno.ELOOP)) {
        return null;
      }
      throw failure(name, e);
    }
  }

  private IOException failure(Name name, IOException why) {
    return new IOException("cannot read " + path.child(name) + ": " + why.getMessage(), why);
  }

  @Override
  public void close() {
    directory.close();
  }
}
