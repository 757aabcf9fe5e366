// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.JavaPath;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PathBytesTest {
  /** One character for one byte. */
  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/tmp", "/a b/%41", "/caf\u00c3\u00a9", "/\u00ff\u0001", "/a?b#c", "/\u0080"})
  void pathKeepsItsBytes(String latin1) {
    BytePath path = BytePath.of(Bytes.latin1(latin1));

    Path java = JavaPath.of(path);

    assertThat(JavaPath.bytes(java)).isEqualTo(path);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a/b", "./a"})
  void relativePathStartsInTheCurrentDirectory(String text) {
    assertThat(JavaPath.bytes(Path.of(text)))
        .isEqualTo(BytePath.of(Path.of(text).toAbsolutePath().normalize().toString()));
  }
}
