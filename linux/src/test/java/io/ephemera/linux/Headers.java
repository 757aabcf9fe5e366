// SPDX-License-Identifier: Apache-2.0
package io.ephemera.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The headers of the kernel and the C library of a machine, asked through its C compiler. Nothing
 * that it compiles is run: the numbers are read from the assembly text.
 */
final class Headers {
  /** A machine that Ephemera supports. */
  enum Machine {
    X86_64("amd64"),
    AARCH64("aarch64");

    /** The name of the Java property {@code os.arch}. */
    final String javaName;

    Machine(String javaName) {
      this.javaName = javaName;
    }

    /** {@code cc} for the machine that runs the tests, else the name of a cross compiler. */
    String compiler() {
      return javaName.equals(System.getProperty("os.arch"))
          ? "cc"
          : name().toLowerCase(java.util.Locale.ROOT) + "-linux-gnu-gcc";
    }
  }

  static final Path FOLDER = Path.of(System.getProperty("basedir"), "src/test/resources/headers");

  private static final Pattern ERROR = Pattern.compile("<stdin>:(\\d+):[\\d:]* error: (.*)");
  private static final Pattern NUMBER = Pattern.compile(".*->(\\d+) (-?\\d+) (-?\\d+).*");

  /** What C says: numbers of expressions, and why others have none. */
  record Answer(Map<String, Long> numbers, Map<String, String> unknown) {}

  private final Machine machine;

  Headers(Machine machine) {
    this.machine = machine;
  }

  /** Whether there is a C compiler for the machine, with the headers of both. */
  boolean canBeAsked() throws IOException {
    String path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin");
    return List.of(path.split(":", -1)).stream()
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, machine.compiler())))
        && compile("linux/version.h", "#include <fcntl.h>\n", "-fsyntax-only").isEmpty();
  }

  /**
   * The numbers of C expressions.
   *
   * @param header a file of {@link #FOLDER}, or of the system
   */
  Answer numbers(String header, List<String> expressions) throws IOException {
    Map<Integer, String> errors = errors(header, expressions);
    List<String> known = new ArrayList<>(expressions);
    errors.forEach((line, error) -> known.set(line, "0"));
    Map<Integer, Long> found = found(header, known);
    Map<String, Long> numbers = new HashMap<>();
    Map<String, String> unknown = new TreeMap<>();
    for (int line = 0; line < expressions.size(); line++) {
      Long number = found.get(line);
      String error = errors.get(line);
      if (error != null) {
        unknown.put(expressions.get(line), error);
      } else if (number != null) {
        numbers.put(expressions.get(line), number);
      }
    }
    return new Answer(numbers, unknown);
  }

  private Map<Integer, String> errors(String header, List<String> expressions) throws IOException {
    Map<Integer, String> errors = new TreeMap<>();
    String output = compile(header, program(expressions), "-fsyntax-only", "-fmax-errors=0");
    for (String line : output.split("\n", -1)) {
      Matcher error = ERROR.matcher(line);
      if (error.matches()) {
        String ignored = errors.putIfAbsent(Integer.parseInt(error.group(1)) - 1, error.group(2));
      }
    }
    return errors;
  }

  private Map<Integer, Long> found(String header, List<String> expressions) throws IOException {
    Map<Integer, Long> found = new TreeMap<>();
    String output = compile(header, program(expressions), "-O1", "-S", "-o", "-");
    for (String line : output.split("\n", -1)) {
      Matcher number = NUMBER.matcher(line);
      if (number.matches()) {
        long high = Long.parseLong(number.group(2));
        long low = Integer.toUnsignedLong(Integer.parseInt(number.group(3)));
        found.put(Integer.parseInt(number.group(1)), (high << Integer.SIZE) | low);
      }
    }
    for (int line = 0; line < expressions.size(); line++) {
      if (!found.containsKey(line)) {
        throw new IllegalStateException("no number of " + expressions.get(line) + ": " + output);
      }
    }
    return found;
  }

  /**
   * A function on each line, so that each error has a line of its own. An operand has 32 bits at
   * most: on x86_64, no instruction has larger ones.
   */
  private static String program(List<String> expressions) {
    StringBuilder program = new StringBuilder();
    for (int line = 0; line < expressions.size(); line++) {
      String value = "(long long)(" + expressions.get(line) + ")";
      program.append("void f").append(line).append("(void) { __asm__(\"->").append(line);
      program.append(" %c0 %c1\" : : \"i\"((int)(").append(value).append(" >> 32)), ");
      program.append("\"i\"((int)(").append(value).append("))); }\n");
    }
    return program.toString();
  }

  private String compile(String header, String program, String... options) throws IOException {
    List<String> command = new ArrayList<>(List.of(machine.compiler()));
    command.addAll(List.of(options));
    command.addAll(List.of("-I", FOLDER.toString(), "-include", header));
    command.addAll(List.of("-fdiagnostics-color=never", "-x", "c", "-"));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C");
    Process process = builder.start();
    try (var input = process.getOutputStream()) {
      input.write(program.getBytes(StandardCharsets.US_ASCII));
    }
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
