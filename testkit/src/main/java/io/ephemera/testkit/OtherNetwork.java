// SPDX-License-Identifier: Apache-2.0
package io.ephemera.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A server in a network namespace of its own, network_namespaces(7), whose Unix sockets are not in
 * the lists of this one.
 *
 * <p>Needs root and CAP_SYS_ADMIN, see {@link TestUser#mayMount}.
 */
public final class OtherNetwork implements AutoCloseable {
  /** A directory and a name in it: the kernel knows a relative path. An empty line closes all. */
  private static final String SERVER =
      """
      my @held;
      $| = 1;
      while (my $directory = <STDIN>) {
        chomp $directory;
        if ($directory eq '') {
          @held = ();
          chdir '/';
        } else {
          my $name = <STDIN>;
          chomp $name;
          chdir $directory or die "$directory: $!";
          socket(my $s, AF_UNIX, SOCK_STREAM, 0) or die $!;
          bind($s, sockaddr_un($name)) or die "$name: $!";
          listen($s, 1) or die $!;
          push @held, $s;
        }
        print "done\\n";
      }
      """;

  private final Process process;
  private final Writer input;
  private final BufferedReader output;

  private OtherNetwork(Process process) {
    this.process = process;
    this.input = process.outputWriter(StandardCharsets.US_ASCII);
    this.output = process.inputReader(StandardCharsets.US_ASCII);
  }

  /** Starts a server. */
  public static OtherNetwork start() {
    try {
      return new OtherNetwork(
          new ProcessBuilder("unshare", "--net", "perl", "-MSocket", "-e", SERVER)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Listens on a new socket. */
  public void listen(Path directory, String name) {
    ask(directory + "\n" + name + "\n");
  }

  /** Closes the sockets and leaves their directories. */
  public void closeSockets() {
    ask("\n");
  }

  private void ask(String request) {
    try {
      input.write(request);
      input.flush();
      if (!"done".equals(output.readLine())) {
        throw new IllegalStateException("the server ended: " + request);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      input.close();
      int ignored = process.waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
