// SPDX-License-Identifier: Apache-2.0
package io.ephemera.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs the benchmarks in turn, each in its own virtual machine, round after round, so that other load
 * affects all of them equally; prints medians, minima, maxima and ratios.
 */
public final class LibraryRatio {
  /** A measurement, what it is compared with, and the least ratio that is wanted, or 0. */
  private record Comparison(String ours, String theirs, double wanted) {}

  private static final String MKSTEMP = "C mkstemp";
  private static final String LOCKED = "C and flock";
  private static final String UNNAMED = "C unnamed";

  /** The modes of the C loop, a lower bound for any Java program. */
  private static final Map<String, String> C_LOOPS =
      Map.of(MKSTEMP, "mkstemp", LOCKED, "locked", UNNAMED, "unnamed");

  private static final List<Comparison> COMPARISONS =
      List.of(
          new Comparison("named", "jdkFile", 1.3),
          new Comparison("unnamed", "jdkFile", 1.8),
          new Comparison(MKSTEMP, "jdkFile", 0),
          new Comparison(LOCKED, "jdkFile", 0),
          new Comparison(UNNAMED, "jdkFile", 0),
          new Comparison("named", MKSTEMP, 0),
          new Comparison("named", LOCKED, 0),
          new Comparison("unnamed", UNNAMED, 0),
          new Comparison("namedWritten", "jdkWritten", 1 / 1.1),
          new Comparison("unnamedWritten", "jdkDeletedOnClose", 1),
          new Comparison("directory", "jdkDirectory", 1 / 1.6),
          new Comparison("places", "directories", 0));

  private LibraryRatio() {}

  /**
   * Runs all benchmarks.
   *
   * @param arguments the number of rounds, the directory, and the compiled mkstemp loop or nothing
   */
  public static void main(String[] arguments) throws Exception {
    int rounds = Integer.parseInt(arguments[0]);
    Map<String, List<Double>> nanos = new LinkedHashMap<>();
    for (int round = 1; round <= rounds; round++) {
      System.err.println("round " + round + " of " + rounds);
      if (!arguments[2].isEmpty()) {
        for (Map.Entry<String, String> loop : C_LOOPS.entrySet()) {
          add(nanos, loop.getKey(), inC(arguments[2], arguments[1], loop.getValue()));
        }
      }
      for (RunResult result : new Runner(options(arguments[1])).run()) {
        String name = result.getPrimaryResult().getLabel();
        result.getBenchmarkResults().stream()
            .flatMap(fork -> fork.getIterationResults().stream())
            .forEach(iteration -> add(nanos, name, score(iteration)));
      }
    }
    print(nanos);
  }

  private static Options options(String directory) {
    return new OptionsBuilder()
        .include("io.ephemera.bench.*")
        .mode(Mode.AverageTime)
        .timeUnit(java.util.concurrent.TimeUnit.NANOSECONDS)
        .forks(1)
        .warmupIterations(4)
        .warmupTime(TimeValue.milliseconds(500))
        .measurementIterations(6)
        .measurementTime(TimeValue.milliseconds(300))
        .jvmArgs(
            "-Dbench.directory=" + directory,
            "--enable-native-access=ALL-UNNAMED",
            "-XX:-UsePerfData")
        .verbosity(VerboseMode.SILENT)
        .build();
  }

  private static double score(IterationResult iteration) {
    return iteration.getPrimaryResult().getScore();
  }

  private static double inC(String program, String directory, String what)
      throws IOException, InterruptedException {
    Process process = new ProcessBuilder(program, directory, what).start();
    try (BufferedReader output = process.inputReader(StandardCharsets.US_ASCII)) {
      double nanos = Double.parseDouble(output.readLine());
      process.waitFor();
      return nanos;
    }
  }

  private static void add(Map<String, List<Double>> nanos, String name, double value) {
    nanos.computeIfAbsent(name, none -> new ArrayList<>()).add(value);
  }

  private static void print(Map<String, List<Double>> nanos) throws RunnerException {
    line("nanoseconds", "median", "min", "max");
    for (Map.Entry<String, List<Double>> entry : nanos.entrySet()) {
      List<Double> values = entry.getValue();
      Collections.sort(values);
      line(
          entry.getKey(),
          number(median(values)),
          number(values.getFirst()),
          number(values.getLast()));
    }
    for (Comparison comparison : COMPARISONS) {
      List<Double> ours = nanos.get(comparison.ours);
      List<Double> theirs = nanos.get(comparison.theirs);
      if (ours != null && theirs != null) {
        String ratio = String.format(Locale.ROOT, "%.2f", median(theirs) / median(ours));
        String wanted = comparison.wanted == 0 ? "" : String.format(Locale.ROOT, " (wanted: %.2f)", comparison.wanted);
        System.out.println(
            comparison.ours + " is " + ratio + " times as fast as " + comparison.theirs + wanted);
      }
    }
  }

  private static double median(List<Double> sorted) {
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.0f", value);
  }

  private static void line(String name, String median, String least, String most) {
    System.out.printf(Locale.ROOT, "%-14s %9s %9s %9s%n", name, median, least, most);
  }
}
