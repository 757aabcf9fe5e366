// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.command;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.fs.BytePath;
import io.ephemera.isolate.plan.Identity;
import io.ephemera.isolate.plan.ProcessSettings;
import io.ephemera.isolate.plan.RunException;
import io.ephemera.isolate.plan.StandardStream;
import io.ephemera.isolate.plan.StandardStream.Opening;
import io.ephemera.testkit.TestFolder;
import io.ephemera.testkit.TestUser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that are opened as root for a command of another user. */
class OpenedStreamsTest {
  private static final int SERVICE = 4711;
  private static final Identity USER =
      new Identity.Changed(SERVICE, SERVICE, List.of(SERVICE), null);

  private final TestFolder folder = TestFolder.create();

  @BeforeEach
  void prepare() throws Exception {
    assumeTrue(TestUser.isRoot(), "needs root, for files of other users");
    shell(
        "mkdir shared of-stranger of-service loose; chmod 1777 shared; chmod 777 loose;"
            + " echo secret >of-root; echo s >shared/of-stranger; echo s >shared/of-service;"
            + " echo s >other; ln other shared/second-name; ln -s ../of-root shared/link;"
            + " ln -s ../of-root of-service/link; echo x >of-service/of-root;"
            + " mkfifo fifo; mkdir directory; ln -s of-root link-of-root;"
            + " chown 4712 of-stranger shared/of-stranger; chown -h 4712 shared/link;"
            + " chown 4711 of-service shared/of-service; chown -h 4711 of-service/link");
  }

  private void shell(String script) throws Exception {
    int status =
        new ProcessBuilder("sh", "-ec", script)
            .directory(folder.path().toFile())
            .inheritIO()
            .start()
            .waitFor();
    assertThat(status).isZero();
  }

  @AfterEach
  void remove() {
    folder.close();
  }

  private static StandardStream file(Path path, Opening opening) {
    return new StandardStream.OfFile(BytePath.of(path.toString()), opening);
  }

  private static ProcessSettings settings(StandardStream input, StandardStream output) {
    return new ProcessSettings(
        false, List.of(), null, null, null, input, output, new StandardStream.Inherited());
  }

  private void open(String name, Opening opening) throws RunException {
    StandardStream stream = file(folder.path().resolve(name), opening);
    StandardStream none = new StandardStream.Inherited();
    ProcessSettings settings =
        opening == Opening.READ ? settings(stream, none) : settings(none, stream);
    OpenedStreams.open(settings, USER, 022).close();
  }

  @ParameterizedTest
  @CsvSource({
    "new, 0, 100644",
    "of-root, 0, 100644",
    "link-of-root, 0, 120777",
    "shared/new, 0, 100644",
    "shared/of-service, 4711, 100644",
    "of-service/new, 4711, 100644",
  })
  void aFileThatIsSafeIsOpenedOrMade(String name, int owner, String mode) throws Exception {
    open(name, Opening.APPEND);
    open(name, Opening.APPEND);
    Path path = folder.path().resolve(name);
    assertThat(Files.getAttribute(path, "unix:uid", NOFOLLOW_LINKS)).isEqualTo(owner);
    assertThat(Integer.toOctalString((int) Files.getAttribute(path, "unix:mode", NOFOLLOW_LINKS)))
        .isEqualTo(mode);
  }

  @ParameterizedTest
  @CsvSource({
    "shared/of-stranger, belongs to user 4712",
    "shared/link, unsafe path transition",
    "shared/second-name, it has 2 names",
    "of-service/link, unsafe path transition",
    "of-service/of-root, unsafe path transition",
    "of-stranger/new, other users can replace",
    "loose/new, other users can replace",
    "missing/new, No such file",
    "directory, it is a directory",
    "fifo, No such device or address",
  })
  void aFileToWhichAnotherUserLedIsNotWritten(String name, String message) {
    for (Opening opening : List.of(Opening.WRITE, Opening.APPEND, Opening.TRUNCATE)) {
      assertThatThrownBy(() -> open(name, opening))
          .isInstanceOfSatisfying(
              RunException.class, e -> assertThat(e.failure().status()).isEqualTo(73))
          .hasMessageContaining("as standard output: ")
          .hasMessageContaining(message);
    }
    assertThat(folder.path().resolve("of-root")).hasContent("secret\n");
    assertThat(folder.path().resolve("of-stranger")).isEmptyDirectory();
    assertThat(folder.path().resolve("loose")).isEmptyDirectory();
  }

  @ParameterizedTest
  @CsvSource({
    "shared/link, unsafe path transition",
    "of-service/link, unsafe path transition",
    "of-service/of-root, unsafe path transition",
    "directory, it is a directory",
    "missing, No such file",
  })
  void nothingIsReadToWhichAnotherUserLed(String name, String message) {
    assertThatThrownBy(() -> open(name, Opening.READ))
        .isInstanceOf(RunException.class)
        .hasMessageContaining(message);
  }

  @Test
  void whatIsRootsIsRead() throws Exception {
    open("link-of-root", Opening.READ);
    open("fifo", Opening.READ);
  }

  @Test
  void outputAndErrorToOneFileShareItsPosition() throws Exception {
    StandardStream file = file(folder.path().resolve("new"), Opening.WRITE);
    ProcessSettings settings =
        new ProcessSettings(
            false, List.of(), null, null, null, new StandardStream.Null(), file, file);
    try (OpenedStreams opened = OpenedStreams.open(settings, USER, -1)) {
      assertThat(opened.files().get(2)).isSameAs(opened.files().get(1)).isNotNull();
      assertThat(opened.files().get(0)).isNotNull();
    }
  }
}
