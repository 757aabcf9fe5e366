// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.records;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.fs.BytePath;
import io.ephemera.isolate.plan.DirectoryKind;
import io.ephemera.isolate.plan.Locking;
import io.ephemera.isolate.plan.PlannedDirectory;
import io.ephemera.isolate.plan.RunException;
import io.ephemera.testkit.TestFolder;
import io.ephemera.testkit.TestUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Symbolic links to directories of a command. */
class LinkMakerTest {
  private final TestFolder folder = TestFolder.with("run/\n");
  private final Path run = folder.path().resolve("run");
  private final Path link = run.resolve("way/link");
  private RunStore records;
  private Instance instance;

  @BeforeEach
  void begin() throws IOException {
    assumeTrue(TestUser.isRoot(), "needs root, for files of other users");
    records = RunStore.at(Plans.bytes(folder.path().resolve("store")), Steps.UNOBSERVED);
    instance = records.begin(Plans.of("app", new Locking.None()), message -> {});
  }

  @AfterEach
  void close() throws IOException {
    if (records != null) {
      instance.remove(outcome -> {});
      records.close();
    }
    folder.close();
  }

  private PlannedDirectory planned(DirectoryKind kind) {
    return new PlannedDirectory(
        kind, Plans.bytes(run.resolve("app/deep")), 0755, 0, 0, List.of(Plans.bytes(link)), false);
  }

  @ParameterizedTest
  @CsvSource({
    "/run/l, /run/app, app",
    "/run/app-l, /run/app/deep, app/deep",
    "/run/a/l, /run/app, ../app",
    "/run/a/b/l, /run/a/c, ../c",
    "/run/app/l, /run/app, ../app",
  })
  void theTextIsRelative(String from, String to, String text) {
    assertThat(LinkMaker.text(BytePath.of(from), BytePath.of(to)).latin1()).isEqualTo(text);
  }

  @Test
  void aLinkIsRemovedWithItsRuntimeDirectory() throws Exception {
    instance.makeDirectory(planned(DirectoryKind.RUNTIME));
    assertThat(Files.readSymbolicLink(link)).isEqualTo(Path.of("../app/deep"));
    instance.remove(outcome -> {});
    assertThat(run).isEmptyDirectory();
  }

  @ParameterizedTest
  @CsvSource({"STATE", "CACHE", "LOGS", "CONFIGURATION"})
  void aLinkStaysWithADirectoryThatStays(DirectoryKind kind) throws Exception {
    instance.makeDirectory(planned(kind));
    instance.remove(outcome -> {});
    assertThat(link).isSymbolicLink().isDirectory();
    assertThat(run.resolve("way").toFile().list()).containsExactly("link");
  }

  @Test
  void theLastOfTwoRunsRemovesIt() throws Exception {
    instance.makeDirectory(planned(DirectoryKind.RUNTIME));
    Instance other = records.begin(Plans.of("other", new Locking.None()), message -> {});
    other.makeDirectory(planned(DirectoryKind.RUNTIME));
    instance.remove(outcome -> {});
    assertThat(link).isSymbolicLink();
    other.remove(outcome -> {});
    assertThat(Files.exists(link, NOFOLLOW_LINKS)).isFalse();
  }

  @Test
  void somethingElseInItsPlaceIsNotRemoved() throws Exception {
    instance.makeDirectory(planned(DirectoryKind.RUNTIME));
    Files.delete(link);
    Files.createSymbolicLink(link, Path.of("../app/deep"));
    instance.remove(outcome -> {});
    assertThat(link).isSymbolicLink();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "echo file >way/link",
        "mkdir way/link",
        "ln -s elsewhere way/link",
        "ln -s ../app/deep way/link; chown -h 4711 way/link",
        "chown 4711 way",
        "chmod 777 way",
      })
  void whatAnotherUserCouldHaveMadeIsRefused(String script) throws Exception {
    shell("mkdir way");
    shell(script);
    assertThatThrownBy(() -> instance.makeDirectory(planned(DirectoryKind.RUNTIME)))
        .isInstanceOfSatisfying(
            RunException.class, e -> assertThat(e.failure().status()).isEqualTo(73));
    shell("chown 0 way; chmod 755 way; rm -rf way/link; ln -s ../app/deep way/link");
    instance.makeDirectory(planned(DirectoryKind.RUNTIME));
    instance.remove(outcome -> {});
    assertThat(link).isSymbolicLink(); // the run did not make it
  }

  private void shell(String script) throws Exception {
    int status =
        new ProcessBuilder("sh", "-ec", script)
            .directory(run.toFile())
            .inheritIO()
            .start()
            .waitFor();
    assertThat(status).isZero();
  }
}
