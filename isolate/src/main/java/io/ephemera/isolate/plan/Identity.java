// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.plan;

import io.ephemera.fs.Bytes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** As whom a command runs. IDs are unsigned 32-bit numbers. */
public sealed interface Identity {
  /** The owner of what is made for it. */
  int uid();

  /** The group of what is made for it. */
  int gid();

  /** As the caller, whose IDs these are. */
  record Unchanged(int uid, int gid) implements Identity {}

  /**
   * As another user or group, or as the same one named explicitly.
   *
   * @param groups the supplementary groups, sorted, each once
   * @param login the values of USER and LOGNAME, HOME and SHELL, or null for a number without an
   *     account, and where only the group was named
   */
  record Changed(int uid, int gid, List<Integer> groups, @Nullable Login login)
      implements Identity {
    /** Takes a copy. */
    public Changed {
      groups = List.copyOf(groups);
    }
  }

  /** What passwd(5) says of a user. */
  record Login(Bytes name, Bytes home, Bytes shell) {}
}
