// SPDX-License-Identifier: Apache-2.0
package io.ephemera.examples.frameworks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ephemera.ClaimedSocket;
import io.ephemera.Connection;
import io.ephemera.Place;
import io.ephemera.Purpose;
import io.ephemera.RuntimeDirectory;
import io.ephemera.RuntimeSocket;
import io.ephemera.SocketInUseException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Frameworks bind a claimed path, or take a socket that a service manager passed. */
@Timeout(value = 40, unit = TimeUnit.SECONDS)
class FrameworksTest {
  private static final String TEXT = "over a claimed path";

  @TempDir Path folder;

  enum Framework {
    NETTY_NIO,
    NETTY_EPOLL,
    GRPC,
    JETTY,
    TOMCAT;

    AutoCloseable start(Path path, Path base) throws Exception {
      return switch (this) {
        case NETTY_NIO -> Netty.overNio(path);
        case NETTY_EPOLL -> Netty.overEpoll(path);
        case GRPC -> Grpc.start(path);
        case JETTY -> Http.jetty(path);
        case TOMCAT -> Http.tomcat(path, base);
      };
    }

    void ask(Path path) throws Exception {
      switch (this) {
        case NETTY_NIO, NETTY_EPOLL ->
            assertThat(answer(path, TEXT.getBytes(StandardCharsets.UTF_8), TEXT.length()))
                .isEqualTo(TEXT);
        case GRPC -> assertThat(Grpc.echo(path, TEXT)).isEqualTo(TEXT);
        case JETTY, TOMCAT ->
            assertThat(answer(path, Http.request(), Integer.MAX_VALUE))
                .startsWith("HTTP/1.1 200 ")
                .contains(Http.ANSWER);
      }
    }
  }

  /** The answer up to a length, or up to its end. */
  static String answer(Path path, byte[] question, int length) throws IOException {
    try (Connection connection = Connection.connect(path)) {
      connection.write(ByteBuffer.wrap(question));
      ByteBuffer answer = ByteBuffer.allocate(10_000);
      while (answer.position() < length && connection.read(answer) >= 0) {
        assertThat(answer.hasRemaining()).isTrue();
      }
      return new String(answer.array(), 0, answer.position(), StandardCharsets.UTF_8);
    }
  }

  private RuntimeDirectory directory() throws IOException {
    return RuntimeDirectory.open(Place.at(folder.resolve("run"), Purpose.RUNTIME, "example"));
  }

  @ParameterizedTest
  @EnumSource
  void frameworkBindsAClaimedPath(Framework framework) throws Exception {
    try (RuntimeDirectory directory = directory()) {
      for (int round = 0; round < 2; round++) {
        try (ClaimedSocket claimed = RuntimeSocket.claim(directory, "s")) {
          try (AutoCloseable server = framework.start(claimed.path(), folder)) {
            assertThat(server).isNotNull();
            claimed.setMode(0660);
            assertThat(Files.getPosixFilePermissions(claimed.path()))
                .isEqualTo(PosixFilePermissions.fromString("rw-rw----"));
            assertThatThrownBy(() -> RuntimeSocket.claim(directory, "s"))
                .isInstanceOf(SocketInUseException.class);
            framework.ask(claimed.path());
          }
        }
        assertThat(folder.resolve("run/s")).doesNotExist();
      }
    }
  }

  /** A service manager: descriptor 3, or standard input, is a socket that listens. */
  private static final String MANAGER =
      """
      use Socket; use POSIX (); $^F = 9;
      my ($path, $kind, @command) = @ARGV;
      socket(my $s, AF_UNIX, SOCK_STREAM, 0) or die;
      bind($s, pack 'Sa*', AF_UNIX, $path) or die; listen($s, 5) or die;
      POSIX::dup2(fileno $s, $kind =~ /JETTY/ ? 0 : 3);
      POSIX::close(fileno $s) if fileno $s > 3;
      $ENV{LISTEN_PID} = $$; $ENV{LISTEN_FDS} = 1; $ENV{LISTEN_FDNAMES} = 's';
      exec @command, $kind or die;
      """;

  @ParameterizedTest
  @EnumSource
  void frameworkTakesAPassedSocket(PassedProgram.Kind kind) throws Exception {
    Path path = folder.resolve("passed");
    Process program =
        new ProcessBuilder(
                List.of(
                    "perl",
                    "-e",
                    MANAGER,
                    path.toString(),
                    kind.name(),
                    System.getProperty("java.home") + "/bin/java",
                    "--enable-native-access=ALL-UNNAMED",
                    "-XX:-UsePerfData",
                    "-cp",
                    System.getProperty("java.class.path"),
                    PassedProgram.class.getName()))
            .redirectErrorStream(true)
            .start();
    try (var out = program.inputReader(StandardCharsets.UTF_8)) {
      String line = out.readLine();
      while (line != null && !line.equals("ready")) {
        line = out.readLine();
      }
      assertThat(line).as("it says that it is ready").isEqualTo("ready");
      (kind == PassedProgram.Kind.JETTY ? Framework.JETTY : Framework.NETTY_EPOLL).ask(path);
      assertThat(path).exists();
    } finally {
      program.destroyForcibly().waitFor();
    }
  }
}
