// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import io.ephemera.testkit.Mounts;
import io.ephemera.testkit.OtherNetwork;
import io.ephemera.testkit.PassthroughMount;
import io.ephemera.testkit.TestFolder;
import io.ephemera.testkit.TestUser;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What all cases share because it is dear: started when a case first needs it. */
final class ForesightSurroundings implements AutoCloseable {
  private @Nullable OtherNetwork network;
  private @Nullable TestFolder folder;
  private @Nullable Mounts mounts;
  private @Nullable PassthroughMount fuse;

  /** Whether cases may have mounts and namespaces; without that, they have none. */
  static boolean mayMount() {
    return TestUser.isRoot() && TestUser.mayMount() && Files.exists(Path.of("/dev/fuse"));
  }

  /** A server in another network namespace. */
  OtherNetwork network() {
    OtherNetwork known = network;
    if (known == null) {
      known = OtherNetwork.start();
      network = known;
    }
    return known;
  }

  boolean hasFuse() {
    return PassthroughMount.missing() == null;
  }

  /**
   * A folder on a FUSE file system without locks. Its server reads directories without O_NOATIME,
   * open(2), so below it nothing keeps times of access.
   */
  TestFolder folderOnFuse() {
    TestFolder known = folder;
    PassthroughMount mount = fuse;
    if (known == null || mount == null) {
      known = TestFolder.create();
      folder = known;
      mounts = Mounts.below(known.path(), "mount -o remount,bind,noatime .");
      mount = PassthroughMount.in(known.path(), PassthroughMount.LUSTRE);
      fuse = mount;
    }
    return TestFolder.create(mount.path());
  }

  @Override
  public void close() {
    if (network != null) {
      network.close();
    }
    if (fuse != null) {
      fuse.close();
    }
    if (mounts != null) {
      mounts.close();
    }
    if (folder != null) {
      folder.close();
    }
  }
}
