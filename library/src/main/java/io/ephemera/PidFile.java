// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Directory;
import io.ephemera.fs.JavaPath;
import io.ephemera.fs.Name;
import io.ephemera.fs.OpenFile;
import io.ephemera.fs.SystemCallException;
import io.ephemera.process.CurrentProcess;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A pid file: the process id of this process in decimal digits and a line feed, mode 0644, as
 * file-hierarchy(7) and daemon(7) describe it.
 *
 * <p>It is for humans, scripts and service managers. The {@link InstanceLock} decides whether the
 * application runs, so the file is written and removed while that lock is held.
 *
 * <p><b>Safety:</b> the file appears atomically with its whole content, replaces one that a killed
 * process left, and is removed only if its name still leads to it. Thread-safe.
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

  /** The content of a pid file, judged. */
  public sealed interface Content {}

  /** There is no pid file. */
  public record None() implements Content {}

  /**
   * It names a running process that may have written it.
   *
   * @param pid the process id
   * @param command the command line, human-readable: control characters are escaped
   */
  public record Running(long pid, String command) implements Content {}

  /**
   * It names a process that exists but cannot be seen, for instance because /proc is mounted with
   * hidepid=, proc(5): it may have written the file.
   *
   * @param pid the process id
   */
  public record Hidden(long pid) implements Content {}

  /**
   * It names a process that has ended; another process may have got its id.
   *
   * @param pid the process id
   * @param why human-readable
   */
  public record Stale(long pid, String why) implements Content {}

  /**
   * It is not a pid file that can be trusted.
   *
   * @param what why, human-readable
   */
  public record Foreign(String what) implements Content {}

  /**
   * Writes the id of this process in its own pid namespace.
   *
   * @param name the name of the file in the directory; one that an earlier process left is replaced
   * @param lock a lock in the same directory that the caller holds; closing it removes the file
   * @throws IllegalArgumentException if the name is not a file name, or the lock is closed or in
   *     another directory
   * @throws UnsafePlaceException if the name belongs to anything but a file of the caller's
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
      throw ExceptionTranslator.translate(e, path);
    }
  }

  private static PidFile write(
      Application application, BytePath path, Directory directory, Name name) throws IOException {
    Bytes content = Bytes.latin1(CurrentProcess.pid() + "\n");
    OpenFile file = AtomicFile.write(directory, application, name, MODE, content);
    return new PidFile(path, directory, name, file);
  }

  /**
   * Reads a pid file of any program, and looks for its process.
   *
   * <p><b>Limits:</b> a process id is valid only in its pid namespace. A process that got the id of
   * an ended one within two seconds after the file was written cannot be told from it.
   *
   * @param path the file, absolute or relative to the current directory
   * @throws IOException if it cannot be read
   * @throws NativeAccessException if native access is denied
   */
  public static Content read(Path path) throws IOException {
    NativeAccessException.throwIfDenied();
    return PidFileReader.read(JavaPath.bytes(path));
  }

  /** Its path. */
  public Path path() {
    return JavaPath.of(path);
  }

  /**
   * Removes the file if its name still leads to what {@link #write} wrote. Closing again has no
   * effect.
   */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      if (directory.stillNames(name, file.stat())) {
        directory.remove(name);
      }
    } catch (SystemCallException e) {
      // It remains with the id of an ended process, which readers recognize.
    } finally {
      file.close();
    }
  }

  /** The path, human-readable: control characters are escaped. */
  @Override
  public String toString() {
    return path.toString();
  }
}
