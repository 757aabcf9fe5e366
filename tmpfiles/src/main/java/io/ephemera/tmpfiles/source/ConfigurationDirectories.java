// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.source;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.process.Account;
import io.ephemera.tmpfiles.language.Variables;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The search path of configuration files, highest priority first (tmpfiles.d(5)). */
public final class ConfigurationDirectories {
  private ConfigurationDirectories() {}

  /** The directories of a system, below its root directory. */
  public static List<BytePath> ofSystem() {
    return List.of(
        BytePath.of("/etc/tmpfiles.d"),
        BytePath.of("/run/tmpfiles.d"),
        BytePath.of("/usr/local/lib/tmpfiles.d"),
        BytePath.of("/usr/lib/tmpfiles.d"));
  }

  /** The directories of a user. */
  public static List<BytePath> ofUser(Variables variables, Account account) {
    BaseDirectories base = new BaseDirectories(variables, account);
    List<BytePath> found = new ArrayList<>();
    add(found, BytePath.of(base.ofUser("XDG_CONFIG_HOME", ".config")));
    addAll(found, variables.get("XDG_CONFIG_DIRS"), "/etc");
    BytePath runtime = base.absolute("XDG_RUNTIME_DIR");
    if (runtime != null) {
      add(found, runtime);
    }
    add(found, BytePath.of(base.ofUser("XDG_DATA_HOME", ".local/share")));
    addAll(found, variables.get("XDG_DATA_DIRS"), "/usr/local/share:/usr/share");
    return found;
  }

  private static void addAll(List<BytePath> found, @Nullable Bytes value, String otherwise) {
    String list = value == null || value.isEmpty() ? otherwise : value.latin1();
    int start = 0;
    while (start <= list.length()) {
      int colon = list.indexOf(':', start);
      int end = colon < 0 ? list.length() : colon;
      if (end > start) {
        add(found, BytePath.ROOT.append(BytePath.of(Bytes.latin1(list.substring(start, end)))));
      }
      start = end + 1;
    }
  }

  private static void add(List<BytePath> found, BytePath base) {
    BytePath directory = base.append(BytePath.of("user-tmpfiles.d"));
    if (!found.contains(directory)) {
      found.add(directory);
    }
  }
}
