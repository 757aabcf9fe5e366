// SPDX-License-Identifier: Apache-2.0
package io.ephemera.linux;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.linux.Headers.Answer;
import io.ephemera.linux.Headers.Machine;
import io.ephemera.linux.errno.Errno;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The numbers of this room are those of the kernel's and the C library's headers, on both machines.
 */
class HeadersTest {
  private static final String INCLUDES = "includes.h";

  /**
   * A number that C has, too.
   *
   * @param name the field in Java, or a layout
   * @param since the first Linux whose headers have it, a machine that alone has it, or nothing
   */
  private record Row(String name, String expression, String header, String since) {
    static Row of(String name, String expression) {
      return new Row(name, expression, INCLUDES, "");
    }

    static Row of(String[] fields) {
      return new Row(fields[0], fields[1], fields[2].isEmpty() ? INCLUDES : fields[2], fields[3]);
    }

    boolean isOurs() {
      return expression.equals("-");
    }

    /** Whether headers of this version on this machine need not know it. */
    boolean mayBeUnknown(Machine machine, long version) {
      if (since.isEmpty() || since.equals("x86_64")) {
        return !since.isEmpty() && machine != Machine.X86_64;
      }
      String[] parts = since.split("\\.", -1);
      return version < (Long.parseLong(parts[0]) << 16) + (Long.parseLong(parts[1]) << 8);
    }
  }

  private static List<String[]> table(String file, int columns) throws IOException {
    List<String[]> rows = new ArrayList<>();
    for (String line : Files.readAllLines(Headers.FOLDER.resolve(file))) {
      if (!line.isEmpty() && !line.startsWith("#")) {
        String[] fields = line.split("\\|", -1);
        assertThat(fields).as(line).hasSize(columns);
        for (int i = 0; i < fields.length; i++) {
          fields[i] = fields[i].strip();
        }
        rows.add(fields);
      }
    }
    return rows;
  }

  private static Map<String, Row> names() throws IOException {
    Map<String, Row> names = new TreeMap<>();
    for (String[] fields : table("names.txt", 4)) {
      names.put(fields[0], Row.of(fields));
    }
    return names;
  }

  private static @Nullable Row byRule(String name) {
    String field = name.substring(name.lastIndexOf('.') + 1);
    return switch (name.substring(0, name.lastIndexOf('.'))) {
      case "Abi" -> Row.of(name, "__NR_" + field.toLowerCase(Locale.ROOT));
      case "Constants" -> Row.of(name, field);
      default -> null;
    };
  }

  /** All numbers of the room that C has; fails if it is not known of one whether C has it. */
  private static List<Row> rows() throws IOException, ClassNotFoundException {
    Map<String, Row> names = names();
    List<Row> rows = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (String name : Numbers.all()) {
      Row row = names.getOrDefault(name, byRule(name));
      if (row == null) {
        missing.add(name);
      } else if (!row.isOurs()) {
        rows.add(row);
      }
    }
    assertThat(missing).as("numbers without a row in %s/names.txt", Headers.FOLDER).isEmpty();
    return rows;
  }

