// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.processes;

import static io.ephemera.fs.SystemCallException.check;

import io.ephemera.fs.SystemCall;
import io.ephemera.fs.SystemCallException;
import io.ephemera.linux.At;
import io.ephemera.linux.Constants;
import io.ephemera.linux.Dirents;
import io.ephemera.linux.Fd;
import io.ephemera.process.MountInfo;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The mounted /proc, held open. Thread-safe, except for closing it. */
public final class Proc implements AutoCloseable {
  private static final String PATH = "/proc";
  private static final byte[] SELF = {'s', 'e', 'l', 'f'};
  private static final int BATCH = 32 * 1024;
  private static final int FIRST_PROCESS = 1;

  private final Fd directory;

  private Proc(Fd directory) {
    this.directory = directory;
  }

  /**
   * Opens it.
   *
   * @throws SystemCallException if it is not mounted
   */
  public static Proc open() throws SystemCallException {
    byte[] path = PATH.getBytes(StandardCharsets.US_ASCII);
    int flags = Constants.O_RDONLY | Constants.O_DIRECTORY;
    int opened = At.openat(Fd.CWD, path, flags, 0);
    return new Proc(new Fd(check(opened, SystemCall.OPEN_DIRECTORY, PATH)));
  }

  /** The threads of one process, in a directory of the same form. */
  static Proc of(Fd directory) {
    return new Proc(directory);
  }

  /**
   * The numbers of all processes that it shows now, in ascending order. To be asked once.
   *
   * @throws SystemCallException if it cannot be read
   */
  public int[] pids() throws SystemCallException {
    Dirents entries = new Dirents(BATCH);
    int[] found = new int[1024];
    int count = 0;
    while (check(entries.fill(directory, BATCH), SystemCall.READ_DIRECTORY, PATH) > 0) {
      while (entries.next()) {
        int pid = Numbers.decimal(entries.bytes(), entries.nameStart(), entries.nameEnd());
        if (pid > 0) {
          found = count == found.length ? Arrays.copyOf(found, 2 * count) : found;
          found[count++] = pid;
        }
      }
      entries.clear();
    }
    int[] pids = Arrays.copyOf(found, count);
    Arrays.sort(pids);
    return pids;
  }

  /** The number of this process here; 0 if it is in none of the pid namespaces shown. */
  public int self() {
    byte[] text = new byte[Long.BYTES * 2];
    int length = At.readlinkat(directory, SELF, text);
    return length < 0 ? 0 : Math.max(Numbers.decimal(text, 0, length), 0);
  }

  /** Opens the directory of a process; null if it has ended or is hidden. */
  public @Nullable ProcessDirectory process(int pid) {
    return ProcessDirectory.open(directory, pid);
  }

  /**
   * Whether processes of other users are hidden, hidepid of proc_pid(5): the first process of a pid
   * namespace always exists.
   */
  public boolean hidesProcesses() {
    try (ProcessDirectory first = process(FIRST_PROCESS)) {
      return first == null || hidesByOption();
    }
  }

  /** Root sees all of them nevertheless, and so does a member of the group that gid= names. */
  private static boolean hidesByOption() {
    MountInfo.Mount mount = MountInfo.ofProcess().at(PATH);
    if (mount == null || Privileges.maySeeAllProcesses()) {
      return false;
    }
    for (String option : mount.options().split(",", -1)) {
      if (option.startsWith("hidepid=") && !option.equals("hidepid=0")) {
        return !option.equals("hidepid=off");
      }
    }
    return false;
  }

  @Override
  public void close() {
    directory.close();
  }
}
