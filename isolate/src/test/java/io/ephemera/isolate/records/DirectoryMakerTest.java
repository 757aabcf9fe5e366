// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.records;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.fs.Bytes;
import io.ephemera.fs.Inode;
import io.ephemera.isolate.plan.DirectoryKind;
import io.ephemera.isolate.plan.Locking;
import io.ephemera.isolate.plan.PlannedDirectory;
import io.ephemera.isolate.plan.RunException;
import io.ephemera.testkit.TestFolder;
import io.ephemera.testkit.TestUser;
import io.ephemera.testkit.Umask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Directories get exactly their owner and mode, and existing ones are used only if they fit. */
class DirectoryMakerTest {
  private static final int OTHER = 65533;

  /** {@code user::rwx,user:1234:rwx,group::r-x,mask::rwx,other::r-x}, acl(5). */
  private static final byte[] LIST =
      HexFormat.of()
          .parseHex(
              "02000000"
                  + "01000700ffffffff"
                  + "02000700d2040000"
                  + "04000500ffffffff"
                  + "10000700ffffffff"
                  + "20000500ffffffff");

  private final TestFolder folder = TestFolder.with("run/\n");
  private final Path store = folder.path().resolve("store");
  private final Path made = folder.path().resolve("run/app");
  private RunStore records;
  private Instance instance;

