// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import io.ephemera.fs.Bytes;
import io.ephemera.report.Outcome;
import io.ephemera.testkit.Attacker;
import io.ephemera.tmpfiles.Request;
import io.ephemera.tmpfiles.RunEnvironment;
import io.ephemera.tmpfiles.Tmpfiles;
import io.ephemera.tmpfiles.language.Problem;
import io.ephemera.tmpfiles.pace.Progress;
import io.ephemera.tmpfiles.pace.Throttle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Runs one class of attacks many times and counts the results. */
final class AttackCampaign {
  private static final int ROUNDS_OF_STEPS = 3;
  private static final int BATCH = 500;
  private static final int MOST_SECONDS = 20;

  private final Attack attack;

  AttackCampaign(Attack attack) {
    this.attack = attack;
  }

  /**
   * The results.
   *
   * @param moves how many moves of the attacker succeeded
   * @param moved operations during which at least one move succeeded
   * @param refused operations in which something was refused
   * @param landed operations with a result that never occurs while the attacker pauses, at whatever
   *     move: so a move happened between two system calls of the operation
   * @param harmed how many checks found that something outside was touched
   * @param touched changed objects outside, in all those checks together
   * @param hung whole runs that did not end
   */
  record Count(
      int operations,
      long moves,
      long nanos,
      int moved,
      int refused,
      int landed,
      int harmed,
      int touched,
      int hung,
      String differences) {
    long movesPerSecond() {
      return nanos == 0 ? 0 : moves * 1_000_000_000L / nanos;
    }
  }

  /** The counts so far. */
  private static final class Tally {
    int operations;
    long moves;
    int moved;
    int refused;
    int landed;
    int harmed;
    int touched;
    int hung;
    String differences = "";

    Count count(long nanos) {
      return new Count(
          operations, moves, nanos, moved, refused, landed, harmed, touched, hung, differences);
    }
  }

  /** In this process, through the engine. */
  Count inProcess(int operations) throws Exception {
    return AttackScene.play(attack, scene -> inProcess(scene, operations));
  }

  private Count inProcess(AttackScene scene, int operations) throws Exception {
    Map<Attack.Scenario, Set<String>> calm = resultsWhilePaused(scene);
    Tally tally = new Tally();
    long nanos = 0;
    scene.reset();
    while (tally.operations < operations) {
      int size = Math.min(BATCH, operations - tally.operations);
      long start = System.nanoTime();
      batch(scene, tally, size, calm);
      nanos += System.nanoTime() - start;
    }
    return tally.count(nanos);
  }

  private void batch(
      AttackScene scene, Tally tally, int size, Map<Attack.Scenario, Set<String>> calm)
      throws Exception {
    int touchedBefore = tally.touched;
    try (Canary canary = scene.canary();
        Attacker attacker = scene.attacker()) {
      for (int i = 0; i < size && tally.touched == touchedBefore; i++) {
        Attack.Scenario operation =
            attack.operations().get(tally.operations % attack.operations().size());
        once(scene, tally, operation, attacker, calm.getOrDefault(operation, Set.of()));
      }
      tally.moves += attacker.stop();
      look(canary, tally);
    }
    if (tally.touched != touchedBefore) {
      scene.reset();
    }
  }

  private static void look(Canary canary, Tally tally) throws IOException {
    int touched = canary.touched();
    if (touched > 0 && tally.differences.isEmpty()) {
      tally.differences = canary.differences();
    }
    tally.harmed += touched > 0 ? 1 : 0;
    tally.touched += touched;
  }

  private void once(
      AttackScene scene,
      Tally tally,
      Attack.Scenario operation,
      Attacker attacker,
      Set<String> calm) {
    long before = attacker.moves();
    Ending ending = Ending.of(operation, scene.top());
    boolean moved = attacker.moves() != before;
    tally.operations++;
    tally.moved += moved ? 1 : 0;
    tally.refused += ending.refused ? 1 : 0;
    tally.landed += moved && !calm.contains(ending.text()) ? 1 : 0;
    for (String never : attack.outside().never()) {
      if (Files.exists(scene.top().resolve(never), LinkOption.NOFOLLOW_LINKS)) {
        tally.harmed++;
        tally.touched++;
        tally.differences = never;
      }
    }
  }

  /** The results of the operations while the attacker pauses, after each of its moves. */
  private Map<Attack.Scenario, Set<String>> resultsWhilePaused(AttackScene scene) throws Exception {
    Map<Attack.Scenario, Set<String>> endings = new HashMap<>();
    try (Attacker attacker = scene.steppingAttacker()) {
      int rounds = attack.share() > 1 ? 1 : ROUNDS_OF_STEPS;
      for (int i = 0; i < rounds * attack.moves().size(); i++) {
        for (Attack.Scenario operation : attack.operations()) {
          Ending ending = Ending.of(operation, scene.top());
          endings.computeIfAbsent(operation, o -> new HashSet<>()).add(ending.text());
        }
        attacker.step();
      }
    }
    return endings;
  }

