// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.check;

import io.ephemera.audit.facts.NameShape;
import io.ephemera.audit.names.Directories;
import io.ephemera.audit.names.KnownName;
import io.ephemera.audit.names.KnownNames;
import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Name;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Recognizes names in shared directories that are written out in unit files and scripts. */
final class FixedName {
  private static final List<BytePath> SHARED =
      List.of(BytePath.of("/tmp"), BytePath.of("/var/tmp"), BytePath.of("/dev/shm"));

  /** Characters by which a shell or a unit file makes a name of something else. */
  private static final String EXPANDED = "$`%*?[{<>|;&()\"'\\";

  private FixedName() {}

  /** The path in a text if it is a fixed name directly in a shared directory; else null. */
  static @Nullable BytePath of(String text) {
    boolean absolute =
        text.startsWith("/tmp/") || text.startsWith("/var/tmp/") || text.startsWith("/dev/shm/");
    if (!absolute || text.contains("XXX") || text.chars().anyMatch(c -> EXPANDED.indexOf(c) >= 0)) {
      return null;
    }
    BytePath path = BytePath.of(Bytes.latin1(text));
    BytePath top = path;
    while (!SHARED.contains(top.parent())) {
      top = top.parent();
      if (top.isRoot()) {
        return null;
      }
    }
    Name name = top.name();
    return name != null && NameShape.isPredictable(name) && !isMeant(top) ? top : null;
  }

  private static boolean isMeant(BytePath path) {
    Optional<KnownName> known = KnownNames.get().match(path, Directories.USUAL);
    return known.isPresent() && known.get().row().rightPlace().startsWith("keep");
  }

  /** Whether it is in /tmp or /var/tmp, of which a service may have its own. */
  static boolean isPrivatized(BytePath path) {
    return !path.startsWith(SHARED.getLast());
  }
}
