// SPDX-License-Identifier: Apache-2.0
package io.ephemera.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TreeTest {
  private final TestFolder folder = TestFolder.create();

  @AfterEach
  void remove() {
    folder.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "d/\n",
        "d/ 0700\n",
        "d/ 1777\nd/s/ 2755\n",
        "d/\nd/f\n",
        "f 0600\n",
        "f 4755\n",
        "f \"two words\\nand \\\"quotes\\\" \\\\ \\xff\"\n",
        "l => nowhere\n",
        "l => ../a\\x20b\n",
        "a \"x\"\nb == a\nd/\nd/c == a\n",
        "p|\n",
        "p| 0600\n",
        "s=\n",
        "s= 0777\n",
        "\\x80\\xff\\x20 0600\n",
        "z\\xc3\\xa4/\nz\\xc3\\xa4/f\n",
        "f @10d\n",
        "f @3h\n",
        "f @90m\n",
        "f @-2d\n",
        "d/ @10d\nd/f @2d\n",
        "f @10d a@20d\n",
        "l => x @5d\n",
        "f user.note=\"a b\" user.z=\"\\x00\" \"content\"\n",
        "",
      })
  void aTreeIsDescribedAsItWasWritten(String text) {
    Tree.build(text, folder.path());

    assertThat(Tree.describe(folder.path())).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "d/ daemon\n",
        "f daemon:root\n",
        "f 0600 1234:1234 \"x\"\n",
        "l => x daemon\n",
        "n% 0600 char:1:3\n",
        "n% daemon block:7:300\n",
        "f 6755 daemon\n",
        "l => x trusted.a=\"b\"\n",
      })
  void aTreeThatOnlyRootCanCreateIsDescribedAsItWasWritten(String text) {
    assumeTrue(TestUser.isRoot(), "needs root");
    Tree.build(text, folder.path());

    assertThat(Tree.describe(folder.path())).isEqualTo(text);
  }

  @Test
  void entriesAreInTheOrderOfTheirBytes() {
    Tree.build("b\n\\xff\na/x\nA\na.b\n", folder.path());

    assertThat(Tree.describe(folder.path())).isEqualTo("A\na/\na/x\na.b\nb\n\\xff\n");
  }

  @Test
  void commentsBlankLinesAndIndentationAreIgnored() {
    Tree.build("  # nothing\n\n   d/\n     d/f\n", folder.path());

    assertThat(Tree.describe(folder.path())).isEqualTo("d/\nd/f\n");
  }

  @Test
  void describingChangesNoTimeOfAccess() throws IOException {
    Tree.build("d/ @10d\nd/f @10d \"x\"\n", folder.path());
    String first = Tree.describe(folder.path());

    assertThat(first).isEqualTo("d/ @10d\nd/f @10d \"x\"\n");
    for (String name : new String[] {"d", "d/f"}) {
      Path path = folder.path().resolve(name);
      assertThat(Files.getAttribute(path, "lastAccessTime", LinkOption.NOFOLLOW_LINKS))
          .isEqualTo(Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/d/",
        "../f",
        "d/../f",
        "f \"open",
        "f @10",
        "f @xd",
        "n% char:1",
        "f nobody-has-this-name"
      })
  void anInvalidTreeIsRejected(String text) {
    assertThatThrownBy(() -> Tree.build(text, folder.path()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(Tree.describe(folder.path())).isIn("", "f 0600\n");
  }
}