  @BeforeEach
  void begin() throws IOException {
    assumeTrue(TestUser.isRoot(), "needs root, for files of other users");
    records = RunStore.at(Plans.bytes(store), Steps.UNOBSERVED);
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

  private static PlannedDirectory planned(DirectoryKind kind, Path path) {
    return Plans.planned(kind, path, 0750, OTHER);
  }

  private void shell(String script) throws IOException {
    try {
      int status =
          new ProcessBuilder("sh", "-e", "-c", script)
              .directory(folder.path().resolve("run").toFile())
              .inheritIO()
              .start()
              .waitFor();
      assertThat(status).as(script).isZero();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void giveDefaultList(Path directory) throws IOException {
    try (Inode inode = Inode.openAmbient(Plans.bytes(directory))) {
      inode.setAttribute("system.posix_acl_default", Bytes.of(LIST));
    }
  }

  private static void assertHasNoList(Path directory) throws IOException {
    try (Inode inode = Inode.openAmbient(Plans.bytes(directory))) {
      assertThat(inode.attribute("system.posix_acl_default")).isNull();
      assertThat(inode.attribute("system.posix_acl_access")).isNull();
    }
  }

  private static String describe(Path path) throws IOException {
    return String.format(
        "%s %s %04o",
        Files.getAttribute(path, "unix:uid"),
        Files.getAttribute(path, "unix:gid"),
        (int) Files.getAttribute(path, "unix:mode") & 07777);
  }

  @ParameterizedTest
  @CsvSource({"RUNTIME", "STATE", "CACHE", "LOGS", "CONFIGURATION"})
  void ownerAndModeAreExactWhateverIsInherited(DirectoryKind kind) throws Exception {
    shell("chmod 2755 .");
    giveDefaultList(folder.path().resolve("run"));
    PlannedDirectory planned = planned(kind, made.resolve("deep"));
    Void ignored =
        Umask.during(
            0777,
            () -> {
              instance.makeDirectory(planned);
              return null;
            });
    assertThat(describe(made.resolve("deep"))).isEqualTo("65533 65533 0750");
    assertThat(describe(made)).isEqualTo("0 0 0755");
    assertHasNoList(made);
    assertHasNoList(made.resolve("deep"));
  }

  @Test
  void aSpecialModeIsSetToo() throws IOException {
    instance.makeDirectory(Plans.planned(DirectoryKind.RUNTIME, made, 02775, OTHER));
    assertThat(describe(made)).isEqualTo("65533 65533 2775");
  }

  @Test
  void anExistingOneThatFitsIsUsedAndStays() throws IOException {
    shell("mkdir -m 750 app && chown 65533:65533 app && touch app/content");
    instance.makeDirectory(planned(DirectoryKind.RUNTIME, made));
    instance.remove(outcome -> {});
    instance = records.begin(Plans.of("app", new Locking.None()), message -> {});
    assertThat(made.resolve("content")).exists();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ln -s /etc app|is a symbolic link, expected a directory; remove it: rm APP",
        "touch app     |is a regular file, expected a directory; remove it: rm APP",
        "mkfifo app    |is a fifo, expected a directory; remove it: rm APP",
        "mkdir -m 750 app && chown 1234:65533 app|belongs to 1234:65533, expected 65533:65533;"
            + " check its content, then run: chown 65533:65533 APP",
        "mkdir -m 750 app && chown 65533:0 app   |belongs to 65533:root, expected 65533:65533;"
            + " check its content, then run: chown 65533:65533 APP",
        "mkdir -m 755 app && chown 1234:65533 app|belongs to 1234:65533 with mode 0755, expected"
            + " 65533:65533 with mode 0750; check its content, then run: chown 65533:65533 APP &&"
            + " chmod 0750 APP",
        "mkdir -m 755 app && chown 65533:65533 app|has mode 0755, expected 0750; run: chmod 0750 APP",
      })
  void anExistingOneThatDoesNotFitIsRefusedWithARemedy(String script, String fault)
      throws IOException {
    shell(script);
    for (DirectoryKind kind : new DirectoryKind[] {DirectoryKind.RUNTIME, DirectoryKind.STATE}) {
      assertThatThrownBy(() -> instance.makeDirectory(planned(kind, made)))
          .isInstanceOf(RunException.class)
          .hasMessage("\"" + made + "\" " + fault.replace("APP", made.toString()));
    }
  }

  @Test
  void anExistingOneWithAnAccessControlListIsRefused() throws IOException {
    shell("mkdir -m 750 app && chown 65533:65533 app");
    giveDefaultList(made);
    assertThatThrownBy(() -> instance.makeDirectory(planned(DirectoryKind.RUNTIME, made)))
        .hasMessageContaining("setfacl -b " + made);
  }

  @Test
  void aParentOfAStrangerIsRefused() throws IOException {
    shell("mkdir app && chown 1234 app");
    Path below = made.resolve("below");
    assertThatThrownBy(() -> instance.makeDirectory(planned(DirectoryKind.RUNTIME, below)))
        .isInstanceOf(RunException.class)
        .hasMessageContaining("belongs to user 1234");
    assertThatThrownBy(
            () -> instance.makeDirectory(planned(DirectoryKind.RUNTIME, below.resolve("x"))))
        .isInstanceOf(RunException.class);
    assertThat(made).isEmptyDirectory();
  }

  @Test
  void aParentThatAnyUserMayWriteToIsRefused() throws IOException {
    shell("mkdir app && chmod 1777 app");
    assertThatThrownBy(
            () -> instance.makeDirectory(planned(DirectoryKind.RUNTIME, made.resolve("x"))))
        .hasMessageContaining("is writable by any user");
  }

  @Test
  void aParentInADirectoryOfRootHasItsGroup() throws IOException {
    Path below = made.resolve("below");
    instance.makeDirectory(
        new PlannedDirectory(DirectoryKind.RUNTIME, Plans.bytes(below), 0750, 0, OTHER));
    assertThat(Files.getAttribute(made, "unix:gid")).isEqualTo(0);
    assertThat(Files.getAttribute(below, "unix:gid")).isEqualTo(OTHER);
  }

  @Test
  void configurationMayBeRootsAndOfAnyModeThatLetsNoOtherWrite() throws IOException {
    shell("mkdir -m 711 app");
    instance.makeDirectory(planned(DirectoryKind.CONFIGURATION, made));
    shell("chmod o+w app");
    assertThatThrownBy(() -> instance.makeDirectory(planned(DirectoryKind.CONFIGURATION, made)))
        .hasMessageContaining("is writable by any user; check its content, then run: chown root: ");
    shell("chmod o-w app && chown 1234 app");
    assertThatThrownBy(() -> instance.makeDirectory(planned(DirectoryKind.CONFIGURATION, made)))
        .hasMessageContaining("belongs to uid 1234");
  }

  @Test
  void onlyRuntimeDirectoriesAreRemoved() throws IOException {
    Path state = made.resolveSibling("state");
    instance.makeDirectory(planned(DirectoryKind.RUNTIME, made));
    instance.makeDirectory(planned(DirectoryKind.STATE, state));
    instance.remove(outcome -> {});
    assertThat(made).doesNotExist();
    assertThat(state).exists();
    instance = records.begin(Plans.of("app", new Locking.None(), true), message -> {});
    instance.makeDirectory(planned(DirectoryKind.RUNTIME, made));
    instance.remove(outcome -> {});
    instance = records.begin(Plans.of("app", new Locking.None()), message -> {});
    assertThat(made).exists();
  }

  @Test
  void theLastSharerRemoves() throws IOException {
    instance.makeDirectory(planned(DirectoryKind.RUNTIME, made));
    Instance other = records.begin(Plans.of("other", new Locking.None()), message -> {});
    other.makeDirectory(planned(DirectoryKind.RUNTIME, made));
    instance.remove(outcome -> {});
    assertThat(made).exists();
    other.remove(outcome -> {});
    assertThat(made).doesNotExist();
    instance = records.begin(Plans.of("app", new Locking.None()), message -> {});
  }

  @Test
  void aFrameIsClosedAndItsInsideIsAsTmp() throws IOException {
    Path tmp = Files.createDirectory(folder.path().resolve("tmp"));
    shell("chmod 1777 ../tmp");
    giveDefaultList(tmp);
    Path frame = Path.of(instance.makeFrame(Plans.bytes(tmp)).latin1());
    assertThat(frame.getFileName().toString())
        .matches("ephemera-private-[0-9a-f]{32}-app-[0-9a-f]{16}");
    assertThat(describe(frame)).isEqualTo("0 0 0700");
    assertThat(describe(frame.resolve("tmp"))).isEqualTo("0 0 1777");
    assertHasNoList(frame);
    assertHasNoList(frame.resolve("tmp"));
    Files.writeString(frame.resolve("tmp/file"), "content");
    instance.remove(outcome -> {});
    assertThat(tmp).isEmptyDirectory();
    instance = records.begin(Plans.of("app", new Locking.None()), message -> {});
  }

  @Test
  void aFrameCanBelongToAnotherUser() throws IOException {
    Path tmp = Files.createDirectory(folder.path().resolve("tmp"));
    Path frame = Path.of(instance.makeFrame(Plans.bytes(tmp), OTHER, OTHER).latin1());
    assertThat(describe(frame)).isEqualTo("65533 65533 0700");
    assertThat(describe(frame.resolve("tmp"))).isEqualTo("65533 65533 1777");
    instance.remove(outcome -> {});
    assertThat(tmp).isEmptyDirectory();
    instance = records.begin(Plans.of("app", new Locking.None()), message -> {});
  }

  @Test
  void aPidFileIsTheUsersAndReplacesALink() throws IOException {
    Instance other = records.begin(Plans.as(OTHER, "other"), message -> {});
    other.makeDirectory(planned(DirectoryKind.RUNTIME, made));
    Path victim = Files.writeString(folder.path().resolve("victim"), "kept");
    Path file = Files.createSymbolicLink(made.resolve("app.pid"), victim);
    other.writePidFile(Plans.bytes(file), 42);
    assertThat(victim).hasContent("kept");
    assertThat(
            Files.readAttributes(file, BasicFileAttributes.class, NOFOLLOW_LINKS).isRegularFile())
        .isTrue();
    assertThat(file).hasContent("42\n");
    assertThat(describe(file)).isEqualTo("65533 65533 0644");
    other.remove(outcome -> {});
    assertThat(made).doesNotExist();
  }

  @Test
  void aPidFileInTheDirectoryOfAStrangerIsRefused() throws IOException {
    shell("mkdir app && chown 1234 app");
    assertThatThrownBy(() -> instance.writePidFile(Plans.bytes(made.resolve("app.pid")), 42))
        .hasMessageContaining("belongs to user 1234");
    assertThat(made).isEmptyDirectory();
  }
}
