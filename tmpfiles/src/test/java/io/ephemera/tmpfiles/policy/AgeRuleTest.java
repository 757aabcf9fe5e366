// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Inode;
import io.ephemera.fs.Stat;
import io.ephemera.testkit.TestFolder;
import io.ephemera.tmpfiles.language.Age;
import io.ephemera.tmpfiles.language.Timestamp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AgeRuleTest {
  private static final long YEAR = 365 * 86_400_000_000L;

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

  /** Random times of access and modification, ages and letters, at the microsecond that decides. */
  @Test
  void anEntryIsOldExactlyFromItsDueTimeOn() throws IOException {
    Random random = new Random(1);
    try (TestFolder folder = TestFolder.with("f\nd/\n")) {
      for (int i = 0; i < 2000; i++) {
        Stat stat = stat(random, folder.path().resolve(random.nextBoolean() ? "f" : "d"));
        Set<Timestamp> letters = letters(random);
        long micros = random.nextInt(4) == 0 ? 0 : random.nextLong(10 * YEAR);
        long now = Math.max(micros + 1, any(random, stat) + micros + random.nextInt(-1, 2));
        Age age = new Age(micros, false, letters, letters);
        AgeRule rule = AgeRule.of(age, false, now);

        assertThat(rule.due(stat).isPast(now))
            .as("%s at %d", age, now)
            .isEqualTo(rule.reasonToKeep(stat) == null);
      }
    }
  }

  /** The file system proc keeps no time of birth; now and then it is asked. */
  private static Stat stat(Random random, Path path) throws IOException {
    boolean isProc = random.nextInt(10) == 0;
    if (!isProc) {
      Files.getFileAttributeView(path, BasicFileAttributeView.class)
          .setTimes(time(random), time(random), null);
    }
    try (Inode inode = Inode.openAmbient(BytePath.of(isProc ? "/proc/version" : "" + path))) {
      return inode.stat();
    }
  }

  private static FileTime time(Random random) {
    return FileTime.from(random.nextLong(50 * YEAR), TimeUnit.MICROSECONDS);
  }

  private static long any(Random random, Stat stat) {
    return switch (random.nextInt(4)) {
      case 0 -> stat.accessTime();
      case 1 -> stat.modificationTime();
      case 2 -> stat.changeTime();
      default -> Math.max(0, stat.birthTime());
    };
  }

  private static Set<Timestamp> letters(Random random) {
    Set<Timestamp> letters = EnumSet.noneOf(Timestamp.class);
    for (Timestamp timestamp : Timestamp.values()) {
      if (random.nextInt(3) == 0) {
        boolean _ = letters.add(timestamp);
      }
    }
    return letters;
  }
}
