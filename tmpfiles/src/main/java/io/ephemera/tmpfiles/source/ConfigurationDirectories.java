// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.source;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.process.Account;
import io.ephemera.tmpfiles.language.Position;
import io.ephemera.tmpfiles.language.Problem;
import io.ephemera.tmpfiles.language.Variables;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The search path of configuration files, highest priority first (tmpfiles.d(5)). */
public final class ConfigurationDirectories {
  private final Trust trust;
  private final List<BytePath> paths = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();

  private ConfigurationDirectories(Trust trust) {
    this.trust = trust;
  }

  /** Whose files are read there. */
  Trust trust() {
    return trust;
  }

  /** The directories that are known. */
  public List<BytePath> paths() {
    return List.copyOf(paths);
  }

  /** The directories that are not known, and why. */
  public List<Problem> problems() {
    return List.copyOf(problems);
  }

  /** The directories of a system, below its root directory. */
  public static ConfigurationDirectories ofSystem() {
    ConfigurationDirectories found = new ConfigurationDirectories(Trust.SYSTEM);
    found.paths.add(BytePath.of("/etc/tmpfiles.d"));
    found.paths.add(BytePath.of("/run/tmpfiles.d"));
    found.paths.add(BytePath.of("/usr/local/lib/tmpfiles.d"));
    found.paths.add(BytePath.of("/usr/lib/tmpfiles.d"));
    return found;
  }

  /** The directories of a user. */
  public static ConfigurationDirectories ofUser(Variables variables, Account account) {
    BaseDirectories base = new BaseDirectories(variables, account);
    ConfigurationDirectories found = new ConfigurationDirectories(Trust.VARIABLE);
    found.addOfUser(base, "XDG_CONFIG_HOME", ".config");
    found.addAll(variables.get("XDG_CONFIG_DIRS"), "/etc");
    BytePath runtime = base.absolute("XDG_RUNTIME_DIR");
    if (runtime != null) {
      found.add(runtime);
    }
    found.addOfUser(base, "XDG_DATA_HOME", ".local/share");
    found.addAll(variables.get("XDG_DATA_DIRS"), "/usr/local/share:/usr/share");
    return found;
  }

  private void addOfUser(BaseDirectories base, String variable, String belowHome) {
    Bytes directory = base.ofUser(variable, belowHome);
    if (directory != null) {
      add(BytePath.of(directory));
      return;
    }
    Position nowhere = new Position("(configuration of the user)", 0, 0);
    problems.add(
        new Problem(
            nowhere,
            Problem.Level.ERROR,
            "no directory '~/"
                + belowHome
                + "': "
                + base.homeless()
                + "; set HOME or "
                + variable));
  }

  private void addAll(@Nullable Bytes value, String otherwise) {
    String list = value == null || value.isEmpty() ? otherwise : value.latin1();
    int start = 0;
    while (start <= list.length()) {
      int colon = list.indexOf(':', start);
      int end = colon < 0 ? list.length() : colon;
      if (end > start) {
        add(BytePath.ROOT.append(BytePath.of(Bytes.latin1(list.substring(start, end)))));
      }
      start = end + 1;
    }
  }

  private void add(BytePath base) {
    BytePath directory = base.append(BytePath.of("user-tmpfiles.d"));
    if (!paths.contains(directory)) {
      paths.add(directory);
    }
  }
}