  private static Map<String, Long> valuesOn(Machine machine, List<Row> rows) throws IOException {
    String target = System.getProperty("basedir") + "/target/";
    List<String> command =
        new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java", "-XX:-UsePerfData"));
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Dos.arch=" + machine.javaName));
    command.addAll(List.of("-cp", target + "classes:" + target + "test-classes"));
    command.add(Numbers.class.getName());
    rows.forEach(row -> command.add(row.name()));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    Map<String, Long> values = new HashMap<>();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    for (String line : output.split("\n", -1)) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        values.put(line.substring(0, equals), Long.parseLong(line.substring(equals + 1)));
      }
    }
    return values;
  }

  /** Compares numbers with the headers of a machine, all of them before it fails. */
  private static void compare(Machine machine, List<Row> rows, Map<String, Long> values)
      throws IOException {
    Headers headers = headersOf(machine);
    long version = version(headers);
    List<String> notKnown = new ArrayList<>();
    List<String> wrong = new ArrayList<>();
    for (var group : rows.stream().collect(groupingBy(Row::header)).entrySet()) {
      List<String> expressions =
          group.getValue().stream().collect(mapping(Row::expression, toList()));
      Answer answer = headers.numbers(group.getKey(), expressions);
      for (Row row : group.getValue()) {
        Long expected = answer.numbers().get(row.expression());
        Long value = values.get(row.name());
        if (expected == null && row.mayBeUnknown(machine, version)) {
          notKnown.add(row.name());
        } else if (expected == null) {
          wrong.add(row.name() + ": " + answer.unknown().get(row.expression()));
        } else if (value == null || !isSame(value, expected)) {
          wrong.add(row.name() + " is " + value + ", in C " + expected);
        }
      }
    }
    System.out.printf(
        "%s, headers of Linux %d.%d: %d numbers compared; not in these headers: %s%n",
        machine, version >> 16, (version >> 8) & 0xff, rows.size() - notKnown.size(), notKnown);
    assertThat(wrong).as("numbers that differ from the headers of %s", machine).isEmpty();
  }

  private static Headers headersOf(Machine machine) throws IOException {
    Headers headers = new Headers(machine);
    String missing = "there is no C compiler " + machine.compiler() + " with the headers of libc";
    assumeTrue(headers.canBeAsked(), missing);
    return headers;
  }

  /** Java has no unsigned numbers: an int may stand for one. */
  private static boolean isSame(long value, long inC) {
    return value == inC || (value == (int) inC && inC >>> Integer.SIZE == 0);
  }

  private static long version(Headers headers) throws IOException {
    Answer answer = headers.numbers(INCLUDES, List.of("LINUX_VERSION_CODE"));
    return answer.numbers().getOrDefault("LINUX_VERSION_CODE", 0L);
  }

  @ParameterizedTest
  @EnumSource
  void everyNumberIsThatOfTheHeaders(Machine machine) throws Exception {
    List<Row> rows = rows();
    compare(machine, rows, valuesOn(machine, rows));
  }

  @ParameterizedTest
  @EnumSource
  void everyErrnoIsThatOfTheHeaders(Machine machine) throws IOException {
    List<Row> rows = new ArrayList<>();
    Map<String, Long> values = new HashMap<>();
    for (Errno errno : Errno.values()) {
      if (errno != Errno.OTHER) {
        rows.add(Row.of(errno.name(), errno.name()));
        values.put(errno.name(), (long) errno.number());
      }
    }
    compare(machine, rows, values);
  }

  @ParameterizedTest
  @EnumSource
  void everyStructureIsLaidOutAsInTheHeaders(Machine machine) throws IOException {
    List<Row> rows = new ArrayList<>();
    Map<String, Long> values = new HashMap<>();
    for (String[] fields : table("layouts.txt", 3)) {
      rows.add(Row.of(fields[0] + " in " + fields[2], fields[0]));
      values.put(fields[0] + " in " + fields[2], Long.parseLong(fields[1]));
    }
    compare(machine, rows, values);
  }

  @Test
  void everyRowIsOfANumberThatThereIs() throws Exception {
    assertThat(Numbers.all()).containsAll(names().keySet());
  }

  @ParameterizedTest
  @EnumSource
  void aWrongNumberAndAnUnknownNameAreReported(Machine machine) throws IOException {
    Headers ignored = headersOf(machine);
    List<Row> rows =
        List.of(
            Row.of("RIGHT", "SOL_SOCKET"),
            Row.of("WRONG", "__NR_read"),
            Row.of("UNKNOWN", "__NR_not_a_call"),
            new Row("LATER", "__NR_later_call", INCLUDES, "999.0"));
    Map<String, Long> values = Map.of("RIGHT", 1L, "WRONG", 4711L, "UNKNOWN", 1L, "LATER", 1L);
    assertThatThrownBy(() -> compare(machine, rows, values))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("WRONG is 4711, in C ")
        .hasMessageContaining("UNKNOWN: ")
        .hasMessageNotContainingAny("RIGHT", "LATER");
  }
}
