// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Root;
import io.ephemera.tmpfiles.language.CopySources;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RootCopySourcesTest {
  @Test
  void sourcesAreLookedUpBelowTheRootWithoutFollowingAFinalLink(@TempDir Path top)
      throws IOException {
    Installation system =
        new Installation(top.toRealPath()).file("/opt/file", "").link("/opt/link", "nowhere");
    try (Root root = system.root()) {
      CopySources sources = new RootCopySources(root);
      assertThat(sources.exists(BytePath.of("/opt/file"))).isTrue();
      assertThat(sources.exists(BytePath.of("/opt/link"))).isTrue();
      assertThat(sources.exists(BytePath.of("/opt/none"))).isFalse();
      assertThat(sources.exists(BytePath.of("/opt/file/none"))).isFalse();
      assertThat(sources.exists(BytePath.of("/proc/self"))).isFalse();
    }
  }
}
