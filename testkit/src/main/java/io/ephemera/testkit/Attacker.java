// SPDX-License-Identifier: Apache-2.0
package io.ephemera.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Another process under another user id that exchanges two names as fast as it can: a directory and
 * a symbolic link to a victim, say.
 *
 * <p>It owns nothing but what the test gave to its user {@value #UID}. Where the tests do not run
 * as root it runs as the same user.
 */
public final class Attacker implements AutoCloseable {
  /** The user id, and the group id, of the attacker: nobody's. */
  public static final int UID = 65534;

  private final Process process;
  private final BufferedReader output;

  private Attacker(Process process) {
    this.process = process;
    this.output = process.inputReader(StandardCharsets.US_ASCII);
  }

  /**
   * Starts exchanging two names, renameat2(2) with RENAME_EXCHANGE; returns after the first
   * exchange.
   *
   * @throws IllegalStateException if the attacker ended instead
   */
  public static Attacker exchanging(Path one, Path other) {
    List<String> command = new ArrayList<>();
    if (Identity.isRoot()) {
      command.addAll(
          List.of("setpriv", "--reuid=" + UID, "--regid=" + UID, "--clear-groups", "--"));
    }
    try {
      command.addAll(Perl.command("attack.pl", one.toString(), other.toString()));
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      Attacker attacker = new Attacker(process);
      String first = attacker.output.readLine();
      if (!"ready".equals(first)) {
        throw new IllegalStateException("the attacker did not start: " + first);
      }
      return attacker;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Ends the attack. Both names stand for what they stood for before.
   *
   * @return how often the names were exchanged
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
