// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.explain;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.SystemCallException;
import io.ephemera.host.processes.HostProcess;
import io.ephemera.host.processes.Proc;
import io.ephemera.host.processes.ProcessDirectory;
import io.ephemera.host.views.ProcessView;
import io.ephemera.process.Environ;
import io.ephemera.process.MountInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The temporary places of some processes: the usual ones, and those that variables name. */
final class Surroundings {
  private static final List<BytePath> USUAL =
      List.of(
          BytePath.of("/tmp"),
          BytePath.of("/var/tmp"),
          BytePath.of("/dev/shm"),
          BytePath.of("/run"));
  private static final String[] VARIABLES = {"TMPDIR", "TMP", "TEMP", "XDG_RUNTIME_DIR"};

  /** In the order of the processes. */
  private final Map<HostProcess, ProcessView> views = new LinkedHashMap<>();

  private final Map<HostProcess, Set<BytePath>> places = new LinkedHashMap<>();
  private final Map<Setting, List<HostProcess>> variables = new LinkedHashMap<>();
  private final List<HostProcess> unseen = new ArrayList<>();

  private record Setting(String name, Bytes value) {}

  private Surroundings() {}

  /**
   * Looks at them.
   *
   * @throws SystemCallException if /proc is not mounted
   */
  static Surroundings of(List<HostProcess> processes) throws SystemCallException {
    Surroundings surroundings = new Surroundings();
    MountInfo own = MountInfo.ofProcess();
    try (Proc proc = Proc.open()) {
      for (HostProcess process : processes) {
        surroundings.add(process, proc, own);
      }
    }
    return surroundings;
  }

  private void add(HostProcess process, Proc proc, MountInfo own) {
    if (process.namespaces().mount() == 0) { // a user who may not see this may not see its files
      unseen.add(process);
    }
    ProcessView view = ProcessView.of(proc, process, own);
    if (view != null) {
      views.put(process, view);
      Set<BytePath> paths = new LinkedHashSet<>(USUAL);
      addVariables(process, proc, paths);
      places.put(process, paths);
    }
  }

  private void addVariables(HostProcess process, Proc proc, Set<BytePath> paths) {
    try (ProcessDirectory directory = proc.process(process.pid())) {
      String text = directory == null ? null : directory.text("environ");
      Environ environ = Environ.parse(Bytes.latin1(text == null ? "" : text));
      for (String name : VARIABLES) {
        Bytes value = environ.get(name);
        if (value != null && !value.isEmpty()) {
          variables
              .computeIfAbsent(new Setting(name, value), none -> new ArrayList<>())
              .add(process);
          BytePath path = BytePath.of(value);
          if (path.isAbsolute() && !path.isRoot() && !path.hasDotDot()) {
            boolean _ = paths.add(path);
          }
        }
      }
    }
  }

  Map<HostProcess, ProcessView> views() {
    return views;
  }

  /** The temporary places of a process, as it knows them. */
  Set<BytePath> places(HostProcess process) {
    return places.getOrDefault(process, Set.of());
  }

  /** Where the usual places lead; processes for which they lead to the same come together. */
  List<Belongings.PlaceView> shown() {
    Map<Belongings.PlaceView, List<HostProcess>> groups = new LinkedHashMap<>();
    for (BytePath place : USUAL) {
      views.forEach((process, view) -> {
        MountInfo.Mount mount = view.mount(place);
        String type = mount == null ? "" : mount.fileSystem();
        groups
            .computeIfAbsent(
                new Belongings.PlaceView(place, view.here(place), type, List.of()),
                none -> new ArrayList<>())
            .add(process);
      });
    }
    List<Belongings.PlaceView> shown = new ArrayList<>();
    groups.forEach((key, processes) ->
        shown.add(new Belongings.PlaceView(key.path(), key.here(), key.fileSystem(), processes)));
    return shown;
  }

  List<Belongings.Variable> variables() {
    List<Belongings.Variable> all = new ArrayList<>();
    variables.forEach((setting, processes) ->
        all.add(new Belongings.Variable(setting.name(), setting.value(), processes)));
    return all;
  }

  List<HostProcess> unseen() {
    return unseen;
  }
}
