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
    "'', A=1, A=1 TMPDIR=/x",
    "'', TMPDIR=/old A=1, A=1 TMPDIR=/x",
    "'', TMPDIR2=/old, TMPDIR2=/old TMPDIR=/x",
    "'', CLASSPATH=/c EPHEMERA_OUTER_CLASSPATH=/d,"
        + " CLASSPATH=/c EPHEMERA_OUTER_CLASSPATH=/d TMPDIR=/x",
    "MALLOC_ARENA_MAX, MALLOC_ARENA_MAX=1, TMPDIR=/x",
    "MALLOC_ARENA_MAX, EPHEMERA_OUTER_MALLOC_ARENA_MAX=8 MALLOC_ARENA_MAX=1,"
        + " MALLOC_ARENA_MAX=8 TMPDIR=/x",
    "JAVA_TOOL_OPTIONS, EPHEMERA_OUTER_JAVA_TOOL_OPTIONS=-Da, JAVA_TOOL_OPTIONS=-Da TMPDIR=/x",
    "CLASSPATH, EPHEMERA_OUTER_LD_PRELOAD=/e, EPHEMERA_OUTER_LD_PRELOAD=/e TMPDIR=/x",
    "CLASSPATH, EPHEMERA_OUTER_=/e CLASSPATH2=/c, EPHEMERA_OUTER_=/e CLASSPATH2=/c TMPDIR=/x",
  })
  void environmentIsTheCallersWithAnotherTmpdir(String hidden, String ours, String child) {
    List<Bytes> entries = new ArrayList<>();
    for (String entry : ours.split(" ", -1)) {
      entries.add(Bytes.latin1(entry));
    }

    assertThat(ChildEnvironment.with(BytePath.of("/x"), entries, List.of(hidden)))
        .extracting(Bytes::latin1)
        .containsExactly(child.split(" ", -1));
  }
}
