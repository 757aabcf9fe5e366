// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.service;

import io.ephemera.fs.BytePath;
import io.ephemera.isolate.plan.AccessRule;
import io.ephemera.isolate.plan.AccessRule.Access;
import io.ephemera.units.syntax.Booleans;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The values of {@code ProtectSystem=}, systemd.exec(5). */
enum ProtectedSystem {
  NO,
  YES,
  FULL,
  STRICT;

  private static final List<String> NEVER_READ_ONLY =
      List.of("/proc", "/sys", "/dev", "/home", "/root", "/run/user");

  static @Nullable ProtectedSystem parse(String value) {
    return switch (value) {
      case "full" -> FULL;
      case "strict" -> STRICT;
      default -> {
        Boolean yes = Booleans.parse(value);
        yield yes == null ? null : yes ? YES : NO;
      }
    };
  }

  /** What is read-only. */
  List<AccessRule> rules() {
    return switch (this) {
      case NO -> List.of();
      case YES -> rules(List.of("/usr", "/boot", "/efi"), Access.READ_ONLY);
      case FULL -> rules(List.of("/usr", "/boot", "/efi", "/etc"), Access.READ_ONLY);
      case STRICT -> rules(List.of("/"), Access.READ_ONLY);
    };
  }

  /** What stays as it is. */
  List<AccessRule> exceptions() {
    return this == STRICT ? rules(NEVER_READ_ONLY, Access.READ_WRITE) : List.of();
  }

  static List<AccessRule> rules(List<String> paths, Access access) {
    List<AccessRule> rules = new ArrayList<>();
    for (String path : paths) {
      rules.add(new AccessRule(BytePath.of(path), access, true));
    }
    return rules;
  }
}
