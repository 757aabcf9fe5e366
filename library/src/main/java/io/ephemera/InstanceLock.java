// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.Bytes;
import io.ephemera.fs.Directory;
import io.ephemera.fs.Name;
import io.ephemera.fs.OpenFile;
import io.ephemera.fs.SystemCallException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A lock that one process at a time holds: so that an application runs once.
 *
 * <p>It is a BSD lock, flock(2), on a file of a {@link RuntimeDirectory}. The kernel gives it back
 * when its holder ends, however that ends; the file stays and means nothing by itself.
 *
 * <p><b>Safety:</b> the file belongs to the caller, only the caller may open it, and no link is
 * followed to it; after locking, its name must still lead to it. Neither a process number nor the
 * age of anything is ever taken for a proof that somebody lives.
 *
 * <p><b>Limits:</b> it is held by the process, not by a thread. On a network file system it is as
 * good as that file system's locks. Who deletes the file while it is held lets a second holder in.
 *
 * <p>Thread-safe.
 */
public final class InstanceLock implements AutoCloseable {
  private static final long FIRST_PAUSE = 1_000_000;
  private static final long LONGEST_PAUSE = 50_000_000;

  private final LockFile file;

  /**
   * Held as well: cleaners leave what is in it alone, and nobody who leaves removes it. Pid files
   * are removed through it.
   */
  private final Directory directory;

  private final List<PidFile> pidFiles = new ArrayList<>();
  private boolean held = true;

  private InstanceLock(LockFile file, Directory directory) {
    this.file = file;
    this.directory = directory;
  }

  /** How an attempt to take a lock ended. */
  public sealed interface Attempt {}

  /**
   * The lock is the caller's.
   *
   * @param lock to be closed by the caller
   */
  public record Held(InstanceLock lock) implements Attempt {}

  /**
   * Somebody else has it, or this process already does.
   *
   * @param who who that is
   */
  public record Busy(Owner who) implements Attempt {}

  /**
   * Who holds a lock, as far as that can be known. It was so a moment ago.
   *
   * @param pid the process's number in {@code pidNamespace}
   * @param pidNamespace the inode number of a pid namespace, pid_namespaces(7)
   * @param since when it took the lock; where it did not write that down, when it started
   * @param command its command line, for people: control characters are escaped
   * @param bootId the boot it lives in, {@code /proc/sys/kernel/random/boot_id}
   * @param isThisProcess whether it is the process that asks
   * @param isHearsay whether this is what a living holder wrote down, in a pid namespace that
   *     cannot be seen from here; everything else was compared with what the kernel tells
   */
  public record Owner(
      OptionalLong pid,
      OptionalLong pidNamespace,
      Optional<Instant> since,
      Optional<String> command,
      Optional<String> bootId,
      boolean isThisProcess,
      boolean isHearsay) {

    static final Owner UNKNOWN =
        new Owner(
            OptionalLong.empty(),
            OptionalLong.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false,
            false);

    /** In words: {@code process 1234 (java -jar shop.jar), since 2026-01-02T03:04:05Z}. */
    @Override
    public String toString() {
      if (pid.isEmpty()) {
        return "an unknown process, perhaps in another container";
      }
      StringBuilder text = new StringBuilder(isThisProcess ? "this process, " : "process ");
      text.append(pid.getAsLong());
      if (isHearsay) {
        text.append(" of another pid namespace, as it says");
      }
      command.ifPresent(words -> text.append(" (").append(words).append(')'));
      since.ifPresent(time -> text.append(", since ").append(time));
      return text.toString();
    }
  }

