// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.linux.errno.Errno;
import io.ephemera.testkit.FuseMount;
import io.ephemera.testkit.MountNamespace;
import io.ephemera.testkit.TestUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a user has mounted with FUSE, in a private mount namespace. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FuseMountTest extends FsTestCase {
  private static final String TREE = "top/\ntop/a/\ntop/a/f\ntop/a/m/\ntop/a/z/\ntop/f\n";

  @BeforeEach
  void needsFuse() {
    assumeTrue(TestUser.mayMount(), "needs CAP_SYS_ADMIN");
    assumeTrue(Files.exists(Path.of("/dev/fuse")), "needs FUSE");
  }

  private Directory top(MountNamespace namespace) throws IOException {
    Path top = namespace.path(path("top"));
    try (Directory held = Directory.openAmbient(bytePath(top))) {
      return held.reopenForReading();
    }
  }

  /** Enters no mount points. */
  private static final class Careful extends Journal {
    @Override
    public boolean visit(Entry entry) throws IOException {
      return super.visit(entry) && !entry.stat().isMountPoint();
    }
  }

  @Test
  void oneThatHidesItselfIsReportedWithItsPathAndTheRestIsVisited() throws IOException {
    build(TREE);
    Careful journal = new Careful();
    try (MountNamespace namespace = FuseMount.hidden("top/a/m", folder.path());
        Directory top = top(namespace)) {
      TreeWalk.below(top, BytePath.of("/top"), journal);
    }
    assertThat(journal.attempts).containsExactly(TreeWalk.Attempt.LOOK_AT_MOUNT_POINT);
    assertThat(journal.events)
        .contains("failed /top/a/m stat /top/a/m: Permission denied")
        .contains("visit /top/a/f 2", "left /top/a/z", "left /top/a", "visit /top/f 1");
  }

  @Test
  void oneThatNeverAnswersIsKnownAsAMountPoint() throws IOException {
    build(TREE);
    Careful journal = new Careful();
    try (MountNamespace namespace = FuseMount.silent("top/a/m", folder.path());
        Directory top = top(namespace);
        Directory a = top.open(Name.of("a"))) {
      TreeWalk.below(top, BytePath.of("/top"), journal);
      assertThat(a.lookIfExists(Name.of("m"))).returns(true, Stat::isMountPoint);
    }
    assertThat(journal.events)
        .contains("visit /top/a/m 2", "left /top/a/z", "left /top/a", "visit /top/f 1")
        .doesNotContain("enter /top/a/m");
  }

  @Test
  void removalNamesItAndRemovesTheRest() throws IOException {
    build(TREE);
    try (MountNamespace namespace = FuseMount.hidden("top/a/m", folder.path());
        Root root = Root.at(bytePath(namespace.path(folder.path())));
        Directory parent = root.parentOf(BytePath.of("/top"))) {
      assertThatThrownBy(() -> Removal.removeTree(parent, Name.of("top"), BytePath.of("/top")))
          .hasMessageContaining("/top/a/m")
          .isInstanceOfSatisfying(
              SystemCallException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EBUSY));
    }
    assertThat(tree()).isEqualTo("top/\ntop/a/\ntop/a/m/\n");
  }
}
