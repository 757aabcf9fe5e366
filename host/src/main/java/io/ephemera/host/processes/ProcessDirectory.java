// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.processes;

import io.ephemera.linux.At;
import io.ephemera.linux.Constants;
import io.ephemera.linux.Fd;
import io.ephemera.linux.Io;
import io.ephemera.linux.Statx;
import io.ephemera.linux.errno.Errno;
import io.ephemera.process.ProcessStat;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The open directory {@code /proc/PID} of one process. When the process has ended, every call fails
 * with ESRCH or ENOENT, also when its number is used again.
 *
 * <p>Calls return what the kernel returns: a result, or minus errno. Not thread-safe.
 */
public final class ProcessDirectory implements AutoCloseable {
  private static final byte[] WORKING_DIRECTORY = {'c', 'w', 'd'};
  private static final int CHUNK = 4 * 1024;
  private static final int LONGEST_TEXT = 64 * 1024 * 1024;
  private static final int LONGEST_LINK = 4096;

  private final int pid;
  private final Fd directory;

  private ProcessDirectory(int pid, Fd directory) {
    this.pid = pid;
    this.directory = directory;
  }

  /** Opens an entry of a directory; null if there is none. */
  static @Nullable ProcessDirectory open(Fd parent, int pid) {
    byte[] name = Integer.toString(pid).getBytes(StandardCharsets.US_ASCII);
    int opened = At.openat(parent, name, Constants.O_PATH | Constants.O_DIRECTORY, 0);
    return opened < 0 ? null : new ProcessDirectory(pid, new Fd(opened));
  }

  /** The number of the process, or of the thread. */
  public int pid() {
    return pid;
  }

  /** The descriptor, for calls relative to it. */
  public Fd fd() {
    return directory;
  }

  /** openat(2) for reading: a new descriptor. */
  public int open(byte[] name, int flags) {
    return At.openat(directory, name, Constants.O_RDONLY | flags, 0);
  }

  /** readlink(2): the number of bytes. */
  public int link(byte[] name, byte[] into) {
    return At.readlinkat(directory, name, into);
  }

  /**
   * statx(2) of what a link leads to, without asking a server.
   *
   * @param mask STATX_ bits
   */
  public int stat(byte[] name, int mask, Statx into) {
    int flags = Constants.AT_STATX_DONT_SYNC | Constants.AT_NO_AUTOMOUNT;
    return At.statx(directory, name, flags, mask, into);
  }

  /**
   * The beginning of a file.
   *
   * @return the number of bytes, which is less than there is room for if it is the whole file; or
   *     minus errno
   */
  public int read(byte[] name, byte[] into) {
    int opened = open(name, 0);
    if (opened < 0) {
      return opened;
    }
    try (Fd file = new Fd(opened)) {
      int length = 0;
      int read;
      while ((read = Io.read(file, into, length, into.length - length)) > 0) {
        length += read;
      }
      return read < 0 ? read : length;
    }
  }

  /** The whole text of a file, one character for a byte; null if it cannot be read. */
  public @Nullable String text(String name) {
    return text(name, LONGEST_TEXT);
  }

  /** As {@link #text(String)}, but at most so many bytes from its beginning. */
  public @Nullable String text(String name, int most) {
    int opened = open(name.getBytes(StandardCharsets.US_ASCII), 0);
    if (opened < 0) {
      return null;
    }
    try (Fd file = new Fd(opened)) {
      byte[] content = new byte[Math.min(most, CHUNK)];
      int length = 0;
      int read;
      while (length < most
          && (read = Io.read(file, content, length, content.length - length)) != 0) {
        if (read < 0) {
          return null;
        }
        length += read;
        if (length == content.length && length < most) {
          content = Arrays.copyOf(content, Math.min(2 * length, most));
        }
      }
      return new String(content, 0, length, StandardCharsets.ISO_8859_1);
    }
  }

  /** The number of a namespace, {@code ns/NAME}; 0 if it is not known. */
  public long namespace(String name) {
    byte[] text = new byte[LONGEST_LINK];
    int length = link(("ns/" + name).getBytes(StandardCharsets.US_ASCII), text);
    byte[] kind = (name + ":").getBytes(StandardCharsets.US_ASCII);
    return length < 0 ? 0 : Math.max(Numbers.bracketed(text, length, kind), 0);
  }

  /**
   * The directory of another thread of this process, {@code task/TID}: where the first thread has
   * ended, only the others hold files; null if there is none.
   */
  public @Nullable ProcessDirectory livingThread() {
    int opened = open("task".getBytes(StandardCharsets.US_ASCII), Constants.O_DIRECTORY);
    if (opened < 0) {
      return null;
    }
    try (Proc threads = Proc.of(new Fd(opened))) {
      for (int thread : threads.pids()) {
        ProcessDirectory directory = thread == pid ? null : threads.process(thread);
        if (directory != null && !directory.hasEnded()) {
          return directory;
        }
        if (directory != null) {
          directory.close();
        }
      }
      return null;
    } catch (io.ephemera.fs.SystemCallException e) {
      return null;
    }
  }

  /** Whether its first thread has ended, or all of it: a zombie has no working directory. */
  public boolean hasEnded() {
    return isGone(link(WORKING_DIRECTORY, new byte[1]));
  }

  /** Whether it has ended or is about to, or nothing is shown of it any more. */
  public boolean isEnding() {
    String text = text("stat");
    ProcessStat stat = text == null ? null : ProcessStat.parse(text);
    return stat == null || stat.isEnding();
  }

  /** Whether a result says that the process has ended. */
  public static boolean isGone(int result) {
    return Errno.ENOENT.isReasonOf(result) || Errno.ESRCH.isReasonOf(result);
  }

  @Override
  public void close() {
    directory.close();
  }
}
