// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.linux.errno.Errno;
import io.ephemera.testkit.TestUser;
import io.ephemera.testkit.Umask;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that get their name when they are complete, and names that must be free. */
class PublishTest extends FsTestCase {
  private static final Name NAME = Name.of("name");

  @Test
  void anUnnamedFileDisappearsWhenItIsClosed() throws Exception {
    try (Directory here = directory("");
        OpenFile file = Objects.requireNonNull(here.createUnnamed(0600))) {
      file.write(Bytes.latin1("content"));
      assertThat(tree()).isEmpty();
      assertThat(file.stat().links()).isZero();
    }
    assertThat(tree()).isEmpty();
  }

  @ParameterizedTest(name = "mode {0} under umask {1}")
  @CsvSource({"600, 022", "600, 777", "644, 077", "666, 022", "777, 0"})
  void anUnnamedFileGetsItsNameWithItsContentAndMode(String mode, String umask) throws Exception {
    int wanted = Integer.parseInt(mode, 8);
    try (Directory here = directory("");
        OpenFile file =
            Umask.during(
                Integer.parseInt(umask, 8),
                () -> Objects.requireNonNull(here.createUnnamed(wanted)))) {
      file.write(Bytes.latin1("content"));
      here.createLink(NAME, file);
      try (OpenFile named = here.openFile(NAME)) {
        assertThat(named.stat().mode()).isEqualTo(wanted);
        assertThat(named.readAll(100)).isEqualTo(Bytes.latin1("content"));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"name", "name/", "name => nowhere", "name => .", "name ="})
  void linkingDoesNotReplaceATakenName(String tree) throws Exception {
    build(tree.endsWith("=") ? "name" : tree);
    String before = tree();
    try (Directory here = directory("");
        OpenFile file = Objects.requireNonNull(here.createUnnamed(0600))) {
      assertThatThrownBy(() -> here.createLink(NAME, file))
          .asInstanceOf(type(SystemCallException.class))
          .returns(Errno.EEXIST, SystemCallException::errno);
    }
    assertThat(tree()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"from\nname", "from\nname/", "from/\nname/", "from\nname => from"})
  void renameToFreeReplacesNothing(String tree) throws Exception {
    build(tree);
    String before = tree();
    try (Directory here = directory("")) {
      assertThatThrownBy(() -> here.renameToFree(Name.of("from"), NAME))
          .asInstanceOf(type(SystemCallException.class))
          .returns(Errno.EEXIST, SystemCallException::errno);
      assertThat(tree()).isEqualTo(before);

      here.renameToFree(Name.of("from"), Name.of("free"));
      assertThat(here.statIfExists(Name.of("from"))).isNull();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', regular file",
    "name, regular file",
    "name/, EISDIR",
    "name => other, ELOOP",
    "name => nowhere, ELOOP",
  })
  void openOrCreateFollowsNoLink(String tree, String result) throws Exception {
    build(tree);
    try (Directory here = directory("")) {
      assertThat(opened(here)).isEqualTo(result);
    }
  }

  private static String opened(Directory here) throws SystemCallException {
    try (OpenFile file = here.openOrCreateFile(NAME, 0600)) {
      return file.stat().type().text();
    } catch (SystemCallException e) {
      return e.errno().name();
    }
  }

  @Test
  void aFileSystemWithoutUnnamedFilesIsReportedAsNull() throws Exception {
    assumeTrue(TestUser.isRoot(), "needs root: others may not write to /proc");
    try (Directory proc = Directory.openAmbient(BytePath.of("/proc"))) {
      assertThat(proc.createUnnamed(0600)).isNull();
      assertThat(proc.createNeverNamed(0600)).isNull();
    }
    assertThat(Directory.createNeverNamedAmbient(BytePath.of("/proc"), 0600)).isNull();
  }

  @Test
  void aSharedLockExcludesExclusiveLocksOnly() throws Exception {
    build("d/");
    try (Directory first = directory("d");
        Directory second = directory("d");
        Directory third = directory("d")) {
      first.lockShared();
      second.lockShared();
      assertThat(third.tryLock()).isFalse();
      first.unlock();
      assertThat(third.tryLock()).isFalse();
      second.unlock();
      assertThat(third.tryLock()).isTrue();
    }
  }

  @Test
  void fileSystemFactsAreThoseOfDf() throws Exception {
    try (Directory here = directory("")) {
      FileSystem facts = here.fileSystem();
      var store = java.nio.file.Files.getFileStore(folder.path());

      assertThat(facts.size()).hasValue(store.getTotalSpace());
      assertThat(facts.readOnly()).isEqualTo(store.isReadOnly());
      assertThat(facts.available().orElseThrow()).isBetween(1L, facts.size().orElseThrow());
      assertThat(facts.inodes()).isPositive();
      assertThat(facts.typeName()).isNotEmpty();
    }
  }
}
