// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ephemera.fs.Directory;
import io.ephemera.fs.Name;
import io.ephemera.testkit.Tree;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemporaryDirectoryTest extends TemporaryTestCase {
  @Test
  void directoryIsPrivateLockedAndEmpty() throws Exception {
    try (TemporaryDirectory directory = TemporaryDirectory.create(place())) {
      assertThat(mode(directory.path())).isEqualTo(0700);
      assertThat(isLocked(directory.path())).isTrue();
      assertThat(directory.path()).isEmptyDirectory();
      Name name = Name.of(String.valueOf(directory.path().getFileName()));
      assertThat(TemporaryName.isOf(name, new Application(APPLICATION))).isTrue();
    }
    assertThat(names()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "f",
        "f 0000 \"x\"",
        "d/@d/e/@d/e/f@d/g/",
        "l => ../kept@d/@d/m => ../../kept@n => /",
        "p|@s=",
        "d/ 0000",
        "d/@d/e/ 0500",
        "\\xff\\n",
      })
  void closeRemovesTheContentAndFollowsNoLink(String content) throws Exception {
    build("kept/\nkept/f \"kept\"\n");
    try (TemporaryDirectory directory = TemporaryDirectory.create(place())) {
      Tree.build(content.replace('@', '\n') + "\n", directory.path());
    }
    assertThat(tree()).isEqualTo("kept/\nkept/f \"kept\"\n");
  }

  @Test
  void closeRemovesUnreadableDirectories() throws Exception {
    try (TemporaryDirectory directory = TemporaryDirectory.create(place())) {
      Tree.build("d/\nd/f\n", directory.path());
      Files.setAttribute(directory.path().resolve("d"), "unix:mode", 0);
      Files.setAttribute(directory.path(), "unix:mode", 0);
    }
    assertThat(names()).isEmpty();
  }

  @Test
  void closeAcceptsARemovedDirectory() throws Exception {
    try (TemporaryDirectory directory = TemporaryDirectory.create(place())) {
      Files.delete(directory.path());
    }
    assertThat(names()).isEmpty();
  }

  @Test
  void closeKeepsAMovedDirectoryAndWhatTookItsName() throws Exception {
    Path path;
    try (TemporaryDirectory directory = TemporaryDirectory.create(place())) {
      path = directory.path();
      Tree.build("f\n", path);
      Files.move(path, path("moved"));
      Files.createDirectory(path);
      Tree.build("g\n", path);
    }
    assertThat(names(path("moved"))).containsExactly("f");
    assertThat(names(path)).containsExactly("g");
  }

  @Test
  void closeDoesNotFollowALinkAtItsName() throws Exception {
    build("kept/\nkept/f\n");
    Path path;
    try (TemporaryDirectory directory = TemporaryDirectory.create(place())) {
      path = directory.path();
      Files.delete(path);
      Files.createSymbolicLink(path, path("kept"));
    }
    assertThat(names(path("kept"))).containsExactly("f");
    assertThat(path).isSymbolicLink();
  }

  @Test
  void closeKeepsHeldEntriesAndRemovesTheRest() throws Exception {
    TemporaryDirectory outer = TemporaryDirectory.create(place());
    Tree.build("a\nd/\nd/b\nz/\n", outer.path());
    Place within = Place.at(outer.path().resolve("d"), Purpose.TEMPORARY, "other");
    TemporaryDirectory inner = TemporaryDirectory.create(within);
    TemporaryFile file = TemporaryFile.named(within);

    assertThatThrownBy(outer::close)
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("a running process holds a lock on it");

    assertThat(names(outer.path())).containsExactly("d");
    assertThat(inner.path()).isDirectory();
    assertThat(file.path()).exists();
    assertThat(isLocked(outer.path())).isFalse();
    file.close();
    inner.close();
    assertThat(Sweeper.dryRun(path(""), APPLICATION).removed()).containsExactly(outer.path());
    outer.close();
    outer.close();
    assertThat(names()).isEmpty();
  }

  @Test
  void closingAgainKeepsWhatTookTheNameOfALeftOverDirectory() throws Exception {
    TemporaryDirectory directory = TemporaryDirectory.create(place());
    Place within = Place.at(directory.path(), Purpose.TEMPORARY, "other");
    try (TemporaryFile file = TemporaryFile.named(within)) {
      assertThat(file.path()).exists();
      assertThatThrownBy(directory::close).isInstanceOf(FileSystemException.class);
    }
    Files.delete(directory.path());
    Files.createDirectory(directory.path());
    Tree.build("f\n", directory.path());

    directory.close();

    assertThat(names(directory.path())).containsExactly("f");
  }

  @Test
  void lockFailsAfterACleanerRemovedIt() throws Exception {
    Name name = TemporaryName.random(new Application(APPLICATION));
    try (Directory parent = directory();
        Directory created = parent.createDirectory(name, 0700);
        Directory readable = created.reopenForReading()) {
      assertThat(TemporaryDirectory.lock(parent, name, readable, 0700)).isTrue();
      parent.removeDirectory(name);
      assertThat(TemporaryDirectory.lock(parent, name, readable, 0700)).isFalse();
      parent.createDirectory(name, 0700).close();
      assertThat(TemporaryDirectory.lock(parent, name, readable, 0700)).isFalse();
    }
  }
}
