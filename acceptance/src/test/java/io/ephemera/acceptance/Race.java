// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import io.ephemera.testkit.JavaProgram;
import io.ephemera.testkit.TestFolder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Many processes that compete for one lock and one socket, again and again.
 *
 * <p>They wait at a fifo, from which each reads one byte when all bytes are written at once. The
 * winner keeps what it got until all have reported; the next round begins while the winner is still
 * releasing it.
 */
final class Race implements AutoCloseable {
  private static final String MINE = "mine";

  private final TestFolder folder = TestFolder.with("own/ 0700\n");
  private final Path run = folder.path().resolve("own/run");
  private final Path fifo = folder.path().resolve("gate");
  private final RandomAccessFile gate;
  private final List<Member> members = new ArrayList<>();
  private final Count count = new Count();
  private long formerOwner;
  private long formerListener;

  /** The counts so far. */
  static final class Count {
    int rounds;
    int withoutOne;
    int withSeveral;
    int unknownOwners;
    int wrongOwners;
    int wrongListeners;
    int refused;

    /** Whether exactly one process held each in every round, and no client reached another. */
    boolean isRight() {
      return withoutOne + withSeveral + wrongOwners + wrongListeners == 0;
    }

    void add(Count other) {
      rounds += other.rounds;
      withoutOne += other.withoutOne;
      withSeveral += other.withSeveral;
      unknownOwners += other.unknownOwners;
      wrongOwners += other.wrongOwners;
      wrongListeners += other.wrongListeners;
      refused += other.refused;
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%,d | %d | %d | %d | %d | %,d | %,d",
          rounds,
          withoutOne,
          withSeveral,
          wrongOwners,
          wrongListeners,
          unknownOwners,
          refused);
    }
  }

  private record Member(Process process, BufferedReader output, OutputStream input) {}

  private Race(int processes) throws IOException, InterruptedException {
    int status = new ProcessBuilder("mkfifo", fifo.toString()).inheritIO().start().waitFor();
    if (status != 0) {
      throw new IllegalStateException("mkfifo ended with " + status);
    }
    gate = new RandomAccessFile(fifo.toFile(), "rw");
    JavaProgram program =
        JavaProgram.of(
            Contender.class,
            "io.ephemera.Place",
            "io.ephemera.fs.Name",
            "io.ephemera.process.Users",
            "io.ephemera.linux.Fd");
    for (int i = 0; i < processes; i++) {
      members.add(start(program.command(fifo.toString(), run.toString())));
    }
    for (Member member : members) {
      String ignored = line(member);
    }
  }

  private static Member start(List<String> command) throws IOException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    return new Member(
        process, process.inputReader(StandardCharsets.US_ASCII), process.getOutputStream());
  }

  private static String line(Member member) throws IOException {
    String line = member.output.readLine();
    if (line == null) {
      throw new IllegalStateException("process " + member.process.pid() + " ended");
    }
    return line;
  }

  /** Rounds with the same processes. */
  static Count ofLongLived(int processes, int rounds) throws Exception {
    try (Race race = new Race(processes)) {
      for (int i = 0; i < rounds; i++) {
        race.round();
      }
      return race.count;
    }
  }

  /** Rounds with new processes, in a directory that they create first. */
  static Count ofFresh(int processes, int rounds) throws Exception {
    Count count = new Count();
    for (int i = 0; i < rounds; i++) {
      count.add(ofLongLived(processes, 1));
    }
    return count;
  }

  private void round() throws IOException {
    gate.write(new byte[members.size()]);
    List<String[]> told = new ArrayList<>();
    for (Member member : members) {
      told.add(line(member).split(" ", -1));
    }
    long owner = winner(told, 0);
    long listener = winner(told, 1);
    for (String[] words : told) {
      judgeOwner(words[0], owner);
      judgeListener(words[1], listener, true);
      judgeListener(words[2], listener, true);
    }
    judgeListener("" + Contender.reached(run), listener, false);
    count.rounds++;
    formerOwner = owner;
    formerListener = listener;
    for (Member member : members) {
      member.input.write('\n');
      member.input.flush();
    }
  }

  /** The process that reports it as its own. */
  private long winner(List<String[]> told, int what) {
    long winner = 0;
    int winners = 0;
    for (int i = 0; i < told.size(); i++) {
      if (told.get(i)[what].equals(MINE)) {
        winners++;
        winner = members.get(i).process.pid();
      }
    }
    count.withoutOne += winners == 0 ? 1 : 0;
    count.withSeveral += winners > 1 ? 1 : 0;
    return winner;
  }

  private void judgeOwner(String word, long owner) {
    if (word.equals("0")) {
      count.unknownOwners++;
    } else if (!word.equals(MINE) && !word.equals("" + owner) && !word.equals("" + formerOwner)) {
      count.wrongOwners++;
    }
  }

  /**
   * A client may reach no server while one is just starting or stopping to listen.
   *
   * @param early whether that is possible
   */
  private void judgeListener(String word, long listener, boolean early) {
    if (word.equals("0") && early) {
      count.refused++;
    } else if (!word.equals(MINE)
        && !word.equals("" + listener)
        && !(early && word.equals("" + formerListener))) {
      count.wrongListeners++;
    }
  }

  @Override
  public void close() throws IOException {
    try (folder;
        gate) {
      for (Member member : members) {
        member.process.destroy();
      }
      for (Member member : members) {
        int ignored = member.process.waitFor();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