  /**
   * Takes a lock without waiting.
   *
   * @param name the file's name in the directory; it is made where it is missing
   * @throws IllegalArgumentException if that is no name of a file
   * @throws UnsafePlaceException if something else stands there; the message says what
   * @throws IOException if the file cannot be opened or locked
   * @throws NativeAccessException if native access is denied
   */
  public static Attempt tryAcquire(RuntimeDirectory directory, String name) throws IOException {
    NativeAccessException.throwIfDenied();
    Name file = Name.of(name);
    try {
      InstanceLock lock = tryLock(directory.directory(), file);
      return lock == null ? new Busy(owner(directory.directory(), file)) : new Held(lock);
    } catch (IOException e) {
      throw Failure.of(e, directory.pathOf(file));
    }
  }

  /**
   * Takes a lock, and waits for it.
   *
   * @param atMost how long; it is tried at least once, and then every 50 milliseconds or sooner
   * @return {@link Busy} when somebody held it all the time
   * @throws InterruptedException if the thread is interrupted while it waits
   * @throws IOException as {@link #tryAcquire(RuntimeDirectory, String)}
   */
  public static Attempt tryAcquire(RuntimeDirectory directory, String name, Duration atMost)
      throws IOException, InterruptedException {
    NativeAccessException.throwIfDenied();
    Name file = Name.of(name);
    long start = System.nanoTime();
    try {
      long pause = FIRST_PAUSE;
      while (true) {
        InstanceLock lock = tryLock(directory.directory(), file);
        if (lock != null) {
          return new Held(lock);
        }
        Duration left = atMost.minusNanos(System.nanoTime() - start);
        if (!left.isPositive()) {
          return new Busy(owner(directory.directory(), file));
        }
        Duration next = Duration.ofNanos(pause);
        Thread.sleep(next.compareTo(left) < 0 ? next : left);
        pause = Math.min(2 * pause, LONGEST_PAUSE);
      }
    } catch (IOException e) {
      throw Failure.of(e, directory.pathOf(file));
    }
  }

  private static @Nullable InstanceLock tryLock(Directory directory, Name name) throws IOException {
    LockFile file = LockFile.tryLock(directory, name);
    if (file == null) {
      return null;
    }
    Directory kept = null;
    boolean done = false;
    try {
      kept = directory.reopenForReading();
      kept.tryLockShared();
      RuntimeDirectory.markUsed(kept);
      sign(file.file());
      done = true;
      return new InstanceLock(file, kept);
    } finally {
      if (!done) {
        if (kept != null) {
          kept.close();
        }
        file.close();
      }
    }
  }

  /** Says in the file who holds it. That is for people: the lock holds without it. */
  private static void sign(OpenFile file) {
    try {
      file.truncate(0);
      Bytes note = HolderNote.ofThisProcess().bytes();
      file.write(note);
      file.tryLockByte(HolderNote.mark(note), false);
    } catch (SystemCallException | IllegalStateException e) {
      // A full disk, a sandbox without /proc.
    }
  }

  private static Owner owner(Directory directory, Name name) throws IOException {
    try (OpenFile file = LockFile.open(directory, name)) {
      return OwnerSearch.of(file);
    }
  }

  /** What is done in the directory of a lock while that is held. */
  interface Work {
    PidFile in(Directory directory) throws IOException;
  }

  /**
   * Writes a pid file, which is removed before the lock is given back.
   *
   * @throws IllegalArgumentException if the lock is of another directory or was given back
   */
  synchronized PidFile whileHeldIn(Directory other, Work work) throws IOException {
    if (!held || !directory.stat().isSameInode(other.stat())) {
      throw new IllegalArgumentException(
          "a pid file is written while its lock is held, and beside it");
    }
    PidFile written = work.in(directory);
    pidFiles.add(written);
    return written;
  }

  /**
   * Removes the pid files that were written under it, empties its file and gives the lock back. A
   * second call does nothing.
   */
  @Override
  public synchronized void close() {
    if (!held) {
      return;
    }
    held = false;
    for (PidFile pidFile : pidFiles) {
      pidFile.close();
    }
    try {
      file.file().truncate(0);
    } catch (SystemCallException e) {
      // What is in it proves nothing once its writer has given it back.
    } finally {
      file.close();
      directory.close();
    }
  }
}
