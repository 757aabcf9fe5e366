// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.testkit.TestUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The documents show what the program does, and name only what exists. */
class ReadmeTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "README.md",
        "docs/explain.md",
        "docs/run.md",
        "docs/tmpfiles.md",
        "docs/json.md",
        "docs/checks/README.md",
        "docs/audit/README.md"
      })
  void sessionsRunAsTheyAreShown(String document) throws IOException {
    Transcript shown = Transcript.of(Checkout.file(document), false);

    assertThat(shown.steps()).isNotEmpty();
    assertThat(shown.repeatedIn(folder)).hasToString(shown.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"docs/explain.md", "docs/tmpfiles.md"})
  void sessionsOfRootRunAsTheyAreShown(String document) throws IOException {
    Assumptions.assumeTrue(TestUser.isRoot(), "needs root: files of several users");
    Transcript shown = Transcript.of(Checkout.file(document), true);

    assertThat(shown.steps()).hasSizeGreaterThan(unprivileged(document));
    assertThat(shown.repeatedIn(folder)).hasToString(shown.toString());
  }

  private static int unprivileged(String document) throws IOException {
    return Transcript.of(Checkout.file(document), false).steps().size();
  }

  @Test
  void everyTypeOfLineIsCompared() throws IOException {
    Run run = Checkout.ephemera("tmpfiles", "--create", "--root=" + folder, "--inline", "y /x");
    String letters = run.err().replaceAll("(?s).*expected one of '(\\w+)'.*", "$1");

    assertThat(letters).hasSizeGreaterThan(20);
    for (int i = 0; i < letters.length(); i++) {
      char letter = letters.charAt(i);
      assertThat(comparison()).containsPattern("(?m)^\\| [^|]*`" + letter + "[^a-z`]?`");
    }
  }

  @Test
  void everyOptionIsCompared() throws IOException {
    Set<String> options =
        matches(
            "(?m)^ {2,6}(?:-\\w, )?(--[a-z-]+|-\\w(?!,))",
            Checkout.ephemera("tmpfiles", "--help").out());

    assertThat(options).hasSizeGreaterThan(20);
    for (String option : options) {
      assertThat(comparison()).containsPattern("(?m)^\\| [^|]*`" + option + "[=`]");
    }
  }

  @Test
  void everyTestThatIsNamedIsThere() throws IOException {
    Set<String> tests;
    try (Stream<Path> files = Files.walk(Checkout.file(""))) {
      tests =
          files
              .filter(file -> file.toString().contains("/src/test/java/"))
              .map(file -> file.getFileName().toString().replace(".java", ""))
              .collect(Collectors.toSet());
    }

    assertThat(tests).containsAll(matches("`([A-Z]\\w+Test)`", comparison()));
  }

  @ParameterizedTest
  @MethodSource("documents")
  void everyLinkLeadsToAFileAndAHeading(Path document) throws IOException {
    for (String link : matches("\\]\\(([^):]+)\\)", Files.readString(document))) {
      String[] parts = link.split("#", 2);
      Path target = parts[0].isEmpty() ? document : document.resolveSibling(parts[0]);

      assertThat(target).exists();
      if (parts.length == 2) {
        assertThat(anchors(target)).contains(parts[1]);
      }
    }
  }

  static List<Path> documents() throws IOException {
    Path home = Checkout.file("");
    try (Stream<Path> top = Files.list(home);
        Stream<Path> docs = Files.walk(home.resolve("docs"))) {
      List<Path> documents =
          Stream.of(top, docs, Stream.of(home.resolve("bench/README.md")))
              .flatMap(paths -> paths)
              .filter(path -> path.toString().endsWith(".md"))
              .sorted()
              .toList();
      assertThat(documents).hasSizeGreaterThan(25);
      return documents;
    }
  }

  /** The headings of a document, as the addresses of their sections. */
  private static Set<String> anchors(Path document) throws IOException {
    return matches("(?m)^#+ (.+)$", Files.readString(document)).stream()
        .map(heading -> heading.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 _-]", ""))
        .map(heading -> heading.replace(' ', '-'))
        .collect(Collectors.toSet());
  }

  private static String comparison() throws IOException {
    return Files.readString(Checkout.file("docs/comparison.md"));
  }

  private static Set<String> matches(String pattern, String text) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map((MatchResult match) -> match.group(1))
        .collect(Collectors.toSet());
  }
}
