// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import static io.ephemera.fs.SystemCallException.check;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Directory;
import io.ephemera.fs.DirectoryStream;
import io.ephemera.fs.Name;
import io.ephemera.fs.SystemCall;
import io.ephemera.fs.SystemCallException;
import io.ephemera.linux.At;
import io.ephemera.linux.Constants;
import io.ephemera.linux.Credentials;
import io.ephemera.linux.Fd;
import io.ephemera.linux.Mounts;
import io.ephemera.linux.Statx;
import io.ephemera.linux.errno.Errno;
import java.nio.charset.StandardCharsets;

/**
 * The name of a mount namespace, mount_namespaces(7), that outlives it: for records of who lives
 * where. A process cannot leave its namespace by closing descriptors, so this is the best proof of
 * life of a command and all its children.
 *
 * @param id the kernel's number of it, which is never used again; 0 before Linux 6.11
 * @param inode the number of {@code /proc/PID/ns/mnt}, which may be used again after its end
 */
public record MountNamespaceId(long id, long inode) {
  private static final int CAP_SYS_ADMIN = 21;

  /**
   * The namespace of the calling thread.
   *
   * @throws SystemCallException if /proc does not show it
   */
  public static MountNamespaceId ofCallingThread() throws SystemCallException {
    return of("/proc/thread-self");
  }

  /** The namespace of a process; exceptions as for {@link #ofCallingThread}. */
  public static MountNamespaceId of(long pid) throws SystemCallException {
    return of("/proc/" + pid);
  }

  private static MountNamespaceId of(String process) throws SystemCallException {
    byte[] path = path(process);
    int opened = At.openat(Fd.CWD, path, Constants.O_RDONLY, 0);
    try (Fd namespace = new Fd(check(opened, SystemCall.OPEN, process + "/ns/mnt"))) {
      long id = Mounts.namespaceId(namespace);
      if (id < 0 && !isMissing((int) id)) {
        check((int) id, SystemCall.GET_MOUNT_NAMESPACE_ID);
      }
      return new MountNamespaceId(Math.max(id, 0), inode(path));
    }
  }

  /** The kernel has no such request, or a sandbox refuses it. */
  private static boolean isMissing(int result) {
    return Errno.ENOTTY.isReasonOf(result)
        || Errno.EPERM.isReasonOf(result)
        || Errno.ENOSYS.isReasonOf(result);
  }

  private static byte[] path(String process) {
    return (process + "/ns/mnt").getBytes(StandardCharsets.US_ASCII);
  }

  /** The inode number, or minus errno. */
  private static long inode(byte[] path) {
    Statx stat = new Statx();
    int result = At.statx(Fd.CWD, path, 0, Constants.STATX_BASIC_STATS, stat);
    return result < 0 ? result : stat.ino();
  }

  /**
   * Whether a process lives in it, or something else keeps it.
   *
   * <p>Asks listmount(2) where the kernel has it and its answer means something; otherwise looks at
   * all processes.
   *
   * @param since when its first process started, in ticks since the boot
   */
  public Liveness liveness(long since) {
    if (id > 0) {
      int mounts = Mounts.listOneMount(id);
      if (mounts >= 0) {
        return Liveness.ALIVE;
      }
      if (Errno.ENOENT.isReasonOf(mounts) && seesAllNamespaces()) {
        return Liveness.DEAD;
      }
    }
    return amongProcesses(since);
  }

  /** listmount(2) hides the namespaces in which the caller has no CAP_SYS_ADMIN. */
  private static boolean seesAllNamespaces() {
    return Credentials.hasCapability(CAP_SYS_ADMIN)
        && new UserNamespace(new KernelFiles()).isInitial();
  }

  /** As {@link #liveness}, by a look at all processes. */
  Liveness amongProcesses(long since) {
    Liveness result = Liveness.DEAD;
    try (Directory held = Directory.openAmbient(BytePath.of("/proc"));
        Directory proc = held.reopenForReading()) {
      DirectoryStream entries = proc.entries();
      for (Name name = entries.next(); name != null; name = entries.next()) {
        int first = name.bytes().at(0);
        Liveness one =
            first >= '0' && first <= '9' ? inhabitant(name.bytes().latin1(), since) : Liveness.DEAD;
        if (one == Liveness.ALIVE) {
          return one;
        }
        result = one == Liveness.UNKNOWN ? one : result;
      }
      return result;
    } catch (SystemCallException e) {
      return Liveness.UNKNOWN;
    }
  }

  /** Whether a process lives in it; dead if it lives elsewhere, or no longer. */
  private Liveness inhabitant(String pid, long since) {
    String process = "/proc/" + pid;
    long found = inode(path(process));
    if (found == inode) {
      return id == 0 ? Liveness.ALIVE : compareId(process);
    }
    boolean hidden = Errno.EACCES.isReasonOf((int) found) || Errno.EPERM.isReasonOf((int) found);
    return found < 0 && hidden && mayBeIn(process, since, new KernelFiles())
        ? Liveness.UNKNOWN
        : Liveness.DEAD;
  }

  private Liveness compareId(String process) {
    try {
      long found = of(process).id();
      return found == id || found == 0 ? Liveness.ALIVE : Liveness.DEAD;
    } catch (SystemCallException e) {
      return e.is(Errno.ENOENT, Errno.ESRCH) ? Liveness.DEAD : Liveness.UNKNOWN;
    }
  }

  /**
   * Whether a process whose namespace may not be seen can be in one that this user made: only if it
   * is younger; and a command of root can run as any user, but one of another user only as the
   * same, and where that may not mount, in a user namespace of its own.
   */
  private static boolean mayBeIn(String process, long since, KernelFiles files) {
    ProcessStat stat = ProcessStat.parse(files.text(process + "/stat"));
    if (stat != null && stat.start() < since) {
      return false;
    }
    int uid = Credentials.geteuid();
    return uid == 0 || mayBeOf(uid, process, Credentials.hasCapability(CAP_SYS_ADMIN), files);
  }

  /**
   * Whether a process can be in a mount namespace that a user other than root made.
   *
   * @param mayMount whether the user needs no user namespace for that
   */
  static boolean mayBeOf(int uid, String process, boolean mayMount, KernelFiles files) {
    return hasUser(files.text(process + "/status"), Integer.toUnsignedString(uid))
        && (mayMount || !hasSeveralUsers(files.text(process + "/uid_map")));
  }

  /**
   * Whether a user namespace has more than one user, which none has that its user made, and none
   * below it; false if that is not known. Any process may read that of any other.
   *
   * @param map as in user_namespaces(7): the first number here, the first outside, how many
   */
  private static boolean hasSeveralUsers(String map) {
    String[] numbers = map.trim().split("\\s+", -1);
    return numbers.length >= 3 && !numbers[2].equals("1");
  }

  /** Whether one of the four user ids of a process is this one; true if it is not known. */
  private static boolean hasUser(String status, String uid) {
    for (String line : status.split("\n", -1)) {
      if (line.startsWith("Uid:")) {
        return (line + "\t").contains("\t" + uid + "\t");
      }
    }
    return !status.isEmpty();
  }
}
