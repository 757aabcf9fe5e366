// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.isolate.service.Directives;
import io.ephemera.isolate.service.Directives.Handling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The documents name each directive in the class that the one table of them has for it. */
class UnitFilesPageTest {
  private static final Map<Handling, String> HEADINGS =
      Map.of(
          Handling.HONOURED, "Directives that have their effect",
          Handling.IGNORED, "Directives without effect",
          Handling.REFUSED, "Directives that are refused");

  private static final Map<Handling, String> ROWS =
      Map.of(
          Handling.HONOURED, "honoured",
          Handling.IGNORED, "without effect",
          Handling.REFUSED, "refused");

  private static Set<String> names(String pattern, String text) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map((MatchResult match) -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Assertions are those of the conditions. */
  private static List<String> ofTable(Handling handling) {
    List<String> all = new ArrayList<>();
    for (String section : List.of("Unit", "Service", "Install")) {
      all.addAll(Directives.names(section, handling));
    }
    return all.stream().filter(name -> !name.startsWith("Assert")).distinct().toList();
  }

  @ParameterizedTest
  @EnumSource
  void manualPageNamesThem(Handling handling) throws IOException {
    String page = Files.readString(Path.of("..", "packaging", "man", "ephemera-run.1"));
    String section = page.substring(page.indexOf(".SS " + HEADINGS.get(handling)));
    String lists = section.substring(0, section.indexOf("\n.S", 1));

    assertThat(names("\\b([A-Z][A-Za-z0-9]+)=[,.]", lists))
        .containsExactlyInAnyOrderElementsOf(ofTable(handling));
  }

  /** The table in docs/run.md is in groups, and cuts names short with a star. */
  @ParameterizedTest
  @EnumSource
  void everyDirectiveIsInItsRowOfTheDocument(Handling handling) throws IOException {
    Map<Handling, String> rows = rows();

    for (String name : ofTable(handling)) {
      List<Handling> found =
          rows.entrySet().stream()
              .filter(row -> bestMatch(row.getValue(), name) == bestMatch(rows, name))
              .map(Map.Entry::getKey)
              .toList();
      assertThat(bestMatch(rows, name)).as(name + " is in no row").isPositive();
      assertThat(found).as(name).containsExactly(handling);
    }
  }

  private static Map<Handling, String> rows() throws IOException {
    String document = Files.readString(Path.of("..", "docs", "run.md"));
    return ROWS.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                row ->
                    document
                        .lines()
                        .filter(line -> line.startsWith("| " + row.getValue() + " |"))
                        .collect(Collectors.joining("\n"))));
  }

  private static int bestMatch(Map<Handling, String> rows, String name) {
    return rows.values().stream().mapToInt(row -> bestMatch(row, name)).max().orElse(0);
  }

  /** The length of the longest word that fits, the whole name most of all; 0 if none does. */
  private static int bestMatch(String row, String name) {
    int best = 0;
    for (String word : names("`([A-Z*][A-Za-z0-9*]+)=`", row)) {
      String pattern = word.replace("*", "[A-Za-z0-9]*");
      if (name.matches(pattern)) {
        best = Math.max(best, word.length() + (word.equals(name) ? 1000 : 0));
      }
    }
    return best;
  }
}
