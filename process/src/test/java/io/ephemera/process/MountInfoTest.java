// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.fs.BytePath;
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
            37 36 0:27 / /mnt2 rw - tmpfs tmpfs rw,hidepid=invisible
            """);
    assertThat(mounts.withId(36))
        .isEqualTo(
            new MountInfo.Mount(36, 35, 98, 0, "/mnt1", "/mnt2", "ext3", "rw,noatime", "rw"));
    assertThat(mounts.at("/mnt2"))
        .isEqualTo(
            new MountInfo.Mount(
                37, 36, 0, 27, "/", "/mnt2", "tmpfs", "rw", "rw,hidepid=invisible"));
    assertThat(mounts.mounts().getFirst().hasFlag("noatime")).isTrue();
    assertThat(mounts.mounts().getFirst().hasFlag("atime")).isFalse();
    assertThat(mounts.at("/mnt1")).isNull();
    assertThat(mounts.withId(1)).isNull();
    assertThat(mounts.hasDevice((98L << 32))).isTrue();
    assertThat(mounts.hasDevice((98L << 32) | 1)).isFalse();
  }

  private static int through(MountInfo mounts, String path) {
    MountInfo.Mount mount = mounts.through(BytePath.of(path));
    return mount == null ? 0 : mount.id();
  }

  @Test
  void aPathLeadsThroughTheMountsThatNoOtherCovers() {
    MountInfo mounts =
        MountInfo.parse(
            """
            21 1 8:1 / / rw - ext4 /dev/sda1 rw
            22 21 0:5 / /a/b rw - tmpfs tmpfs rw
            23 21 0:6 / /a rw - tmpfs tmpfs rw
            24 23 0:7 / /a/c rw - tmpfs tmpfs rw
            25 24 0:8 / /a/c rw - tmpfs tmpfs rw
            """);
    assertThat(through(mounts, "/x")).isEqualTo(21);
    assertThat(through(mounts, "/a/b/x")).isEqualTo(23);
    assertThat(through(mounts, "/a/c")).isEqualTo(25);
    assertThat(through(mounts, "/ab")).isEqualTo(21);
    MountInfo changedRoot = MountInfo.parse("22 21 0:5 / /a rw - tmpfs tmpfs rw\n");
    assertThat(through(changedRoot, "/a")).isZero();
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
    try (Directory proc = Directory.openAmbient(BytePath.of("/proc"))) {
      assertThat(MountInfo.ofProcess().hasDevice(proc.stat().device())).isTrue();
    }
  }
}
