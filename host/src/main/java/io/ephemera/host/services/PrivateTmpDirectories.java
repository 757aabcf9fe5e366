// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.services;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.DirectoryStream;
import io.ephemera.fs.Name;
import io.ephemera.fs.Root;
import io.ephemera.host.files.Folder;
import io.ephemera.host.files.RootFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The directories that are, or were, the private /tmp and /var/tmp of a unit. */
public final class PrivateTmpDirectories {
  private static final List<BytePath> PLACES =
      List.of(BytePath.of("/tmp"), BytePath.of("/var/tmp"));

  private PrivateTmpDirectories() {}

  /**
   * Those that exist, by their names, {@link PrivateTmpName}.
   *
   * @throws IOException if /tmp or /var/tmp cannot be listed
   */
  public static List<BytePath> of(Root root, String unit) throws IOException {
    List<BytePath> found = new ArrayList<>();
    for (BytePath place : PLACES) {
      try (Folder folder = new RootFiles(root).openIfExists(place)) {
        if (folder != null) {
          add(folder, place, unit, found);
        }
      }
    }
    return found;
  }

  private static void add(Folder folder, BytePath place, String unit, List<BytePath> found)
      throws IOException {
    DirectoryStream entries = folder.entries();
    for (Name name = entries.next(); name != null; name = entries.next()) {
      PrivateTmpName parsed = PrivateTmpName.parse(name);
      if (parsed != null && parsed.unit().full().equals(unit)) {
        found.add(place.child(name));
      }
    }
  }
}
