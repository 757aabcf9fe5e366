// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.uses;

import io.ephemera.fs.Bytes;
import io.ephemera.fs.SystemCallException;
import io.ephemera.host.processes.Proc;
import io.ephemera.host.processes.ProcessDirectory;
import io.ephemera.host.processes.ProcessPass;
import io.ephemera.linux.At;
import io.ephemera.linux.Constants;
import io.ephemera.linux.Fd;
import io.ephemera.linux.Sockets;
import io.ephemera.linux.Statx;
import io.ephemera.linux.errno.Errno;
import io.ephemera.process.BoundSocket;
import io.ephemera.process.MountInfo;
import io.ephemera.process.NamedSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks every network namespace that a process is in for its bound sockets, sock_diag(7). A thread
 * enters the namespaces and ends there: no other code runs in one. Where this process may not
 * enter, the list of paths that everybody may read has to do.
 *
 * <p><b>Limits:</b> misses a namespace that no visible process is in, but in which a process still
 * holds a socket. At most {@value #MOST} are asked: any user may create very many.
 */
final class NetworkNamespaces {
  private static final int MOST = 1024;
  private static final byte[] LIST = "net/unix".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] OWN_LIST = "/proc/self/net/unix".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NAMESPACE = "ns/net".getBytes(StandardCharsets.US_ASCII);

  private final Wanted wanted;
  private final Proc proc;
  private final Gaps gaps;
  private final BoundFiles bound = new BoundFiles();

  NetworkNamespaces(Wanted wanted, Proc proc, Gaps gaps) {
    this.wanted = wanted;
    this.proc = proc;
    this.gaps = gaps;
  }

  /** The sockets of all namespaces that these processes are in, and of that of this process. */
  BoundFiles ask(int[] pids) {
    if (!wanted.wantsSockets()) {
      return bound;
    }
    addAnswer(ownSockets());
    Map<Long, Integer> foreign = find(pids);
    Map<Fd, Integer> entrances = new HashMap<>();
    for (int pid : foreign.values()) {
      Fd entrance = openNamespace(pid);
      if (entrance == null) {
        addPaths(pid);
      } else {
        entrances.put(entrance, pid);
      }
    }
    if (!entrances.isEmpty()) {
      enterAll(entrances);
    }
    return bound;
  }

  private static @Nullable List<BoundSocket> ownSockets() {
    try {
      return BoundSocket.ofCallingThread();
    } catch (SystemCallException e) {
      return null;
    }
  }

  private void addAnswer(@Nullable List<BoundSocket> answer) {
    if (answer == null) {
      gaps.add(Gap.Source.SOCKETS, Gap.Reason.UNSUPPORTED);
      return;
    }
    for (BoundSocket socket : answer) {
      if (wanted.mayContainHalf(socket.device(), socket.file())) {
        bound.add(
            new BoundFiles.Bound(
                Found.Source.KERNEL_HALF,
                socket.device(),
                socket.file(),
                socket.socket(),
                socket.listens(),
                Bytes.EMPTY,
                true));
      }
    }
  }

  /** One process of each other namespace: all processes of one have the same list. */
  private Map<Long, Integer> find(int[] pids) {
    long own = inode(Fd.CWD, OWN_LIST);
    List<@Nullable Long> lists =
        ProcessPass.over(pids, () -> (pid, progress) -> list(pid), ProcessPass.PATIENCE);
    Map<Long, Integer> foreign = new HashMap<>();
    for (int i = 0; i < pids.length; i++) {
      Long list = lists.get(i);
      if (list != null && list > 0 && list != own) {
        if (foreign.size() < MOST) {
          foreign.putIfAbsent(list, pids[i]);
        } else if (!foreign.containsKey(list)) {
          gaps.add(Gap.Source.SOCKETS, Gap.Reason.NO_ANSWER);
        }
      }
    }
    return foreign;
  }

  private long list(int pid) {
    try (ProcessDirectory process = proc.process(pid)) {
      return process == null ? 0 : inode(process.fd(), LIST);
    }
  }

  private static long inode(Fd directory, byte[] path) {
    Statx stat = new Statx();
    int result = At.statx(directory, path, 0, Constants.STATX_INO, stat);
    return result < 0 ? result : stat.ino();
  }

  private @Nullable Fd openNamespace(int pid) {
    try (ProcessDirectory process = proc.process(pid)) {
      int opened = process == null ? Errno.ESRCH.asResult() : process.open(NAMESPACE, 0);
      return opened < 0 ? null : new Fd(opened);
    }
  }

  private void enterAll(Map<Fd, Integer> entrances) {
    Map<Integer, @Nullable List<BoundSocket>> answers = new HashMap<>();
    List<Integer> closed = new ArrayList<>();
    Thread thread =
        Thread.ofPlatform()
            .name("ephemera-network-namespaces")
            .start(() ->
                entrances.forEach((entrance, pid) -> {
                  if (Sockets.enterNetworkNamespace(entrance) < 0) {
                    closed.add(pid);
                  } else {
                    answers.put(pid, ownSockets());
                  }
                  entrance.close();
                }));
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while looking at sockets", e);
    }
    answers.values().forEach(this::addAnswer);
    closed.forEach(this::addPaths);
  }

  /** Where the inode numbers are not to be had: what the paths lead to for that process. */
  private void addPaths(int pid) {
    try (ProcessDirectory process = proc.process(pid)) {
      String list = process == null ? null : process.text("net/unix");
      String mountInfo = process == null ? null : process.text("mountinfo");
      if (process == null || list == null || mountInfo == null) {
        return; // it has ended
      }
      gaps.add(Gap.Source.SOCKETS, Gap.Reason.NOT_PERMITTED);
      NamespaceMounts mounts = new NamespaceMounts(MountInfo.parse(mountInfo), false);
      for (NamedSocket socket : NamedSocket.parse(list)) {
        if (ForeignFile.find(process, mounts, socket.path()) instanceof ForeignFile.Seen seen) {
          addPath(seen.file(), socket);
        }
      }
    }
  }

  private void addPath(FileId file, NamedSocket socket) {
    if (wanted.contains(file.device(), file.inode())) {
      bound.add(
          new BoundFiles.Bound(
              Found.Source.STAT,
              file.device(),
              file.inode(),
              socket.socket(),
              socket.listens(),
              socket.path().bytes(),
              false));
    }
  }
}
