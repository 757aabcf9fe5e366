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
 * Another process under another user id that changes names as fast as it can: exchanges a directory
 * and a symbolic link to a victim, say.
 *
 * <p>It owns nothing but what the test gave to its user {@value #UID}. Where the tests do not run
 * as root it runs as the same user.
 */
public final class Attacker implements AutoCloseable {
  /** The user id, and the group id, of the attacker: nobody's. */
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

  /** What an attacker may do beyond what anybody may. */
  public enum Rights {
    /** Nothing. */
    NONE(""),
    /**
     * Gives any file a second name, as everybody may where fs.protected_hardlinks is 0,
     * proc_sys_fs(5); otherwise nothing.
     */
    LINKING("--inh-caps=-all,+fowner --ambient-caps=-all,+fowner "),
    /** Everything: it is root. */
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
   * @throws IllegalStateException if the attacker ended instead
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
   * Starts making moves, round after round.
   *
   * @param counter where a file is made that counts them, in a directory that others may enter
   * @param moves a letter and its paths each, see {@code moves.pl}
   * @throws IllegalStateException if the attacker ended instead
   */
  public static Attacker repeating(Rights rights, Path counter, List<String> moves) {
    return moving(rights, counter, "loop", moves);
  }

  /** As {@link #repeating}, but each move waits for {@link #step}. */
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

  /** How many moves were made so far, of an attacker that {@link #repeating} started. */
  public long moves() {
    if (counter == null) {
      throw new IllegalStateException("this attacker does not count while it works");
    }
    return counter.get(0);
  }

  /** Makes the next move, and waits until it is made. It may fail. */
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
   * Ends the attack. Names that were exchanged stand for what they stood for before.
   *
   * @return how many moves were made, or how often the names were exchanged
   */
  public long stop() {
    boolean ignored =
        process.toHandle().destroy(); // Process.destroy would close its output as well
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

  /** Ends the attack where a test failed before {@link #stop}. */
  @Override
  public void close() {
    if (process.isAlive()) {
      process.destroy();
    }
  }
}
