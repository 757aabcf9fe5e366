// SPDX-License-Identifier: Apache-2.0
package io.ephemera.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The release with which the API of the library is compared, in {@code jar/pom.xml}. */
class ApiBaselineTest {
  private static final Version FIRST_WITH_ONE_JAR = Version.parse("0.2.0");
  private static final Pattern RELEASED = Pattern.compile("^## \\[([0-9.]+)] - ");

  /** What the properties must be: none before there is a release to compare with. */
  private static String expected(List<String> changelog, String version) {
    return changelog.stream()
        .map(RELEASED::matcher)
        .filter(heading -> heading.find() && !heading.group(1).equals(version))
        .map(heading -> Version.parse(heading.group(1)))
        .findFirst()
        .filter(released -> released.compareTo(FIRST_WITH_ONE_JAR) >= 0)
        .map(Version::toString)
        .orElse("none");
  }

  @Test
  void theApiIsComparedWithTheLastRelease() throws IOException {
    String pom = Files.readString(Checkout.file("jar/pom.xml"));
    String baseline =
        pom.contains("<japicmp.skip>true</japicmp.skip>")
            ? "none"
            : pom.replaceAll("(?s).*<japicmp.baseline>(.*?)</japicmp.baseline>.*", "$1");

    assertThat(baseline)
        .isEqualTo(
            expected(
                Files.readAllLines(Checkout.file("CHANGELOG.md")),
                StagedLibrary.checkoutVersion()));
  }

  @ParameterizedTest
  @CsvSource({
    "0.2.0-SNAPSHOT, 0.1.0 0.0.9, none",
    "0.2.0, 0.2.0 0.1.0, none",
    "0.2.1-SNAPSHOT, 0.2.0 0.1.0, 0.2.0",
    "0.10.0, 0.10.0 0.3.0 0.2.0, 0.3.0",
    "1.0.0-SNAPSHOT, 0.10.0 0.3.0, 0.10.0"
  })
  void itIsTheNewestButThisOneFromTheFirstOn(String version, String released, String baseline) {
    List<String> changelog =
        Pattern.compile(" ")
            .splitAsStream("Unreleased " + released)
            .map(name -> "## [" + name + "] - 2026-12-01")
            .toList();

    assertThat(expected(changelog, version)).isEqualTo(baseline);
  }
}
