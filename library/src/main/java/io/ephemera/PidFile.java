// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Directory;
import io.ephemera.fs.Name;
import io.ephemera.fs.OpenFile;
import io.ephemera.fs.SystemCallException;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A file that tells others the number of this process: decimal digits and a line feed, mode 0644,
 * as file-hierarchy(7) and daemon(7) have it.
 *
 * <p>It is for people, scripts and service managers. Whether the application runs is what its
 * {@link InstanceLock} tells; so the file is written and removed under that lock.
 *
 * <p><b>Safety:</b> it appears with its whole content, in place of what a killed process left, and
 * is removed only while its name still leads to it. Thread-safe.
 */
public final class PidFile implements AutoCloseable {
  private static final int MODE = 0644;

  private final BytePath path;
  private final Directory directory;
  private final Name name;
  private final OpenFile file;
  private boolean closed;

  private PidFile(BytePath path, Directory directory, Name name, OpenFile file) {
    this.path = path;
    this.directory = directory;
    this.name = name;
    this.file = file;
  }

  /** What a pid file says. */
  public sealed interface Content {}

  /** There is none. */
  public record None() implements Content {}

  /**
   * It names a process that runs, and that may have written it.
   *
   * @param command its command line, for people: control characters are escaped
   */
  public record Running(long pid, String command) implements Content {}

  /**
   * It names a process that ended, or another one that got its number.
   *
   * @param why in words, for people
   */
  public record Stale(long pid, String why) implements Content {}

  /**
   * It is no pid file that could be believed.
   *
   * @param what what it is instead, for people
   */
  public record Foreign(String what) implements Content {}

  /**
   * Writes the number of this process, as its own pid namespace counts.
   *
   * @param name the file's name in the directory; what an earlier process left there is replaced
   * @param lock held by the caller, and taken in the same directory; it removes the file when it is
   *     closed first
   * @throws IllegalArgumentException if that is no name of a file, or the lock is of another
   *     directory or was given back
   * @throws UnsafePlaceException if something else than a file of the caller's stands at the name
   * @throws IOException if it cannot be written
   * @throws NativeAccessException if native access is denied
   */
  public static PidFile write(RuntimeDirectory directory, String name, InstanceLock lock)
      throws IOException {
    NativeAccessException.throwIfDenied();
    Name own = Name.of(name);
    BytePath path = directory.pathOf(own);
    try {
      return lock.whileHeldIn(
          directory.directory(), kept -> write(directory.application(), path, kept, own));
    } catch (IOException e) {
      throw Failure.of(e, path);
    }
  }

  private static PidFile write(
      Application application, BytePath path, Directory directory, Name name) throws IOException {
    Bytes content = Bytes.latin1(ProcessHandle.current().pid() + "\n");
    OpenFile file = WholeFile.put(directory, application, name, MODE, content);
    return new PidFile(path, directory, name, file);
  }

  /**
   * What a pid file says, whoever wrote it.
   *
   * <p><b>Limits:</b> a process number means something only in its pid namespace; a process that
   * got the number of an ended one within two seconds after the file was written is taken for it.
   *
   * @param path the file, absolute or from the current directory
   * @throws IOException if it cannot be read
   * @throws NativeAccessException if native access is denied
   */
  public static Content read(Path path) throws IOException {
    NativeAccessException.throwIfDenied();
    return PidFileReader.read(Spelling.of(path));
  }

  /** Where it is. */
  public Path path() {
    return Spelling.of(path);
  }

  /**
   * Removes it, where its name still leads to what {@link #write} wrote. A second call does
   * nothing.
   */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      if (WholeFile.isNamed(directory, name, file)) {
        directory.remove(name);
      }
    } catch (SystemCallException e) {
      // It tells the number of a process that ended, and who reads it sees that.
    } finally {
      file.close();
    }
  }

  /** The path for people. */
  @Override
  public String toString() {
    return path.toString();
  }
}
