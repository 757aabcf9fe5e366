// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The terminal sessions that a document shows, in blocks marked {@code console}: lines after {@code
 * $} are commands, lines after {@code >} go on with them, all others are what they print. A block
 * marked {@code console as-root} needs root.
 */
record Transcript(List<Step> steps) {
  private static final String END_OF_OUTPUT = "\001\n";

  /** A command with its output. */
  record Step(String command, String output) {
    @Override
    public String toString() {
      return "$ " + command + "\n" + output;
    }
  }

  /** The sessions of a document, those that need root only if asked for. */
  static Transcript of(Path document, boolean withRoot) throws IOException {
    List<Step> steps = new ArrayList<>();
    List<String> block = null;
    for (String line : Files.readAllLines(document)) {
      if (block == null && isStart(line, withRoot)) {
        block = new ArrayList<>();
      } else if (block != null && line.equals("```")) {
        addSteps(block, steps);
        block = null;
      } else if (block != null) {
        block.add(line);
      }
    }
    return new Transcript(steps);
  }

  private static boolean isStart(String line, boolean withRoot) {
    return line.equals("```console") || (withRoot && line.equals("```console as-root"));
  }

  private static void addSteps(List<String> block, List<Step> steps) {
    StringBuilder command = new StringBuilder();
    StringBuilder output = new StringBuilder();
    for (String line : block) {
      if (line.startsWith("$ ")) {
        if (!command.isEmpty()) {
          steps.add(new Step(command.toString(), output.toString()));
        }
        command.setLength(0);
        output.setLength(0);
        command.append(line, 2, line.length());
      } else if (line.startsWith("> ") && output.isEmpty()) {
        command.append('\n').append(line, 2, line.length());
      } else {
        output.append(line).append('\n');
      }
    }
    steps.add(new Step(command.toString(), output.toString()));
  }

  /** Runs the commands in one shell, in a folder with the built program, and says what happened. */
  Transcript repeatedIn(Path folder) throws IOException {
    Files.createSymbolicLink(folder.resolve("ephemera"), Checkout.file("ephemera"));
    StringBuilder script = new StringBuilder("cd \"$1\"; umask 022; exec 2>&1\n");
    for (Step step : steps) {
      script.append(step.command()).append("\nprintf '\\001\\n'\n");
    }
    Map<String, String> environment = Map.of("PATH", Checkout.PATH, "HOME", folder.toString());
    Run run = Run.of(environment, List.of("sh", "-c", script.toString(), "sh", folder.toString()));
    String[] outputs = run.out().split(END_OF_OUTPUT, -1);
    List<Step> repeated = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      String output = i < outputs.length ? outputs[i] : "(the shell has ended)\n";
      repeated.add(new Step(steps.get(i).command(), output));
    }
    return new Transcript(repeated);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    steps.forEach(text::append);
    return text.toString();
  }
}
