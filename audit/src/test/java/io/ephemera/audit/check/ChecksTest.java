// SPDX-License-Identifier: Apache-2.0

package io.ephemera.audit.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.report.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each check has its page and its row in docs/audit; what they find, AuditCasesTest shows. */
class ChecksTest {
  private static final Path PAGES = Path.of("..", "docs", "audit");
  private static final Path CLASSES =
      Path.of("src", "main", "java", "io", "ephemera", "audit", "check");

  static Stream<Check> checks() {
    return Checks.create().stream();
  }

  private static List<String> ids() {
    return Checks.rules().stream().map(Rule::id).toList();
  }

  @ParameterizedTest
  @MethodSource("checks")
  void everyCheckHasItsPageWithItsNameSeverityAndBenchmarks(Check check) throws IOException {
    Rule rule = check.rule();
    String page = Files.readString(PAGES.resolve(rule.id() + ".md"));

    assertThat(rule.page()).isEqualTo("docs/audit/" + rule.id() + ".md");
    assertThat(page)
        .startsWith("# " + rule.id() + ": " + rule.name() + "\n")
        .contains(
            "\nSeverity: " + rule.severity().id(),
            "\n## Why it matters\n",
            "\n## Example\n",
            "\n## How to fix it\n",
            "\n## What is not reported\n");
    assertThat(page.contains("CWE-" + rule.weakness() + " ")).isEqualTo(rule.weakness() != 0);
    assertThat(page.contains("\n## Benchmarks\n")).isEqualTo(!rule.tags().isEmpty());
    assertThat(rule.tags()).allSatisfy(tag -> assertThat(page).contains(tag));
  }

  @ParameterizedTest
  @MethodSource("checks")
  void everyCheckHasItsRowInTheIndex(Check check) throws IOException {
    Rule rule = check.rule();
    String row =
        "\n| [%s](%s.md) | %s | %s | %s |"
            .formatted(
                rule.id(),
                rule.id(),
                rule.name(),
                rule.severity().id(),
                check.isForImages() ? "yes" : "–");

    assertThat(Files.readString(PAGES.resolve("README.md"))).contains(row);
  }

  @Test
  void everyPageHasItsCheckAndTheIndexNamesAllInOrder() throws IOException {
    List<String> pages = new ArrayList<>(List.of("README.md", "truth.md"));
    ids().forEach(id -> pages.add(id + ".md"));
    try (Stream<Path> files = Files.list(PAGES)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(pages);
    }
    assertThat(found("(?m)^\\| \\[(HA[0-9]+)\\]", Files.readString(PAGES.resolve("README.md"))))
        .isEqualTo(ids())
        .isSorted()
        .doesNotHaveDuplicates();
  }

  @Test
  void everyRuleOfAClassIsListed() throws IOException {
    List<String> ids = new ArrayList<>();
    try (Stream<Path> files = Files.list(CLASSES)) {
      for (Path file : files.toList()) {
        ids.addAll(found("Check\\.rule\\(\\s*\"(HA[0-9]+)\"", Files.readString(file)));
      }
    }
    assertThat(ids).containsExactlyInAnyOrderElementsOf(ids());
  }

  private static List<String> found(String pattern, String text) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map((MatchResult match) -> match.group(1))
        .toList();
  }
}
