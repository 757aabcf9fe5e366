// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.fs.Directory;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MountInfoTest extends ProcessTestCase {
  @Test
  void optionalFieldsDoNotShiftTheOthers() {
    MountInfo mounts =
        MountInfo.parse(
            """
            36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 propagate_from:2 - ext3 /dev/root rw
            37 36 0:27 / /mnt2 rw - tmpfs tmpfs rw
            """);
    assertThat(mounts.withId(36))
        .isEqualTo(new MountInfo.Mount(36, 98, 0, "/mnt1", "/mnt2", "ext3"));
    assertThat(mounts.at("/mnt2")).isEqualTo(new MountInfo.Mount(37, 0, 27, "/", "/mnt2", "tmpfs"));
    assertThat(mounts.at("/mnt1")).isNull();
    assertThat(mounts.withId(1)).isNull();
    assertThat(mounts.hasDevice((98L << 32))).isTrue();
    assertThat(mounts.hasDevice((98L << 32) | 1)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "36",
        "36 35 98:0 /mnt1 /mnt2 rw,noatime",
        "36 35 98:0 /mnt1 /mnt2 rw -",
        "x 35 98:0 /mnt1 /mnt2 rw - ext3 /dev/root rw",
        "36 35 98 /mnt1 /mnt2 rw - ext3 /dev/root rw",
        "36 35 a:b /mnt1 /mnt2 rw - ext3 /dev/root rw"
      })
  void aLineOfAnotherFormIsSkipped(String line) {
    assertThat(MountInfo.parse(line + "\n").mounts()).isEmpty();
  }

  @Test
  void theMountsOfThisProcessIncludeProc() throws IOException {
    assertThat(MountInfo.ofProcess().at("/proc")).isNotNull();
    try (Directory proc = Directory.openAmbient(io.ephemera.fs.BytePath.of("/proc"))) {
      assertThat(MountInfo.ofProcess().hasDevice(proc.stat().device())).isTrue();
    }
  }
}
