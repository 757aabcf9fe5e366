// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * Starts services under {@code run}, kills {@code run} at random moments of its set-up, or
 * processes of the services in random order, and cleans: nothing of those that are dead remains,
 * and nothing of those that live is touched.
 */
final class Kills {
  private static final int AT_ONCE = 10;
  private static final List<Service> DAEMONS = List.of(new PostgreSql(), Xvfb.seenByAll());

  /** The display's socket is not in a place of its own. */
  private static final String LINE = "e /tmp/.X11-unix - - - 0";

  private final ServiceRoot root;
  private final Random random;
  private final String untouched;
  private final long mostNanosOfSetUp;
  private int killedInSetUp;
  private int living;
  private int dead;
  private final List<String> faults = new ArrayList<>();

  private Kills(ServiceRoot root, Random random) throws IOException {
    this.root = root;
    this.random = random;
    this.untouched = root.state();
    this.mostNanosOfSetUp = nanosOfSetUp();
  }

  /** How long a set-up takes that is not killed. */
  private long nanosOfSetUp() throws IOException {
    long start = System.nanoTime();
    Life life = Life.start(root, new Brood("first", "tmpfs", true, true, new Brood.Children("")));
    if (!life.awaitReady()) {
      throw new IllegalStateException(life.errors());
    }
    long nanos = System.nanoTime() - start;
    life.end();
    return nanos;
  }

  /**
   * The counts of a campaign.
   *
   * @param killedInSetUp how many were killed before their service was ready
   * @param living how many services had a living process when it was cleaned
   * @param dead how many had none
   * @param faults what was wrong
   */
  record Count(
      long seed, int services, int killedInSetUp, int living, int dead, List<String> faults) {
    String row() {
      return "| %d | %d | %d | %d | %d | %d |"
          .formatted(services, killedInSetUp, living, dead, faults.size(), seed);
    }
  }

  /** Kills as many services, in the order that the seed gives. Skips the test without root. */
  static Count of(int services, long seed) throws IOException {
    try (ServiceRoot root = ServiceRoot.boot(DAEMONS)) {
      root.script("echo '" + LINE + "' >/etc/tmpfiles.d/display.conf");
      Kills kills = new Kills(root, new Random(seed));
      for (int first = 0; first < services; first += AT_ONCE) {
        kills.round(first, Math.min(AT_ONCE, services - first));
      }
      return new Count(seed, services, kills.killedInSetUp, kills.living, kills.dead, kills.faults);
    }
  }

  private void round(int first, int count) throws IOException {
    List<Life> lives = new ArrayList<>();
    List<Life> undisturbed = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Life life = Life.start(root, brood(first + i, i));
      lives.add(life);
      if (random.nextBoolean()) {
        waitForSomeMoment();
        if (!life.runs()) {
          faults.add(life.brood() + " ended by itself: " + life.errors());
        }
        killedInSetUp += life.killMain() ? 1 : 0;
      } else {
        undisturbed.add(life);
      }
    }
    Collections.shuffle(undisturbed, random);
    for (Life life : undisturbed) {
      killSome(life);
    }
    check(lives.stream().collect(Collectors.partitioningBy(Life::isAlive)));
    for (Life life : lives) {
      life.end();
    }
    clean();
    compare("after all have ended", untouched, root.state());
  }

  /** One of each daemon in every round: two would share their data or their display. */
  private Brood brood(int number, int inRound) {
    Brood.Program program =
        inRound < DAEMONS.size() ? new Brood.Daemon(DAEMONS.get(inRound)) : Brood.children(random);
    return Brood.random("brood%06d".formatted(number), program, random);
  }

  private void waitForSomeMoment() {
    long moment = System.nanoTime() + random.nextLong(mostNanosOfSetUp);
    while (System.nanoTime() - moment < 0) {
      Thread.onSpinWait();
    }
  }

  /** None to all, in random order. */
  private void killSome(Life life) throws IOException {
    if (!life.awaitReady()) {
      faults.add(life.brood() + " did not start: " + life.errors());
      return;
    }
    List<ProcessHandle> members = new ArrayList<>(life.members());
    Collections.shuffle(members, random);
    for (ProcessHandle victim : members.subList(0, random.nextInt(members.size() + 1))) {
      life.kill(victim);
    }
  }

  private void check(Map<Boolean, List<Life>> byLife) {
    List<Life> alive = byLife.getOrDefault(true, List.of());
    living += alive.size();
    String before = possessions(alive);

    clean();

    compare("what the living have", before, possessions(alive));
    alive.stream().map(Life::brood).filter(Brood::locked).forEach(this::expectBusy);
    for (Life life : byLife.getOrDefault(false, List.of())) {
      dead++;
      compare("what is left of " + life.brood(), "", namesWith(life.brood().name()));
    }
  }

  private void expectBusy(Brood brood) {
    compare("a second " + brood, "75", "" + root.run(brood.again()).exitCode());
  }

  /** Paths of files with this word in their name. */
  private String namesWith(String word) {
    return root.script("find /run /tmp /var/tmp -name \"*$1*\"", word);
  }

  private static String possessions(List<Life> lives) {
    return lives.stream().map(Life::possessions).collect(Collectors.joining());
  }

  private void compare(String what, String expected, String actual) {
    if (!expected.equals(actual)) {
      faults.add(what + ": expected\n" + expected + "\nbut was\n" + actual);
    }
  }

  private void clean() {
    Run run = root.run(ServiceRoot.PROGRAM, "tmpfiles", "--clean");
    compare("exit status of " + run, "0", "" + run.exitCode());
  }
}
