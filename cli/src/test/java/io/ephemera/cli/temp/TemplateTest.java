// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.temp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ephemera.cli.command.UsageException;
import io.ephemera.fs.Bytes;
import io.ephemera.testkit.TestFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest {
  private final TestFolder folder = TestFolder.create();

  @AfterEach
  void close() {
    folder.close();
  }

  private static Template template(String text, @Nullable String suffix) throws UsageException {
    return Template.of(Bytes.latin1(text), suffix == null ? null : Bytes.latin1(suffix));
  }

  @ParameterizedTest
  @CsvSource({
    "tmp.XXXXXXXXXX, , tmp., 10, ''",
    "XXX, , '', 3, ''",
    "aXXXb, , a, 3, b",
    "aXXXX, .c, a, 4, .c",
    "XXXaXXXb, , XXXa, 3, b",
    "d/e/aXXX, , d/e/a, 3, ''",
    "/aXXX.txt, , /a, 3, .txt",
    "XXX/aXXX, '', XXX/a, 3, ''",
  })
  void lastRunOfXBecomesRandom(
      String text, @Nullable String suffix, String head, int letters, String tail)
      throws UsageException {
    assertThat(template(text, suffix)).isEqualTo(new Template(head, letters, tail));
  }

  @ParameterizedTest
  @CsvSource({"a,", "aXX,", "'',", "XXX/a,", "XXX/aXX,", "aXXXb, .c", "aXXX, b/c", "aXXX, /"})
  void invalidTemplatesAreRefused(String text, @Nullable String suffix) {
    assertThatExceptionOfType(UsageException.class).isThrownBy(() -> template(text, suffix));
  }

  @ParameterizedTest
  @CsvSource({"false, rw-------", "true, rwx------"})
  void createdFilesArePrivate(boolean directory, String mode) throws Exception {
    Bytes parent = Bytes.latin1(folder.path().toString());
    Files.createDirectory(folder.path().resolve("d"));

    Bytes created = template("d/aXXXXX.txt", null).create(parent, directory);

    Path path = Path.of(created.latin1());
    assertThat(path.getParent()).isEqualTo(folder.path().resolve("d"));
    assertThat(String.valueOf(path.getFileName())).matches("a[a-zA-Z0-9]{5}\\.txt");
    assertThat(Files.isDirectory(path)).isEqualTo(directory);
    assertThat(Files.getPosixFilePermissions(path))
        .isEqualTo(java.nio.file.attribute.PosixFilePermissions.fromString(mode));
  }
}
