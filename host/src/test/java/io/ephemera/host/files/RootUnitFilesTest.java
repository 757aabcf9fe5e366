// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Root;
import io.ephemera.testkit.TestFolder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How unit files are read below a root directory: links, limits, and directories that fail. */
class RootUnitFilesTest {
  private final List<String> gaps = new ArrayList<>();

  private interface Use {
    void of(RootUnitFiles files) throws IOException;
  }

  private void with(String tree, int mostNames, long mostBytes, Use use) throws IOException {
    try (TestFolder folder = TestFolder.with(tree);
        Root root = Root.at(BytePath.of(folder.path().toString()))) {
      use.of(new RootUnitFiles(root, gaps::add, mostNames, mostBytes));
    }
  }

  @Test
  void aRealPathIsBelowTheRootDirectory() throws IOException {
    with(
        """
        lib => usr/lib
        usr/lib/a.service "x"
        etc/b.service => /usr/lib/a.service
        etc/c.service => ../lib/a.service
        etc/d.service "x"
        """,
        10,
        100,
        files -> {
          BytePath a = BytePath.of("/usr/lib/a.service");
          assertThat(files.realPath(BytePath.of("/lib/a.service"))).isEqualTo(a);
          assertThat(files.realPath(BytePath.of("/etc/b.service"))).isEqualTo(a);
          assertThat(files.realPath(BytePath.of("/etc/c.service"))).isEqualTo(a);
          BytePath d = BytePath.of("/etc/d.service");
          assertThat(files.realPath(d)).isEqualTo(d);
        });
  }

  @Test
  void aLinkToDevNullHasNoBytesAlsoWhereThereIsNoDevNull() throws IOException {
    with(
        "etc/a.service => /dev/null\netc/b.service => /missing\netc/c.service \"text\"\n",
        10,
        100,
        files -> {
          assertThat(files.readIfExists(BytePath.of("/etc/a.service"))).isEqualTo(Bytes.EMPTY);
          assertThat(files.readIfExists(BytePath.of("/etc/b.service"))).isNull();
          assertThat(files.readIfExists(BytePath.of("/etc/c.service")))
              .isEqualTo(Bytes.latin1("text"));
          assertThat(files.readIfExists(BytePath.of("/etc/d.service"))).isNull();
        });
  }

  @Test
  void aDirectoryWithTooManyNamesIsNotedOnceAndHasNone() throws IOException {
    with(
        "etc/a\netc/b\netc/c\nusr/a\nusr/b\n",
        2,
        100,
        files -> {
          assertThat(files.list(BytePath.of("/etc"))).isEmpty();
          assertThat(files.list(BytePath.of("/etc"))).isEmpty();
          assertThat(files.list(BytePath.of("/usr"))).hasSize(2);
          assertThat(gaps).containsExactly("/etc has more than 2 entries");
        });
  }

  @Test
  void allFilesTogetherAreBounded() throws IOException {
    with(
        "etc/a \"123456\"\netc/b \"123456\"\netc/c \"1\"\n",
        10,
        10,
        files -> {
          assertThat(files.readIfExists(BytePath.of("/etc/a"))).isNotNull();
          assertThatThrownBy(() -> files.readIfExists(BytePath.of("/etc/b")))
              .isInstanceOf(IOException.class)
              .hasMessageContaining("more than 4 bytes");
          assertThat(files.readIfExists(BytePath.of("/etc/c"))).isNotNull();
        });
  }
}
