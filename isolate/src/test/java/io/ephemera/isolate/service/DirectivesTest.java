// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.ephemera.isolate.service.Directives.Handling;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of directives, against the one that systemd prints. */
class DirectivesTest {
  private static final List<String> SECTIONS = List.of("Unit", "Service", "Install");

  /** Units still have them; systemd 262 no longer prints them. */
  private static final List<String> OF_OLDER_VERSIONS =
      List.of(
          "BlockIOAccounting",
          "BlockIOWeight",
          "CPUAccounting",
          "CPUShares",
          "DefaultMemoryLow",
          "DefaultMemoryMin",
          "MemoryLimit",
          "StartupCPUShares");

  @TempDir private Path folder;

  /** The names of each section that systemd knows. */
  private static Map<String, Set<String>> ofSystemd() throws IOException {
    Map<String, Set<String>> names = new TreeMap<>();
    Set<String> section = Set.of();
    try (InputStream file =
        Objects.requireNonNull(
            DirectivesTest.class.getResourceAsStream("systemd-262-directives.txt"))) {
      for (String line :
          new String(file.readAllBytes(), StandardCharsets.US_ASCII).lines().toList()) {
        if (line.startsWith("[")) {
          section = new TreeSet<>();
          names.put(line.substring(1, line.length() - 1), section);
        } else if (!line.startsWith("#")) {
          section.add(line);
        }
      }
    }
    return names;
  }

  private static List<String> ofTable(String section) {
    List<String> names = new ArrayList<>();
    for (Handling handling : Handling.values()) {
      names.addAll(Directives.names(section, handling));
    }
    return names;
  }

  @Test
  void everyNameOfSystemdIsInExactlyOneClass() throws IOException {
    Map<String, Set<String>> known = ofSystemd();

    assertThat(known).containsOnlyKeys(SECTIONS);
    Objects.requireNonNull(known.get("Service")).addAll(OF_OLDER_VERSIONS);
    for (String section : SECTIONS) {
      assertThat(ofTable(section))
          .as(section)
          .doesNotHaveDuplicates()
          .containsExactlyInAnyOrderElementsOf(known.get(section));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Unit", "Service", "Install"})
  void aNameIsFoundInItsClass(String section) {
    for (Handling handling : Handling.values()) {
      for (String name : Directives.names(section, handling)) {
        assertThat(Directives.of(section, name)).as(name).isEqualTo(handling);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "User ",
        "Use",
        "ser",
        "user",
        "User Group",
        "PrivateDevices=no",
        "Limit"
      })
  void aPartOfANameIsNoName(String name) {
    for (String section : SECTIONS) {
      assertThat(Directives.of(section, name)).as(section).isNull();
    }
  }

  static Stream<Arguments> honoured() {
    return Stream.of("Unit", "Service")
        .flatMap(section ->
            Directives.names(section, Handling.HONOURED).stream()
                .map(name -> Arguments.of(section, name)));
  }

  @ParameterizedTest(name = "[{0}] {1}=")
  @MethodSource("honoured")
  void whatIsHonouredIsUnderstood(String section, String name) {
    for (String value : List.of("", "/", "!/", "1")) {
      String unit = "[" + section + "] ;; " + name + "=" + value;

      assertThatCode(() -> read(unit)).as(unit).doesNotThrowAnyException();
    }
  }

  /** A refusal is an answer. */
  private void read(String unit) throws IOException {
    try {
      assertThat(UnitText.read(folder, unit).ignored()).isEmpty();
    } catch (io.ephemera.isolate.plan.RunException e) {
      assertThat(e).hasMessageMatching("(?s).*test\\.service:\\d+:.*|/: is a directory");
    }
  }
}
