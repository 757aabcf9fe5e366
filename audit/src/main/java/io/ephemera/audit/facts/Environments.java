// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.facts;

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
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The variables that name temporary directories, of all processes, and where they lead. Immutable
 * after {@link #read}.
 */
public final class Environments {
  private static final List<String> NAMES = List.of("TMPDIR", "TMP", "TEMP", "XDG_RUNTIME_DIR");

  private final Map<Setting, List<HostProcess>> settings = new LinkedHashMap<>();
  private int unseen;

  private Environments() {}

  /**
   * A variable as all processes of one user have it that find the same there.
   *
   * @param name of the variable
   * @param value not empty
   * @param uid the effective user of the processes
   * @param here the path here; null if it is relative, or nowhere here
   */
  public record Setting(String name, Bytes value, int uid, @Nullable BytePath here) {
    /** Whether the value is an absolute path. */
    public boolean isAbsolute() {
      return value.at(0) == '/';
    }
  }

  static Environments read(Facts facts) {
    Environments environments = new Environments();
    MountInfo own = facts.mounts();
    try (Proc proc = Proc.open()) {
      for (HostProcess process : facts.processes().processes()) {
        environments.add(process, proc, own);
      }
    } catch (SystemCallException e) {
      facts.gap("variables of processes cannot be read: " + e.getMessage());
    }
    if (environments.unseen > 0) {
      facts.gap("variables of " + environments.unseen + " processes are not readable");
    }
    return environments;
  }

  private void add(HostProcess process, Proc proc, MountInfo own) {
    String text;
    try (ProcessDirectory directory = proc.process(process.pid())) {
      if (directory == null) {
        return;
      }
      text = directory.text("environ");
      unseen += text == null && !directory.isEnding() ? 1 : 0;
    }
    Environ environ = Environ.parse(Bytes.latin1(text == null ? "" : text));
    ProcessView view = null;
    for (String name : NAMES) {
      Bytes value = environ.get(name);
      if (value != null && !value.isEmpty()) {
        view = view == null ? ProcessView.of(proc, process, own) : view;
        add(name, value, process, view);
      }
    }
  }

  private void add(String name, Bytes value, HostProcess process, @Nullable ProcessView view) {
    BytePath path = BytePath.of(value);
    BytePath here = view != null && path.isAbsolute() && !path.hasDotDot() ? view.here(path) : null;
    settings
        .computeIfAbsent(new Setting(name, value, process.uid(), here), none -> new ArrayList<>())
        .add(process);
  }

  /** All settings, each with the processes that have it. */
  public Map<Setting, List<HostProcess>> settings() {
    return settings;
  }
}
