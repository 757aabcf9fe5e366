// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.services;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.DirectoryStream;
import io.ephemera.fs.FileType;
import io.ephemera.fs.Name;
import io.ephemera.host.files.Folder;
import io.ephemera.host.files.RootFiles;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The units that have a control group, cgroups(7): those of which a process runs. Only slices are
 * entered, which root makes: what is below a service may be the work of its user.
 */
final class ControlGroups {
  private static final String[] TOPS = {
    "/sys/fs/cgroup/systemd", "/sys/fs/cgroup/unified", "/sys/fs/cgroup"
  };

  private static final Name SYSTEM = Name.of("system.slice");

  private final Set<String> units = new HashSet<>();

  private ControlGroups() {}

  /** The names of the units; null if they cannot be listed. */
  static @Nullable Set<String> list(RootFiles files) {
    for (String top : TOPS) {
      try (Folder folder = files.openIfExists(BytePath.of(top))) {
        if (folder != null && folder.has(SYSTEM)) {
          ControlGroups groups = new ControlGroups();
          groups.add(folder);
          return groups.units;
        }
      } catch (IOException e) {
        return null;
      }
    }
    return null;
  }

  private void add(Folder folder) throws IOException {
    DirectoryStream entries = folder.entries();
    Name name = entries.next();
    while (name != null) {
      if (entries.type() == FileType.DIRECTORY) {
        add(folder, name);
      }
      name = entries.next();
    }
  }

  private void add(Folder above, Name name) throws IOException {
    String text = name.bytes().latin1();
    if (!text.endsWith(".slice")) {
      // cg_escape of systemd puts a _ before a name that could be one of the kernel's
      boolean ignored = units.add(text.startsWith("_") ? text.substring(1) : text);
      return;
    }
    try (Folder slice = above.openIfExists(name)) {
      if (slice != null) {
        add(slice);
      }
    }
  }
}
