// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.service;

import io.ephemera.fs.BytePath;
import io.ephemera.isolate.plan.AccessRule;
import io.ephemera.isolate.plan.AccessRule.Access;
import io.ephemera.isolate.plan.MountRequest;
import io.ephemera.units.syntax.Booleans;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values of {@code ProtectHome=}, systemd.exec(5). */
enum ProtectedHome {
  NO,
  YES,
  READ_ONLY,
  TMPFS;

  private static final String ROOT = "/root";
  private static final List<String> PATHS = List.of("/home", "/run/user", ROOT);

  static @Nullable ProtectedHome parse(String value) {
    return switch (value) {
      case "read-only" -> READ_ONLY;
      case "tmpfs" -> TMPFS;
      default -> {
        Boolean yes = Booleans.parse(value);
        yield yes == null ? null : yes ? YES : NO;
      }
    };
  }

  List<AccessRule> rules() {
    return switch (this) {
      case NO, TMPFS -> List.of();
      case YES -> ProtectedSystem.rules(PATHS, Access.INACCESSIBLE);
      case READ_ONLY -> ProtectedSystem.rules(PATHS, Access.READ_ONLY);
    };
  }

  List<MountRequest.Tmpfs> mounts() {
    List<MountRequest.Tmpfs> mounts = new ArrayList<>();
    if (this == TMPFS) {
      for (String path : PATHS) {
        String mode = path.equals(ROOT) ? "0700" : "0755"; // as the homes themselves
        mounts.add(new MountRequest.Tmpfs(BytePath.of(path), Map.of("mode", mode), true));
      }
    }
    return mounts;
  }
}
