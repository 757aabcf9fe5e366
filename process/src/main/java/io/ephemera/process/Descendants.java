// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import static io.ephemera.fs.SystemCallException.check;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Directory;
import io.ephemera.fs.DirectoryStream;
import io.ephemera.fs.Name;
import io.ephemera.fs.SystemCall;
import io.ephemera.fs.SystemCallException;
import io.ephemera.linux.Processes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The processes below this one: its children, theirs, and so on. Children that a shell started
 * before it became this program are among them.
 */
public final class Descendants {
  private Descendants() {}

  /**
   * From now on, a descendant whose parent ends becomes a child of this process, as all orphans of
   * a pid namespace become children of its first process; prctl(2), PR_SET_CHILD_SUBREAPER.
   *
   * @throws SystemCallException if the kernel does not know it
   */
  public static void adoptOrphans() throws SystemCallException {
    int ignored = check(Processes.becomeSubreaper(), SystemCall.BECOME_SUBREAPER);
  }

  /** Whether there are any. */
  public static boolean exist() {
    return Processes.hasChildren();
  }

  /**
   * Waits until a child has ended, and reaps it.
   *
   * @return false if there is none
   */
  public static boolean awaitNext() throws SystemCallException {
    while (exist()) {
      int changed = check(Processes.awaitChange(0), SystemCall.WAIT);
      if ((changed & Processes.STOPPED) == 0) {
        int ignored = check(Processes.await(changed), SystemCall.WAIT);
        return true;
      }
    }
    return false;
  }

  /**
   * Those that /proc shows: one that starts meanwhile may be missing. None if /proc is that of
   * another pid namespace.
   */
  static List<ProcessStat> list() {
    long self = CurrentProcess.pid();
    ProcessStat shown = ProcessStat.find("self");
    if (shown == null || shown.pid() != self) {
      return List.of();
    }
    Map<Long, List<ProcessStat>> children = childrenByParent();
    List<ProcessStat> found = new ArrayList<>();
    Deque<Long> parents = new ArrayDeque<>(List.of(self));
    while (!parents.isEmpty()) {
      for (ProcessStat child : children.getOrDefault(parents.remove(), List.of())) {
        found.add(child);
        parents.add(child.pid());
      }
    }
    return found;
  }

  private static Map<Long, List<ProcessStat>> childrenByParent() {
    Map<Long, List<ProcessStat>> children = new HashMap<>();
    try (Directory held = Directory.openAmbient(BytePath.of("/proc"));
        Directory proc = held.reopenForReading()) {
      DirectoryStream entries = proc.entries();
      for (Name name = entries.next(); name != null; name = entries.next()) {
        int first = name.bytes().at(0);
        ProcessStat stat =
            first >= '0' && first <= '9' ? ProcessStat.find(name.bytes().latin1()) : null;
        if (stat != null) {
          children.computeIfAbsent(stat.parent(), none -> new ArrayList<>()).add(stat);
        }
      }
    } catch (SystemCallException e) {
      return children;
    }
    return children;
  }
}
