// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Directory;
import io.ephemera.fs.DirectoryStream;
import io.ephemera.fs.Name;
import io.ephemera.fs.Stat;
import io.ephemera.fs.SystemCallException;
import io.ephemera.linux.At;
import io.ephemera.linux.Constants;
import io.ephemera.linux.Fd;
import io.ephemera.linux.Sockets;
import io.ephemera.linux.Statx;
import io.ephemera.linux.errno.Errno;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The sockets of the other network namespaces, network_namespaces(7), that processes are in: each
 * namespace is asked once. A snapshot: thread-safe.
 *
 * <p>Every user can read the paths of every namespace; only a process with CAP_SYS_ADMIN can enter
 * one and ask for inodes. <b>Limits:</b> misses a namespace that no visible process is in, but in
 * which a process still holds a socket.
 *
 * @param paths to which sockets are bound
 * @param inodes to which sockets are bound, of each namespace that answered
 * @param isComplete whether all processes are visible, and each namespace answered
 */
record ForeignSockets(Set<BytePath> paths, List<BoundSockets> inodes, boolean isComplete) {
  /** A user may create very many. */
  private static final int MOST_NAMESPACES = 256;

  private static final byte[] OWN = path("self", "net/unix");
  private static final byte[] FIRST_PROCESS = path("1", "");

  /** Asks all of them. */
  static ForeignSockets query(KernelFiles files) {
    Map<Long, String> processes = new HashMap<>();
    boolean complete = findNamespaces(processes);
    Set<BytePath> paths = new HashSet<>();
    for (String process : processes.values()) {
      paths.addAll(LiveSockets.parsePaths(files.text("/proc/" + process + "/net/unix")));
    }
    List<BoundSockets> inodes = processes.isEmpty() ? List.of() : askAll(processes.values());
    return new ForeignSockets(paths, inodes, complete && inodes.size() == processes.size());
  }

  /**
   * Finds one process of each other namespace.
   *
   * @return whether all processes are visible
   */
  private static boolean findNamespaces(Map<Long, String> processes) {
    long own = inode(OWN);
    boolean complete = own > 0 && inode(FIRST_PROCESS) >= 0;
    try (Directory held = Directory.openAmbient(BytePath.of("/proc"));
        Directory proc = held.reopenForReading()) {
      DirectoryStream entries = proc.entries();
      for (Name name = entries.next(); name != null; name = entries.next()) {
        int first = name.bytes().at(0);
        if (first >= '0' && first <= '9') {
          String process = name.bytes().latin1();
          long namespace = inode(path(process, "net/unix"));
          complete &= !isHidden(namespace);
          if (namespace >= 0 && namespace != own && processes.size() <= MOST_NAMESPACES) {
            processes.putIfAbsent(namespace, process);
          }
        }
      }
    } catch (SystemCallException e) {
      return false;
    }
    return complete && processes.size() <= MOST_NAMESPACES;
  }

  /** The file of a process, {@code /proc/PID/NAME}. */
  private static byte[] path(String process, String name) {
    return ("/proc/" + process + "/" + name).getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * The number of an inode, which for {@code net/unix} is the same for all processes of one network
   * namespace; or minus errno.
   */
  private static long inode(byte[] path) {
    Statx stat = new Statx();
    int result = At.statx(Fd.CWD, path, 0, Constants.STATX_BASIC_STATS, stat);
    return result < 0 ? result : stat.ino();
  }

  /** Whether it may not be seen, option hidepid of proc(5), rather than not exist any more. */
  private static boolean isHidden(long inode) {
    return inode == Errno.EPERM.asResult() || inode == Errno.EACCES.asResult();
  }

  /**
   * Asks for the inodes. A thread enters the namespaces and ends there: no other code runs in one.
   *
   * @return the answers; fewer if a namespace did not answer
   */
  private static List<BoundSockets> askAll(Collection<String> processes) {
    List<BoundSockets> answers = new ArrayList<>();
    Thread thread =
        Thread.ofPlatform()
            .name("ephemera-network-namespaces")
            .start(() -> {
              for (String process : processes) {
                BoundSockets answer = ask(process);
                if (answer != null) {
                  answers.add(answer);
                }
              }
            });
    try {
      thread.join();
      return answers;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }

  private static @Nullable BoundSockets ask(String process) {
    int opened = At.openat(Fd.CWD, path(process, "ns/net"), Constants.O_RDONLY, 0);
    if (opened < 0) {
      return null;
    }
    try (Fd namespace = new Fd(opened)) {
      return Sockets.enterNetworkNamespace(namespace) < 0 ? null : BoundSockets.query();
    } catch (SystemCallException e) {
      return null;
    }
  }

  /** Whether a socket is bound to a file. */
  Liveness judge(BytePath path, Stat file, MountInfo mounts) {
    if (paths.contains(path)) {
      return Liveness.ALIVE;
    }
    for (BoundSockets sockets : inodes) {
      if (sockets.judge(file, mounts) == Liveness.ALIVE) {
        return Liveness.ALIVE;
      }
    }
    return isComplete ? Liveness.DEAD : Liveness.UNKNOWN;
  }
}
