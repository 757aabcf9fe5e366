// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.views;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.SystemCallException;
import io.ephemera.host.processes.HostProcess;
import io.ephemera.host.processes.Proc;
import io.ephemera.host.processes.ProcessDirectory;
import io.ephemera.host.processes.ProcessPass;
import io.ephemera.process.MountInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The processes for which a path leads elsewhere than for this one: into a private /tmp, another
 * root directory, a container. Immutable.
 *
 * <p>Compares mounts: whether the path exists for them only {@link #withEntries} says. Links in the
 * path are not followed, so it should be a real one.
 *
 * @param path that was asked for
 * @param views one for each mount namespace and root directory with another view
 * @param unseen how many processes do not show their mounts
 * @param hidden whether /proc hides processes of other users
 */
public record MountViews(BytePath path, List<View> views, int unseen, boolean hidden) {
  private static final String MOUNTS = "mountinfo";
  private static final byte[] ROOT = {'r', 'o', 'o', 't'};
  private static final int LONGEST_LINK = 4096;
  private static final MountInfo NONE = new MountInfo(List.of());

  /** Takes a copy. */
  public MountViews {
    views = List.copyOf(views);
  }

  /**
   * Compares the mounts of all processes with those of this one.
   *
   * @param path absolute, without links
   * @throws SystemCallException if /proc is not mounted or cannot be read
   */
  public static MountViews of(BytePath path) throws SystemCallException {
    try (Proc proc = Proc.open()) {
      return new Comparison(path, proc).run();
    }
  }

  /**
   * The same, and what is there for them. A child process looks, which is not waited for longer
   * than 5 seconds.
   */
  public MountViews withEntries() {
    return withEntries(ForeignRoots.ofThisProgram());
  }

  MountViews withEntries(ForeignRoots roots) {
    List<HostProcess> first = new ArrayList<>();
    for (View view : views) {
      if (!view.isOfKernel()) {
        first.add(view.processes().getFirst());
      }
    }
    Map<Integer, ForeignEntry> entries = roots.ask(path, first);
    List<View> found =
        views.stream()
            .map(view -> view.withEntry(entries.get(view.processes().getFirst().pid())))
            .toList();
    return new MountViews(path, found, unseen, hidden);
  }

  /** Processes that see the same mounts: by namespace and root directory, or by the text itself. */
  private sealed interface Key {
    record Namespace(long number, Bytes root) implements Key {}

    record Text(String mounts) implements Key {}
  }

  /** What a look at a process finds; none if it did not answer in time. */
  private sealed interface Look {}

  /** The process belongs to a group. */
  private record Member(Key key) implements Look {}

  /** The mounts of the process cannot be read. */
  private record Unseen() implements Look {}

  /** The process has ended. */
  private record Gone() implements Look {}

  /** One comparison. */
  private static final class Comparison {
    private final BytePath path;
    private final Proc proc;
    private final MountInfo own = MountInfo.ofProcess();
    private final @Nullable Place ownPlace;
    private final long ownNamespace;

    /** The lists that were read, by two threads. */
    private final Map<Key, MountInfo> lists = new HashMap<>();

    Comparison(BytePath path, Proc proc) {
      this.path = path;
      this.proc = proc;
      ownPlace = Place.of(own, path);
      try (ProcessDirectory self = proc.process(proc.self())) {
        ownNamespace = self == null ? 0 : self.namespace("mnt");
      }
    }

    MountViews run() throws SystemCallException {
      int[] pids = proc.pids();
      List<@Nullable Look> looks =
          ProcessPass.over(pids, () -> (pid, progress) -> look(pid), ProcessPass.PATIENCE);
      Map<Key, List<Integer>> groups = new LinkedHashMap<>();
      int unseen = 0;
      for (int i = 0; i < pids.length; i++) {
        switch (looks.get(i)) {
          case Member(Key key) ->
              groups.computeIfAbsent(key, none -> new ArrayList<>()).add(pids[i]);
          case Unseen() -> unseen++;
          case Gone() -> {}
          case null -> unseen++;
        }
      }
      List<View> views = new ArrayList<>();
      groups.forEach((key, members) -> addIfDifferent(views, key, members));
      return new MountViews(path, views, unseen, proc.hidesProcesses());
    }

    /** Reads the mounts of a process, unless those of its group are known. */
    private Look look(int pid) {
      try (ProcessDirectory process = proc.process(pid)) {
        if (process == null) {
          return new Gone();
        }
        long number = process.namespace("mnt");
        Key key = number == 0 ? null : new Key.Namespace(number, root(process));
        if (key == null || !isKnown(key)) {
          String text = process.text(MOUNTS);
          if (text == null) {
            return process.isEnding() ? new Gone() : new Unseen();
          }
          key = key == null ? new Key.Text(text) : key;
          remember(key, text);
        }
        return new Member(key);
      }
    }

    private static Bytes root(ProcessDirectory process) {
      byte[] text = new byte[LONGEST_LINK];
      return Bytes.of(text, 0, Math.max(process.link(ROOT, text), 0));
    }

    private synchronized boolean isKnown(Key key) {
      return lists.containsKey(key);
    }

    private synchronized void remember(Key key, String text) {
      if (!lists.containsKey(key)) {
        lists.put(key, MountInfo.parse(text));
      }
    }

    private void addIfDifferent(List<View> views, Key key, List<Integer> members) {
      BytePath changed = underChangedRoot(key);
      MountInfo mounts = changed == null ? lists.getOrDefault(key, NONE) : own;
      BytePath theirs = changed == null ? path : changed;
      Place place = Place.of(mounts, theirs);
      if (place != null && place.equals(ownPlace)) {
        return;
      }
      List<HostProcess> processes = processes(key, members);
      if (!processes.isEmpty()) {
        BytePath here = place == null ? null : place.pathThrough(own);
        views.add(new View(processes, mounts.through(theirs), here, null));
      }
    }

    /** Where the path is for processes of this namespace that changed their root directory. */
    private @Nullable BytePath underChangedRoot(Key key) {
      return key instanceof Key.Namespace(long number, Bytes root)
              && number == ownNamespace
              && root.length() > 1
          ? BytePath.of(root).append(path)
          : null;
    }

    private List<HostProcess> processes(Key key, List<Integer> pids) {
      List<HostProcess> found = new ArrayList<>();
      for (int pid : pids) {
        try (ProcessDirectory directory = proc.process(pid)) {
          HostProcess process = directory == null ? null : HostProcess.read(directory);
          if (process != null && mayBeIn(key, process)) {
            found.add(process);
          }
        }
      }
      return found;
    }

    /** The number of a process may have been used again since it was looked at. */
    private static boolean mayBeIn(Key key, HostProcess process) {
      return !(key instanceof Key.Namespace namespace)
          || process.namespaces().mount() == namespace.number();
    }
  }
}
