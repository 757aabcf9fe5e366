// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class DirectoryStreamTest extends FsTestCase {
  private static final int MANY = 100_000;

  @Test
  void everyEntryButTheDotsIsReturnedOnceWithItsType() throws IOException {
    build("d/\nd/.hidden\nd/\\xff\nd/sub/\nd/link => x\nd/fifo|\nd/socket=\nd/...\n");
    Set<String> seen = new TreeSet<>();
    try (Directory d = directory("d")) {
      DirectoryStream entries = d.entries();
      for (Name name = entries.next(); name != null; name = entries.next()) {
        assertThat(seen.add(name + " " + entries.type().text())).isTrue();
      }
      assertThat(entries.next()).isNull();
    }
    assertThat(seen)
        .containsExactly(
            "... regular file",
            ".hidden regular file",
            "\\xff regular file",
            "fifo fifo",
            "link symbolic link",
            "socket socket",
            "sub directory");
  }

  @Test
  void anEmptyDirectoryHasNoEntries() throws IOException {
    build("d/\n");
    try (Directory d = directory("d")) {
      assertThat(d.entries().next()).isNull();
    }
  }

  @Test
  void aHundredThousandEntriesAreRemovedWhileTheyAreRead() throws IOException {
    build("d/\n");
    int read = 0;
    try (Directory d = directory("d")) {
      for (int i = 0; i < MANY; i++) {
        d.createSymlink(Name.of("n" + i), Bytes.latin1("x")).close();
      }
      DirectoryStream entries = d.entries();
      for (Name name = entries.next(); name != null; name = entries.next()) {
        d.remove(name);
        read++;
      }
    }
    assertThat(read).isEqualTo(MANY);
    assertThat(tree()).isEqualTo("d/\n");
  }

  @Test
  void aDirectoryOpenedWithOPathCannotBeRead() throws IOException {
    build("d/\n");
    try (Directory held = Directory.openAmbient(bytePath(path("d")))) {
      assertThatThrownBy(() -> held.entries().next()).hasMessageContaining("Bad file descriptor");
    }
  }

  @Test
  void readingChangesNoAccessTime() throws IOException {
    build("d/ @10d\nd/f @10d\n");
    build("d/ @10d\n");
    try (Directory d = directory("d")) {
      assertThat(d.entries().next()).isEqualTo(Name.of("f"));
      assertThat(d.stat().accessTime()).isEqualTo(d.stat().modificationTime());
    }
  }
}
