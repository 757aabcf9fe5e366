// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.explain;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Inode;
import io.ephemera.fs.Root;
import io.ephemera.fs.Stat;
import io.ephemera.host.services.ServiceFacts;
import io.ephemera.process.KernelFileSystems;
import io.ephemera.process.MountInfo;
import io.ephemera.tmpfiles.engine.Foresight;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Foresees what becomes of many paths, each asked for once. Not thread-safe. */
final class Forecaster {
  private final Foresight usual;
  private final Foresight boot;
  private final ServiceFacts services;
  private final Root root;
  private final MountInfo mounts = MountInfo.ofProcess();
  private final Map<BytePath, Optional<Forecast>> known = new HashMap<>();

  Forecaster(Foresight usual, Foresight boot, ServiceFacts services) {
    this.usual = usual;
    this.boot = boot;
    this.services = services;
    this.root = usual.root();
  }

  /**
   * What becomes of what is at a path.
   *
   * @return null if there is nothing, or looking could wait for a server
   * @throws IOException if it cannot be looked at
   */
  @Nullable Forecast of(BytePath path) throws IOException {
    Optional<Forecast> before = known.get(path);
    if (before == null) {
      before = Optional.ofNullable(find(path));
      known.put(path, before);
    }
    return before.orElse(null);
  }

  private @Nullable Forecast find(BytePath path) throws IOException {
    try (Inode found = held(path)) {
      return found == null
          ? null
          : new Forecast(
              found.stat(),
              Foreseen.ofPath(usual, Foresight.Run.CLEAN, path),
              Foreseen.ofPath(boot, Foresight.Run.BOOT, path),
              services.claims(path),
              root.isHost() && found.fileSystem().isInMemory());
    }
  }

  /** As {@link #of}, only what is there. */
  @Nullable Stat stat(BytePath path) throws IOException {
    try (Inode found = held(path)) {
      return found == null ? null : found.stat();
    }
  }

  private @Nullable Inode held(BytePath path) throws IOException {
    MountInfo.Mount mount = mounts.through(root.onHost(path));
    boolean answers = mount != null && KernelFileSystems.contain(mount.fileSystem());
    return answers ? root.lookUnguarded(path, false) : null;
  }
}
