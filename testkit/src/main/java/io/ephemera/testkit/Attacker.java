// SPDX-License-Identifier: Apache-2.0
package io.ephemera.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A process under another user id that changes names as fast as it can; it exchanges a directory
 * and a symbolic link to a victim, for example.
 *
 * <p>It owns only what the test gives to its user {@value #UID}. Where the tests do not run as
 * root, it runs as the same user.
 */
public final class Attacker implements AutoCloseable {
  /** The user id and the group id of the attacker: those of {@code nobody}. */
  public static final int UID = 65534;

  private static final int COUNTER = Long.BYTES;

  private final Process process;
  private final BufferedReader output;
  private final @Nullable LongBuffer counter;

  private Attacker(Process process, @Nullable LongBuffer counter) {
    this.process = process;
    this.counter = counter;
    this.output = process.inputReader(StandardCharsets.US_ASCII);
  }

  /** Privileges of an attacker. */
  public enum Rights {
    /** None: an ordinary user. */
    NONE(""),
    /** May link any file, as every user may where fs.protected_hardlinks is 0, proc_sys_fs(5). */
    LINKING("--inh-caps=-all,+fowner --ambient-caps=-all,+fowner "),
    /** All: it is root. */
    ROOT("");

    private final String options;

    Rights(String options) {
      this.options = options;
    }

    private List<String> command() {
      List<String> command = new ArrayList<>();
      if (this != ROOT && TestUser.isRoot()) {
        String words = "setpriv --reuid=" + UID + " --regid=" + UID + " --clear-groups " + options;
        command.addAll(List.of((words + "--").split(" ", -1)));
      }
      return command;
    }
  }

  /**
   * Starts exchanging two names, renameat2(2) with RENAME_EXCHANGE; returns after the first
   * exchange.
   *
   * @throws IllegalStateException if the attacker ends instead
   */
  public static Attacker exchanging(Path one, Path other) {
    List<String> command = Rights.NONE.command();
    try {
      command.addAll(Perl.command("attack.pl", one.toString(), other.toString()));
      return start(command, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Starts an attacker that repeats a list of moves.
   *
   * @param counter a file to be created that counts the moves, in a directory that others may enter
   * @param moves for each a letter and its paths, see {@code moves.pl}
   * @throws IllegalStateException if the attacker ends instead
   */
  public static Attacker repeating(Rights rights, Path counter, List<String> moves) {
    return moving(rights, counter, "loop", moves);
  }

  /** Like {@link #repeating}, but each move waits for {@link #step}. */
  public static Attacker stepping(Rights rights, Path counter, List<String> moves) {
    return moving(rights, counter, "step", moves);
  }

  private static Attacker moving(Rights rights, Path counter, String how, List<String> moves) {
    List<String> words = new ArrayList<>(List.of(counter.toString(), how));
    words.addAll(moves);
    List<String> command = rights.command();
    try {
      command.addAll(Perl.command("moves.pl", words.toArray(String[]::new)));
      return start(command, shared(counter));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static LongBuffer shared(Path counter) throws IOException {
    Files.write(counter, new byte[COUNTER]);
    Files.setPosixFilePermissions(counter, PosixFilePermissions.fromString("rw-rw-rw-"));
    try (FileChannel channel = FileChannel.open(counter)) {
      return channel
          .map(FileChannel.MapMode.READ_ONLY, 0, COUNTER)
          .order(ByteOrder.nativeOrder())
          .asLongBuffer();
    }
  }

  private static Attacker start(List<String> command, @Nullable LongBuffer counter)
      throws IOException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    Attacker attacker = new Attacker(process, counter);
    String first = attacker.output.readLine();
    if (!"ready".equals(first)) {
      throw new IllegalStateException("the attacker did not start: " + first);
    }
    return attacker;
  }

  /** How many moves succeeded so far; only for an attacker that {@link #repeating} started. */
  public long moves() {
    if (counter == null) {
      throw new IllegalStateException("this attacker has no counter");
    }
    return counter.get(0);
  }

  /** Makes the next move, which may fail, and waits for it. */
  public void step() {
    try {
      process.getOutputStream().write('\n');
      process.getOutputStream().flush();
      if (output.readLine() == null) {
        throw new IllegalStateException("the attacker ended");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Ends the attack. Exchanged names are as they were before.
   *
   * @return how many moves succeeded, or how often the names were exchanged
   */
  public long stop() {
    boolean ignored = process.toHandle().destroy(); // Process.destroy would close its output too
    try {
      String swaps = output.readLine();
      int status = process.waitFor();
      if (status != 0 || swaps == null) {
        throw new IllegalStateException("the attacker ended with " + status + ", " + swaps);
      }
      return Long.parseLong(swaps);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Ends the attack if a test failed before {@link #stop}. */
  @Override
  public void close() {
    if (process.isAlive()) {
      process.destroy();
    }
  }
}
