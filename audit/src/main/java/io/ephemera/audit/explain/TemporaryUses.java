// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.explain;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Root;
import io.ephemera.fs.Stat;
import io.ephemera.host.processes.HostProcess;
import io.ephemera.host.uses.FileId;
import io.ephemera.host.uses.FileUse;
import io.ephemera.host.uses.Use;
import io.ephemera.host.uses.UseKind;
import io.ephemera.host.uses.UseTable;
import io.ephemera.host.uses.Wanted;
import io.ephemera.host.views.ProcessView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Finds what some processes use in their temporary places, and where that is on this host. */
final class TemporaryUses {
  /** Each is asked for its fate. */
  private static final int MOST_FILES = 1000;

  private final Root root;
  private final Forecaster forecaster;
  private final Surroundings surroundings;
  private final List<String> gaps;

  /** By the path and the file, in their order. */
  private final Map<Key, List<FileUse>> found = new TreeMap<>();

  TemporaryUses(Root root, Forecaster forecaster, Surroundings surroundings, List<String> gaps) {
    this.root = root;
    this.forecaster = forecaster;
    this.surroundings = surroundings;
    this.gaps = gaps;
  }

  /**
   * What tells files apart: in one directory the inode number, and the device only where the place
   * itself is not known here.
   */
  private record Key(
      BytePath path, @Nullable BytePath here, long device, int inode, boolean deleted)
      implements Comparable<Key> {
    private static final Comparator<Key> ORDER =
        Comparator.comparing(Key::path, BytePath::compareByComponents)
            .thenComparing(Key::here, Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparingLong(Key::device)
            .thenComparingInt(Key::inode)
            .thenComparing(Key::deleted);

    static Key of(BytePath path, @Nullable BytePath here, FileUse use) {
      long device = here == null ? use.device() : 0;
      return new Key(path, here, device, use.halfInode(), use.use().deleted());
    }

    @Override
    public int compareTo(Key other) {
      return ORDER.compare(this, other);
    }
  }

  /** Finds them, ordered by their paths. */
  List<Belongings.UsedFile> find() throws IOException {
    Map<Integer, HostProcess> byPid = new HashMap<>();
    surroundings.views().keySet().forEach(process -> byPid.put(process.pid(), process));
    List<FileUse> unnamed = new ArrayList<>();
    // that something is mounted is said of the places
    for (FileUse use : UseTable.scan(Wanted.devices(devices())).by(byPid.keySet())) {
      HostProcess user = use.use().process();
      HostProcess process = user == null ? null : byPid.get(user.pid());
      boolean isMount = use.use().kind() == UseKind.MOUNT;
      if (process != null && user != null && process.start() == user.start() && !isMount) {
        place(use, process, unnamed);
      }
    }
    if (!unnamed.isEmpty()) {
      placeUnnamed(unnamed);
    }
    List<Belongings.UsedFile> files = new ArrayList<>();
    for (Map.Entry<Key, List<FileUse>> entry : found.entrySet()) {
      if (files.size() == MOST_FILES) {
        gaps.add((found.size() - MOST_FILES) + " more files that the processes use");
        break;
      }
      files.add(used(entry.getKey(), entry.getValue()));
    }
    return files;
  }

  /** Of the file systems of all places: as the kernel names them, and as stat(2) does. */
  private Set<Long> devices() throws IOException {
    Set<Long> devices = new HashSet<>();
    for (Map.Entry<HostProcess, ProcessView> one : surroundings.views().entrySet()) {
      for (BytePath place : surroundings.places(one.getKey())) {
        boolean _ = devices.addAll(one.getValue().devices(place));
      }
    }
    for (BytePath here : placesHere()) {
      Stat stat = forecaster.stat(here);
      if (stat != null) {
        boolean _ = devices.add(stat.device());
      }
    }
    return devices;
  }

  private Set<BytePath> placesHere() {
    Set<BytePath> here = new LinkedHashSet<>();
    for (Map.Entry<HostProcess, ProcessView> one : surroundings.views().entrySet()) {
      for (BytePath place : surroundings.places(one.getKey())) {
        BytePath path = one.getValue().here(place);
        if (path != null) {
          boolean _ = here.add(path);
        }
      }
    }
    return here;
  }

  /** A socket has the path by which it was bound; what is watched has none. */
  private void place(FileUse use, HostProcess process, List<FileUse> unnamed) {
    ProcessView view = surroundings.views().get(process);
    BytePath path = view == null ? null : pathOf(use.use(), view);
    if (view != null && path != null && isInPlace(path, process)) {
      add(path, view.here(path), use);
    } else if (use.use().kind() == UseKind.WATCH || use.use().kind() == UseKind.BOUND_SOCKET) {
      unnamed.add(use);
    }
  }

  private static @Nullable BytePath pathOf(Use use, ProcessView view) {
    if (use.kind() != UseKind.BOUND_SOCKET) {
      return view.path(use.path());
    }
    boolean absolute = !use.path().isEmpty() && use.path().at(0) == '/';
    return absolute ? BytePath.of(use.path()) : null;
  }

  private boolean isInPlace(BytePath path, HostProcess process) {
    return surroundings.places(process).stream().anyMatch(path::startsWith);
  }

  private void add(BytePath path, @Nullable BytePath here, FileUse use) {
    found.computeIfAbsent(Key.of(path, here, use), none -> new ArrayList<>()).add(use);
  }

  /** Looks for files by their numbers, in the places that are on this host. */
  private void placeUnnamed(List<FileUse> unnamed) throws IOException {
    FilesBelow below = new FilesBelow(root);
    for (BytePath here : placesHere()) {
      if (!below.read(here)) {
        gaps.add("what is watched or bound in " + here + ", but for the first 20,000 files");
        break;
      }
    }
    for (FileUse use : unnamed) {
      below.of(use).forEach(path -> add(path, path, use));
    }
  }

  private Belongings.UsedFile used(Key key, List<FileUse> ofFile) {
    List<Use> uses = ofFile.stream().map(FileUse::use).toList();
    if (key.deleted()) {
      return new Belongings.UsedFile(key.path(), key.here(), true, false, uses, null);
    }
    for (BytePath here : candidates(key.path(), key.here())) {
      Forecast forecast = forecast(here, ofFile);
      if (forecast != null) {
        FileId there = FileId.of(forecast.stat());
        boolean proven = ofFile.stream().allMatch(use -> use.isProvenOf(there));
        return new Belongings.UsedFile(key.path(), here, false, proven, uses, forecast);
      }
    }
    return new Belongings.UsedFile(key.path(), key.here(), false, false, uses, null);
  }

  /** A file that was opened before the process got its mounts has its path on this host. */
  private static Set<BytePath> candidates(BytePath path, @Nullable BytePath here) {
    Set<BytePath> candidates = new LinkedHashSet<>();
    if (here != null) {
      boolean _ = candidates.add(here);
    }
    boolean _ = candidates.add(path);
    return candidates;
  }

  /** What becomes of what is at a path; null unless it may be the file that is used. */
  private @Nullable Forecast forecast(BytePath here, List<FileUse> uses) {
    try {
      Stat stat = forecaster.stat(here);
      boolean same = stat != null && uses.stream().allMatch(use -> use.mayBeOf(FileId.of(stat)));
      return same ? forecaster.of(here) : null;
    } catch (IOException e) {
      gaps.add(here + ": " + e.getMessage());
      return null;
    }
  }
}
