// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code revision} in pom.xml decides what the version is: every page that names one agrees. */
class VersionTest {
  private static final String VERSION = StagedLibrary.version();

  static Stream<Path> manualPages() throws IOException {
    try (Stream<Path> pages = Files.list(Checkout.file("packaging/man"))) {
      return pages.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("manualPages")
  void manualPagesNameTheVersion(Path page) throws IOException {
    assertThat(Files.readString(page)).containsOnlyOnce("\"ephemera " + VERSION + "\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "docs/install.md"})
  void pagesNameNoOtherVersion(String page) throws IOException {
    String text = Files.readString(Checkout.file(page));
    List<String> names = List.of("ephemera[:_-]", "ephemera-tmpfiles_", "<version>");
    String version = "([0-9]+(?:\\.[0-9]+)+(?:-SNAPSHOT)?)";
    Pattern named = Pattern.compile("(?:" + String.join("|", names) + ")" + version);

    assertThat(named.matcher(text).results().map(result -> result.group(1)))
        .isNotEmpty()
        .isSubsetOf(VERSION, StagedLibrary.checkoutVersion());
  }

  /** What users copy: until the release, only the snapshot can be resolved. */
  @Test
  void theSnippetsOfReadmeNameTheVersionOfTheCheckout() throws IOException {
    String readme = Files.readString(Checkout.file("README.md"));
    String version = StagedLibrary.checkoutVersion();

    assertThat(readme)
        .contains("<version>" + version + "</version>")
        .contains("implementation(\"io.ephemera:ephemera:" + version + "\")");
  }

  @Test
  void theChangelogHasASectionForTheVersion() throws IOException {
    List<String> sections =
        Files.readAllLines(Checkout.file("CHANGELOG.md")).stream()
            .filter(line -> line.startsWith("## "))
            .toList();
    boolean isReleased = StagedLibrary.checkoutVersion().equals(VERSION);

    assertThat(sections.getFirst())
        .matches(
            isReleased
                ? "## \\[\\Q" + VERSION + "\\E\\] - [0-9]{4}-[0-9]{2}-[0-9]{2}"
                : "## \\[Unreleased\\] \\(\\Q" + VERSION + "\\E\\)");
  }

  @Test
  void theProgramSaysTheVersionOfTheCheckout() {
    assertThat(Checkout.ephemera("--version").out())
        .startsWith("ephemera " + StagedLibrary.checkoutVersion());
  }

  /** Maven needs it in the POMs of the modules: each says that it is that of the parent. */
  @Test
  void noModuleHasAVersionOfItsOwn() throws IOException {
    String modules = Files.readString(Checkout.file("pom.xml"));
    List<String> names =
        Pattern.compile("<module>(.*)</module>")
            .matcher(modules)
            .results()
            .map(module -> module.group(1))
            .toList();

    assertThat(names).isNotEmpty();
    for (String name : names) {
      assertThat(Files.readString(Checkout.file(name + "/pom.xml")))
          .as(name)
          .contains("<version>${revision}</version>")
          .doesNotContain("<version>" + VERSION);
    }
  }
}