  /** The result of one operation: what failed, was refused, or needs attention. */
  private static final class Ending implements Tmpfiles.Listener {
    private final List<String> said = new ArrayList<>();
    boolean refused;

    static Ending of(Attack.Scenario operation, Path top) {
      Ending ending = new Ending();
      List<Bytes> lines = operation.at(top).stream().map(Bytes::utf8).toList();
      RunEnvironment environment =
          new RunEnvironment(
              name -> null,
              () -> Bytes.EMPTY,
              () -> System.currentTimeMillis() * 1000,
              new Progress(Throttle.unlimited()));
      try {
        Tmpfiles.Result ignored =
            new Tmpfiles(request(operation.optionList(), lines), environment, ending).run();
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
      return ending;
    }

    private static Request request(List<String> options, List<Bytes> lines) {
      Set<Request.Flag> flags =
          Arrays.stream(Request.Flag.values())
              .filter(flag -> options.contains(option(flag)))
              .collect(Collectors.toSet());
      return new Request(flags, Request.Scope.HOST, Request.Sources.lines(lines));
    }

    private static String option(Request.Flag flag) {
      return "--" + flag.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public void problem(Problem problem) {
      throw new IllegalStateException(problem.toString());
    }

    @Override
    public void outcome(Outcome outcome) {
      refused |= outcome instanceof Outcome.Refused;
      said.add(outcome.step().origin() + " " + outcome.kind().id() + " " + reason(outcome));
    }

    private static String reason(Outcome outcome) {
      if (outcome instanceof Outcome.Refused refused) {
        return refused.reason();
      }
      return outcome instanceof Outcome.Failed failed ? failed.errno() : "";
    }

    @Override
    public boolean hearsAll() {
      return false;
    }

    String text() {
      return String.join("\n", said);
    }
  }

  /**
   * Repeats the unguarded work until the attack succeeds.
   *
   * @return the number of the try that was attacked successfully, or -1
   */
  int breakUnguarded(int most) throws Exception {
    return AttackScene.play(attack, scene -> breakUnguarded(scene, most));
  }

  private int breakUnguarded(AttackScene scene, int most) throws Exception {
    try (Canary canary = scene.canary();
        Attacker attacker = scene.attacker()) {
      for (int i = 1; i <= most; i++) {
        try {
          attack.unguarded().once(scene.top());
        } catch (UnguardedWalk.EndlessException e) {
          return i;
        } catch (IOException e) {
          // Something changed between two of its system calls.
        }
        if (canary.touched() > 0) {
          return i;
        }
      }
      long ignored = attacker.stop();
    }
    return -1;
  }

  /** In whole processes, each with the lines as arguments. */
  Count wholeProcess(List<String> program, int runs) throws Exception {
    return AttackScene.play(attack, scene -> wholeProcess(scene, program, runs));
  }

  private Count wholeProcess(AttackScene scene, List<String> program, int runs) throws Exception {
    Tally tally = new Tally();
    long start = System.nanoTime();
    while (tally.operations < runs) {
      int touchedBefore = tally.touched;
      try (Canary canary = scene.canary();
          Attacker attacker = scene.attacker()) {
        while (tally.operations < runs && tally.touched == touchedBefore) {
          run(scene, program, tally, attacker);
          look(canary, tally);
        }
        tally.moves += attacker.stop();
      }
      if (tally.touched != touchedBefore) {
        scene.reset();
      }
    }
    return tally.count(System.nanoTime() - start);
  }

  private void run(AttackScene scene, List<String> program, Tally tally, Attacker attacker)
      throws Exception {
    Attack.Scenario operation =
        attack.operations().get(tally.operations % attack.operations().size());
    List<String> command = new ArrayList<>(program);
    command.addAll(operation.optionList());
    command.add("--inline");
    command.addAll(operation.at(scene.top()));
    long before = attacker.moves();
    Process process =
        new ProcessBuilder(command)
            .directory(scene.top().toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    boolean ended = process.waitFor(MOST_SECONDS, TimeUnit.SECONDS);
    if (!ended) {
      int ignored = process.destroyForcibly().waitFor();
    }
    tally.operations++;
    tally.moved += attacker.moves() != before ? 1 : 0;
    tally.hung += ended ? 0 : 1;
    tally.refused += ended && process.exitValue() != 0 ? 1 : 0;
  }
}
