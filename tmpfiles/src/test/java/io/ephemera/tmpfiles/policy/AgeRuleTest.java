// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Inode;
import io.ephemera.fs.Stat;
import io.ephemera.tmpfiles.language.Age;
import io.ephemera.tmpfiles.language.Timestamp;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AgeRuleTest {
  private static @Nullable Reason reasonToKeep(Stat stat, long age, Set<Timestamp> selected) {
    return AgeRule.of(new Age(age, false, selected, selected), false, Long.MAX_VALUE - 1)
        .reasonToKeep(stat);
  }

  /** The file system proc keeps no time of birth. */
  @Test
  void ageOfAnEntryWithoutAnySelectedTimestampIsUnknown() throws IOException {
    Set<Timestamp> birth = Set.of(Timestamp.BIRTH);
    Set<Timestamp> both = Set.of(Timestamp.BIRTH, Timestamp.MODIFICATION);
    try (Inode file = Inode.openAmbient(BytePath.of("/proc/version"))) {
      Stat stat = file.stat();

      assertThat(stat.birthTime()).isEqualTo(Stat.NO_TIME);
      assertThat(reasonToKeep(stat, 1, birth)).isEqualTo(Reason.AGE_UNKNOWN);
      assertThat(reasonToKeep(stat, 1, both)).isNull();
      assertThat(reasonToKeep(stat, 0, birth)).as("of any age").isNull();
    }
  }
}
