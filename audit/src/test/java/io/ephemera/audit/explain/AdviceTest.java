// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.fs.BytePath;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lines to paste into a shell mean the path and nothing else. */
class AdviceTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "/tmp/a        | echo 'x /tmp/a' >>/etc/tmpfiles.d/keep.conf",
        "`/tmp/a b`    | echo 'x \"/tmp/a b\"' >>/etc/tmpfiles.d/keep.conf",
        "/tmp/100%     | echo 'x \"/tmp/100%%\"' >>/etc/tmpfiles.d/keep.conf",
        "/tmp/it's     | echo 'x /tmp/it'\\''s' >>/etc/tmpfiles.d/keep.conf",
        "/tmp/a*       | echo 'x \"/tmp/a\\\\*\"' >>/etc/tmpfiles.d/keep.conf",
      })
  void theLineThatKeepsAPathIsQuotedForTheShellAndForTheFile(String path, String expected) {
    Advice advice = Advice.of(BytePath.of(path), null, Optional.empty(), List.of());

    assertThat(advice.keep()).containsExactly(expected);
  }
}
