// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.temp;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChildEnvironmentTest {
  @ParameterizedTest
  @CsvSource({
    "A=1, A=1 TMPDIR=/x",
    "TMPDIR=/old A=1, A=1 TMPDIR=/x",
    "TMPDIR2=/old, TMPDIR2=/old TMPDIR=/x",
    "MALLOC_ARENA_MAX=1, MALLOC_ARENA_MAX=1 TMPDIR=/x",
    "EPHEMERA_OUTER=1 MALLOC_ARENA_MAX=1, TMPDIR=/x",
    "EPHEMERA_OUTER=1 EPHEMERA_OUTER_MALLOC_ARENA_MAX=8 MALLOC_ARENA_MAX=1,"
        + " MALLOC_ARENA_MAX=8 TMPDIR=/x",
    "EPHEMERA_OUTER_JAVA_TOOL_OPTIONS=-Da EPHEMERA_OUTER=1, JAVA_TOOL_OPTIONS=-Da TMPDIR=/x",
    "EPHEMERA_JAVA_OPTIONS=-Da, EPHEMERA_JAVA_OPTIONS=-Da TMPDIR=/x",
  })
  void environmentIsTheCallersWithAnotherTmpdir(String ours, String child) {
    List<Bytes> entries = new ArrayList<>();
    for (String entry : ours.split(" ", -1)) {
      entries.add(Bytes.latin1(entry));
    }

    assertThat(ChildEnvironment.with(BytePath.of("/x"), entries))
        .extracting(Bytes::latin1)
        .containsExactly(child.split(" ", -1));
  }
}
