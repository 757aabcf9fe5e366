// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Directory;
import io.ephemera.fs.LockAttempt;
import io.ephemera.fs.Name;
import io.ephemera.fs.OpenFile;
import io.ephemera.fs.ScopedHandle;
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
 * A lock that one process at a time can hold, so that an application runs once.
 *
 * <p>It is a BSD lock, flock(2), on a file in a {@link RuntimeDirectory}. The kernel releases it
 * when its holder ends, in whatever way. The file stays; an unlocked file means nothing.
 *
 * <p><b>Safety:</b> the file belongs to the caller, only the caller may open it, and no link to it
 * is followed; after locking, its name must still lead to it. Neither a process id nor an age
 * counts as proof that a process lives.
 *
 * <p><b>Limits:</b> the process holds the lock, not a thread. On a network file system it is as
 * reliable as that file system's locks. Deleting the file while the lock is held lets a second
 * process take it.
 *
 * <p>Thread-safe.
 */
public final class InstanceLock implements AutoCloseable {
  private static final long FIRST_PAUSE = 1_000_000;
  private static final long LONGEST_PAUSE = 50_000_000;

  private final LockFile file;
  private final BytePath path;

  /**
   * Locked too, so that cleaners keep its content and closing a {@link RuntimeDirectory} does not
   * remove it. Pid files are removed through it.
   */
  private final Directory directory;

  private final List<PidFile> pidFiles = new ArrayList<>();
  private boolean held = true;

  private InstanceLock(LockFile file, Directory directory, BytePath path) {
    this.file = file;
    this.path = path;
    this.directory = directory;
  }

  /** The result of an attempt to take a lock. */
  public sealed interface Attempt {}

  /**
   * The caller holds the lock.
   *
   * @param lock the lock, which the caller must close
   */
  public record Held(InstanceLock lock) implements Attempt {}

  /**
   * Another process holds the lock, or this one already does.
   *
   * @param who the holder
   */
  public record Busy(Owner who) implements Attempt {}

  /**
   * The holder of a lock at the time of the call, as far as it is known.
   *
   * @param pid the process id in {@code pidNamespace}
   * @param pidNamespace the inode number of a pid namespace, pid_namespaces(7)
   * @param since when it took the lock, or when it started if it did not record that
   * @param command the command line, human-readable: control characters are escaped
   * @param bootId the boot id, {@code /proc/sys/kernel/random/boot_id}
   * @param isThisProcess whether it is the calling process
   * @param isSelfReported whether the values are only what a living holder recorded, in a pid
   *     namespace that is not visible from here; otherwise they agree with the kernel
   */
  public record Owner(
      OptionalLong pid,
      OptionalLong pidNamespace,
      Optional<Instant> since,
      Optional<String> command,
      Optional<String> bootId,
      boolean isThisProcess,
      boolean isSelfReported) {

    static final Owner UNKNOWN =
        new Owner(
            OptionalLong.empty(),
            OptionalLong.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false,
            false);

    /** Human-readable: {@code process 1234 (java -jar shop.jar), since 2026-01-02T03:04:05Z}. */
    @Override
    public String toString() {
      if (pid.isEmpty()) {
        return "an unknown process, perhaps in another container";
      }
      StringBuilder text = new StringBuilder(isThisProcess ? "this process, " : "process ");
      text.append(pid.getAsLong());
      if (isSelfReported) {
        text.append(" in another pid namespace, by its own account");
      }
      command.ifPresent(words -> text.append(" (").append(words).append(')'));
      since.ifPresent(time -> text.append(", since ").append(time));
      return text.toString();
    }
  }

  /**
   * Tries to take a lock, without waiting.
   *
   * @param name the name of the lock file in the directory, which is created if it is missing
   * @throws IllegalArgumentException if the name is not a file name
   * @throws UnsafePlaceException if the name belongs to anything else; the message says what
   * @throws IOException if the file cannot be opened or locked; on a file system without locks,
   *     with a message that says so
   * @throws NativeAccessException if native access is denied
   */
  public static Attempt tryAcquire(RuntimeDirectory directory, String name) throws IOException {
    NativeAccessException.throwIfDenied();
    Name file = Name.of(name);
    try {
      InstanceLock lock = tryLock(directory, file);
      return lock == null ? new Busy(owner(directory.directory(), file)) : new Held(lock);
    } catch (IOException e) {
      throw ExceptionTranslator.translate(e, directory.pathOf(file));
    }
  }

  /**
   * Tries to take a lock, and waits for it.
   *
   * @param atMost how long to wait; it is tried at least once, and then at least every 50
   *     milliseconds
   * @return {@link Busy} if the lock was held all the time
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
        InstanceLock lock = tryLock(directory, file);
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
      throw ExceptionTranslator.translate(e, directory.pathOf(file));
    }
  }

  private static @Nullable InstanceLock tryLock(RuntimeDirectory place, Name name)
      throws IOException {
    Directory directory = place.directory();
    LockFile file = LockFile.tryLock(directory, name);
    if (file == null) {
      return null;
    }
    InstanceLock lock = null;
    try (ScopedHandle<Directory> kept = new ScopedHandle<>(directory.reopenForReading())) {
      LockAttempt ignored = kept.get().attemptSharedLock();
      RuntimeDirectory.markUsed(kept.get());
      record(file.file());
      lock = new InstanceLock(file, kept.release(), place.pathOf(name));
      return lock;
    } finally {
      if (lock == null) {
        file.close();
      }
    }
  }

  /** Records the holder in the file, for {@link Busy}; the lock holds without that. */
  private static void record(OpenFile file) {
    try {
      file.truncate(0);
      Bytes written = LockRecord.ofThisProcess().bytes();
      file.write(written);
      file.tryLockByte(LockRecord.mark(written), false);
    } catch (SystemCallException | IllegalStateException e) {
      // The disk is full, or /proc is not mounted.
    }
  }

  private static Owner owner(Directory directory, Name name) throws IOException {
    try (OpenFile file = LockFile.open(directory, name)) {
      return OwnerLookup.of(file);
    }
  }

  /** Writes a pid file into the directory of a lock while the lock is held. */
  interface Work {
    PidFile run(Directory directory) throws IOException;
  }

  /**
   * Writes a pid file, which is removed before the lock is released.
   *
   * @throws IllegalArgumentException if the lock is closed or in another directory
   */
  synchronized PidFile whileHeldIn(Directory other, Work work) throws IOException {
    if (!held || !directory.stat().isSameInode(other.stat())) {
      throw new IllegalArgumentException(
          "the lock of a pid file must be held, and in the same directory");
    }
    PidFile written = work.run(directory);
    pidFiles.add(written);
    return written;
  }

  /**
   * Removes the pid files that were written under the lock, empties the lock file and releases the
   * lock. Closing again has no effect.
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
      // A record proves nothing once the lock is released.
    } finally {
      file.close();
      directory.close();
    }
  }

  /** Human-readable; the format may change. */
  @Override
  public synchronized String toString() {
    return (held ? "lock " : "released lock ") + path;
  }
}
