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
import java.util.regex.Pattern;
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
 * Runs the benchmarks in turn, each in its own virtual machine, round after round, so that other
 * load affects all of them equally; prints medians, minima, maxima and ratios.
 */
public final class LibraryRatio {
  /** A measurement, what it is compared with, and the most that the ratio should be, or 0. */
  private record Comparison(String ours, String theirs, double most) {}

  /**
   * The arguments of the C loop, a lower bound for any program, by the names of their results.
   * Sockets are between two threads.
   */
  private static final Map<String, String> C_LOOPS =
      Map.of(
          "C mkstemp", "mkstemp",
          "C and flock", "locked",
          "C named", "named",
          "C mkdtemp", "mkdtemp",
          "C unnamed", "unnamed",
          "C directory", "directory",
          "C echo64", "echo64",
          "C echo64K", "echo64K",
          "C connect", "connect");

  private static final List<Comparison> COMPARISONS =
      List.of(
          new Comparison("named", "jdkFile", 1.1),
          new Comparison("C mkstemp", "jdkFile", 0),
          new Comparison("C and flock", "jdkFile", 0),
          new Comparison("C named", "jdkFile", 0),
          new Comparison("named", "C named", 0),
          new Comparison("unnamed", "jdkDeleteOnClose", 1.0),
          new Comparison("C unnamed", "jdkDeleteOnClose", 0),
          new Comparison("directory", "jdkDirectory", 1.6),
          new Comparison("C mkdtemp", "jdkDirectory", 0),
          new Comparison("C directory", "jdkDirectory", 0),
          new Comparison("directory", "C directory", 0),
          new Comparison("echo64", "jdkEcho64", 1.1),
          new Comparison("C echo64", "jdkEcho64", 0),
          new Comparison("echo64K", "jdkEcho64K", 1.1),
          new Comparison("C echo64K", "jdkEcho64K", 0),
          new Comparison("connect", "jdkConnect", 1.1),
          new Comparison("C connect", "jdkConnect", 0),
          new Comparison("echo64Virtual", "jdkEcho64Virtual", 1.1),
          new Comparison("echo64KVirtual", "jdkEcho64KVirtual", 1.1),
          new Comparison("connectVirtual", "jdkConnectVirtual", 1.1),
          new Comparison("places", "directories", 0));

  private LibraryRatio() {}

  /**
   * Runs the benchmarks.
   *
   * @param arguments the number of rounds, the directory, the compiled C loop or nothing, and a
   *     regular expression for the names of benchmarks
   */
  public static void main(String[] arguments) throws Exception {
    int rounds = Integer.parseInt(arguments[0]);
    Pattern wanted = Pattern.compile(arguments[3]);
    Map<String, List<Double>> nanos = new LinkedHashMap<>();
    for (int round = 1; round <= rounds; round++) {
      System.err.println("round " + round + " of " + rounds);
      if (!arguments[2].isEmpty()) {
        for (Map.Entry<String, String> loop : C_LOOPS.entrySet()) {
          if (wanted.matcher(loop.getValue()).find()) {
            add(nanos, loop.getKey(), inC(arguments[2], arguments[1], loop.getValue()));
          }
        }
      }
      for (RunResult result : new Runner(options(arguments[1], arguments[3])).run()) {
        String name = result.getPrimaryResult().getLabel();
        result.getBenchmarkResults().stream()
            .flatMap(fork -> fork.getIterationResults().stream())
            .forEach(iteration -> add(nanos, name, score(iteration)));
      }
    }
    print(nanos);
  }

  private static Options options(String directory, String wanted) {
    return new OptionsBuilder()
        .include("io.ephemera.bench.*(" + wanted + ")")
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
        String ratio = String.format(Locale.ROOT, "%.2f", median(ours) / median(theirs));
        String most = comparison.most == 0 ? "" : " (at most " + comparison.most + ")";
        System.out.println(comparison.ours + " takes " + ratio + " of " + comparison.theirs + most);
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
    System.out.printf(Locale.ROOT, "%-18s %9s %9s %9s%n", name, median, least, most);
  }
}
