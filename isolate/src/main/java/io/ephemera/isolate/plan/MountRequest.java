// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.plan;

import io.ephemera.fs.BytePath;
import java.util.Map;

/** A mount that only the command sees. Paths are absolute and without {@code ..}. */
public sealed interface MountRequest {
  /** Where it is mounted: an existing path. */
  BytePath target();

  /**
   * What is at one path is also at another, mount(8) {@code --rbind}.
   *
   * @param recursive whether with what is mounted below it
   * @param optional whether it is left out if the source is missing
   */
  record Bind(
      BytePath source, BytePath target, boolean readOnly, boolean recursive, boolean optional)
      implements MountRequest {
    /** One with all that is mounted below it, which must exist. */
    public Bind(BytePath source, BytePath target, boolean readOnly) {
      this(source, target, readOnly, true, false);
    }
  }

  /**
   * An empty tmpfs(5).
   *
   * @param options of tmpfs(5) in place of the usual ones: {@code mode}, {@code size}, {@code
   *     nr_inodes} and the like
   * @param readOnly whether nothing can be made in it
   */
  record Tmpfs(BytePath target, Map<String, String> options, boolean readOnly)
      implements MountRequest {
    /** Takes a copy. */
    public Tmpfs {
      options = Map.copyOf(options);
    }

    /** One of mode 0755, and of a tenth of the memory. */
    public Tmpfs(BytePath target) {
      this(target, Map.of(), false);
    }
  }
}
