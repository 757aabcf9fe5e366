// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.process.MountInfo;
import io.ephemera.testkit.TestFolder;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileSystemFactsTest {
  private static final String ROOT = "20 1 8:1 / / rw - ext4 /dev/sda1 rw\n";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          30 20 0:27 / /tmp rw shared:5 - tmpfs tmpfs rw                                         | false
          30 20 8:1 /tmp/systemd-private-1-a.service-x/tmp /tmp rw - ext4 /dev/sda1 rw           | true
          30 20 0:27 /systemd-private-1-a.service-x/tmp /tmp rw - tmpfs tmpfs rw                 | true
          30 20 8:1 /srv/tmp /tmp rw - ext4 /dev/sda1 rw                                         | true
          30 20 0:30 /@tmp /tmp rw - btrfs /dev/sdb rw                                           | false
          30 20 0:30 /@/tmp/systemd-private-1-a.service-x/tmp /tmp rw - btrfs /dev/sdb rw        | true
          30 20 8:1 /var/tmp/systemd-private-1-a.service-x/tmp /var/tmp rw - ext4 /dev/sda1 rw   | false
          30 20 8:1 /home/x /tmp/y rw - ext4 /dev/sda1 rw                                        | false
          """)
  void privateTmpIsRecognizedByItsMount(String line, boolean expected) {
    assertThat(FileSystemFacts.isPrivate(MountInfo.parse(ROOT + line + "\n"), "/tmp"))
        .isEqualTo(expected);
  }

  @Test
  void topmostMountDecides() {
    String below = "30 20 8:1 /srv/tmp /tmp rw - ext4 /dev/sda1 rw\n";
    String above = "31 30 0:27 / /tmp rw - tmpfs tmpfs rw\n";

    assertThat(FileSystemFacts.isPrivate(MountInfo.parse(ROOT + below + above), "/tmp")).isFalse();
    assertThat(FileSystemFacts.isPrivate(MountInfo.parse(""), "/tmp")).isFalse();
  }

  @Test
  void missingPathIsOnTheNearestExistingDirectory() {
    try (TestFolder folder = TestFolder.inMemory()) {
      Place place = Place.at(folder.path().resolve("a/b/c"), Purpose.CACHE, "shop");

      Place.Facts facts = place.facts().orElseThrow();

      Place above = Place.at(folder.path(), Purpose.CACHE, "shop");
      assertThat(facts.sizeBytes()).isEqualTo(above.facts().orElseThrow().sizeBytes());
      assertThat(facts.fileSystem()).isEqualTo(above.facts().orElseThrow().fileSystem());
      assertThat(facts.freeBytes().orElseThrow()).isBetween(1L, facts.sizeBytes().orElseThrow());
      assertThat(facts.readOnly()).isFalse();
    }
  }

  @Test
  void procIsReported() {
    Place.Facts facts =
        Place.at(Path.of("/proc/self"), Purpose.CACHE, "shop").facts().orElseThrow();

    assertThat(facts.fileSystem()).isEqualTo("0x9fa0");
    assertThat(facts.freeBytes()).isEmpty();
  }
}
