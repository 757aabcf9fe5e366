// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.testkit.JavaProgram;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Another process that has or wants a lock. */
final class LockingProcess implements AutoCloseable {
  private static final String PERL =
      """
      use Fcntl ':flock';
      open my $file, '+<', $ARGV[0] or die "$ARGV[0]: $!\\n";
      flock $file, LOCK_EX | LOCK_NB or die "lock: $!\\n";
      $| = 1;
      print "held\\n";
      readline STDIN;
      """;

  private final Process process;
  private final BufferedReader output;

  private LockingProcess(List<String> before, List<String> command) throws IOException {
    process =
        new ProcessBuilder(Stream.concat(before.stream(), command.stream()).toList())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    output = process.inputReader(StandardCharsets.UTF_8);
  }

  /** A {@link LockHolder}, started through another command. */
  static LockingProcess of(Path directory, String name, String... before) throws IOException {
    JavaProgram program =
        JavaProgram.of(
            LockHolder.class,
            "io.ephemera.Place",
            "io.ephemera.fs.Name",
            "io.ephemera.process.Users",
            "io.ephemera.linux.Native");
    return new LockingProcess(List.of(before), program.command(directory.toString(), name));
  }

  /** A program that knows nothing of us and locks the file by flock(2). */
  static LockingProcess foreign(Path file, String... before) throws IOException {
    return new LockingProcess(List.of(before), List.of("perl", "-e", PERL, file.toString()));
  }

  /** What it says next; null when it has ended. */
  String says() throws IOException {
    return String.valueOf(output.readLine());
  }

  long pid() {
    return process.pid();
  }

  /** Ends it, and what it started, as kill -9 does. */
  void kill() throws IOException {
    process.toHandle().destroyForcibly(); // Process.destroy would end its input first
    String last;
    do {
      last = output.readLine(); // the last of them closes it
    } while (last != null);
    waitFor();
  }

  /** Ends it in its own way. */
  void end() throws IOException {
    process.getOutputStream().close();
    waitFor();
  }

  private void waitFor() {
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws IOException {
    kill();
  }
}
