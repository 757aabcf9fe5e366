// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Name;
import io.ephemera.isolate.plan.DirectoryKind;
import io.ephemera.isolate.plan.EnvironmentRequest;
import io.ephemera.isolate.plan.Identity;
import io.ephemera.isolate.plan.PlannedDirectory;
import io.ephemera.isolate.plan.PrivateTmp;
import java.util.ArrayList;
import java.util.List;

/** Decides which variables a command gets in place of those of the caller. */
final class VariablePlanner {
  /** Where mkstemp(3) and others look before they take {@code /tmp}. */
  private static final List<String> OF_TMP = List.of("TMPDIR", "TMP", "TEMP");

  private static final List<String> NO_HOME = List.of("", "/");
  private static final List<String> NO_SHELL = List.of("nologin", "false", "true");

  private static final Bytes COLON = Bytes.latin1(":");

  private VariablePlanner() {}

  /**
   * Entries {@code NAME=value}.
   *
   * @param base a service does not get a home directory and a shell that are none, as with systemd
   */
  static List<Bytes> set(
      Identity identity, List<PlannedDirectory> directories, EnvironmentRequest.Base base) {
    boolean service = base == EnvironmentRequest.Base.SERVICE;
    List<Bytes> entries = new ArrayList<>();
    if (identity instanceof Identity.Changed changed && changed.login() != null) {
      addLogin(entries, changed.login(), service);
    } else if (service && identity.uid() == 0) {
      entries.add(entry("USER", Bytes.latin1("root")));
    }
    for (DirectoryKind kind : DirectoryKind.values()) {
      Bytes paths = pathsOf(kind, directories);
      if (!paths.isEmpty()) {
        entries.add(entry(kind.standard().service(), paths));
      }
    }
    return entries;
  }

  private static Bytes pathsOf(DirectoryKind kind, List<PlannedDirectory> directories) {
    Bytes paths = Bytes.EMPTY;
    for (PlannedDirectory directory : directories) {
      if (directory.kind() == kind) {
        Bytes path = directory.path().bytes();
        paths = paths.isEmpty() ? path : paths.plus(COLON).plus(path);
      }
    }
    return paths;
  }

  private static void addLogin(List<Bytes> entries, Identity.Login login, boolean service) {
    if (!service || !NO_HOME.contains(login.home().latin1())) {
      entries.add(entry("HOME", login.home()));
    }
    entries.add(entry("LOGNAME", login.name()));
    if (!service || !isNoShell(BytePath.of(login.shell()))) {
      entries.add(entry("SHELL", login.shell()));
    }
    entries.add(entry("USER", login.name()));
  }

  private static boolean isNoShell(BytePath shell) {
    Name name = shell.name();
    return name != null && NO_SHELL.contains(name.bytes().latin1());
  }

  private static Bytes entry(String name, Bytes value) {
    return Bytes.latin1(name + "=").plus(value);
  }

  /**
   * Names of variables of the caller that would mislead the command: the runtime directory of
   * another user, and places for temporary files that are not the private ones.
   */
  static List<String> remove(Identity identity, PrivateTmp tmp, int callerUid) {
    List<String> names = new ArrayList<>();
    if (identity.uid() != callerUid) {
      names.add("XDG_RUNTIME_DIR");
      if (identity instanceof Identity.Changed changed && changed.login() == null) {
        names.addAll(List.of("HOME", "LOGNAME", "SHELL", "USER"));
      }
    }
    if (!(tmp instanceof PrivateTmp.Shared)) {
      names.addAll(OF_TMP);
    }
    return names;
  }
}
