// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.plan;

import io.ephemera.fs.BytePath;

/** A mount that only the command sees. Paths are absolute and without {@code ..}. */
public sealed interface MountRequest {
  /** Where it is mounted: an existing path. */
  BytePath target();

  /** What is at one path is also at another, mount(8) {@code --rbind}. */
  record Bind(BytePath source, BytePath target, boolean readOnly) implements MountRequest {}

  /** An empty tmpfs(5), mode 0755. */
  record Tmpfs(BytePath target) implements MountRequest {}
}
