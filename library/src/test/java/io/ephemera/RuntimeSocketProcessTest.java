// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sockets between processes. */
class RuntimeSocketProcessTest extends SocketTestCase {

  /** A program of these tests, which says one line after the other. */
  private record Program(Process process, BufferedReader out) implements AutoCloseable {
    static Program start(List<String> command) throws IOException {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      return new Program(process, process.inputReader(StandardCharsets.UTF_8));
    }

    String says() throws IOException {
      return String.valueOf(out.readLine());
    }

    void goOn() throws IOException {
      OutputStream in = process.getOutputStream();
      in.write('\n');
      in.flush();
    }

    @Override
    public void close() {
      process.destroyForcibly();
      process.onExit().join().exitValue();
    }
  }

  private Program contender() throws IOException {
    return Program.start(java("ListenerProgram", "listen", run.path().toString(), "s"));
  }

  @Test
  void deadSocketIsReplacedAndALiveServerNamed() throws Exception {
    try (Program other = contender()) {
      assertThat(other.says()).isEqualTo("ready");
      other.goOn();
      assertThat(other.says()).isEqualTo("listening");
      int pid = (int) other.process().pid();
      assertThatExceptionOfType(SocketInUseException.class)
          .isThrownBy(() -> RuntimeSocket.listen(run, "s"))
          .satisfies(e -> assertThat(e.holder().orElseThrow().pid()).isEqualTo(pid));
    }
    assertThat(path("s")).exists();
    try (RuntimeSocket socket = RuntimeSocket.listen(run, "s");
        Connection client = Connection.connect(path("s"))) {
      assertThat(client.peer().pid()).isEqualTo(SELF);
      assertThat(socket.isOpen()).isTrue();
    }
  }

  @Test
  void shutdownHookEndsAcceptAndCleansUp() throws Exception {
    try (Program server =
        Program.start(java("ListenerProgram", "serve", run.path().toString(), "s"))) {
      assertThat(server.says()).isEqualTo("ready");
      Connection.connect(path("s")).close();
      server.process().toHandle().destroy(); // SIGTERM
      assertThat(server.says()).isEqualTo("stopped");
      assertThat(server.process().waitFor()).isEqualTo(128 + 15);
      assertThat(path("s")).doesNotExist();
    }
  }

  @Test
  void exactlyOneOfManyProcessesListens() throws Exception {
    List<Program> programs = new ArrayList<>();
    try {
      for (int i = 0; i < 5; i++) {
        programs.add(contender());
      }
      for (Program program : programs) {
        assertThat(program.says()).isEqualTo("ready");
      }
      for (int round = 0; round < 20; round++) {
        for (Program program : programs) {
          program.goOn();
        }
        int listening = 0;
        for (Program program : programs) {
          String said = program.says();
          if (said.equals("listening")) {
            try (Connection client = Connection.connect(path("s"))) {
              assertThat(client.peer().pid()).isEqualTo((int) program.process().pid());
            }
            listening++;
          } else {
            assertThat(said).isEqualTo("busy");
          }
        }
        assertThat(listening).isEqualTo(1);
        for (Program program : programs) {
          program.goOn();
        }
        for (Program program : programs) {
          assertThat(program.says()).isEqualTo("closing");
          assertThat(program.says()).isEqualTo("closed");
        }
        assertThat(path("s")).doesNotExist();
        bound(path("s")).close();
      }
    } finally {
      for (Program program : programs) {
        program.close();
      }
    }
  }

  /**
   * What a service manager does: makes what its first argument says, puts it where descriptors are
   * passed, and becomes the program.
   */
  private static final String MANAGER =
      """
      use Socket; use POSIX (); $^F = 9;
      my ($kind, $path, $names, @command) = @ARGV;
      my $type = $kind eq 'datagram' ? SOCK_DGRAM : SOCK_STREAM;
      socket(my $s, AF_UNIX, $type, 0) or die;
      if ($kind eq 'file') { open $s, '<', '/dev/null' or die }
      else { bind($s, pack 'Sa*', AF_UNIX, $kind eq 'abstract' ? "\\0$path" : $path) or die "$!" }
      if ($kind =~ /listening|abstract/) { listen($s, 5) or die }
      POSIX::dup2(fileno $s, 4); POSIX::dup2(0, 3);
      $ENV{LISTEN_PID} = $kind eq 'listening-elsewhere' ? 1 : $$;
      $ENV{LISTEN_FDS} = 2; $ENV{LISTEN_FDNAMES} = $names if $names ne '-';
      exec @command or die;
      """;

  private Program passed(String kind, String names, String asked) throws IOException {
    return managed(kind, names, "passed", asked);
  }

  private Program managed(String kind, String names, String... arguments) throws IOException {
    List<String> manager = List.of("perl", "-e", MANAGER, kind, path("passed").toString(), names);
    List<String> program = java("ListenerProgram", arguments);
    return Program.start(Stream.concat(manager.stream(), program.stream()).toList());
  }

  @Test
  void passedSocketIsUsedAndNotChanged() throws Exception {
    try (Program program = passed("listening", "other:web", "web")) {
      assertThat(program.says()).isEqualTo("path " + path("passed"));
      assertThat(program.says()).isEqualTo("given once");
      assertThat(program.says()).isEqualTo("not inherited");
      int mode = mode(path("passed"));
      try (Connection client = Connection.connect(path("passed"))) {
        assertThat(read(client)).isEqualTo("from " + program.process().pid());
      }
      assertThat(program.says()).isEqualTo("done");
      assertThat(path("passed")).exists();
      assertThat(mode(path("passed"))).isEqualTo(mode);
    }
  }

  @Test
  void passedSocketBecomesAChannelOrADescriptor() throws Exception {
    String scratch = folder.path().resolve("run").toString();
    try (Program program = managed("listening", "other:web", "channel", "web", scratch)) {
      assertThat(program.says()).isEqualTo("given");
      try (Connection client = Connection.connect(path("passed"))) {
        assertThat(read(client)).isEqualTo("from " + program.process().pid());
      }
      assertThat(program.says()).isEqualTo("done");
    }
    try (var left = Files.list(path(""))) {
      assertThat(left).containsExactly(path("passed"));
    }
    Files.delete(path("passed"));
    try (Program program = managed("listening", "other:web", "descriptor", "web")) {
      assertThat(program.says()).isEqualTo("descriptor OptionalInt[4]");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "listening,           other:web, missing, nothing",
    "listening-elsewhere, other:web, web,     nothing",
    "bound,               other:web, web,     'descriptor 4, which was passed as web, is not a listening Unix'",
    "datagram,            other:web, web,     'descriptor 4, which was passed as web, is not a listening Unix'",
    "file,                other:web, web,     'descriptor 4, which was passed as web, is not a listening Unix'",
    "listening,           other:web, other,   'descriptor 3, which was passed as other, is not a listening Unix'",
    "listening,           other,     unknown, path ",
    "abstract,            other:web, web,     path -",
  })
  void onlyAPassedListeningSocketIsTaken(String kind, String names, String asked, String answer)
      throws Exception {
    try (Program program = passed(kind, names, asked)) {
      assertThat(program.says()).startsWith(answer.strip());
    }
  }

  @Test
  void passedDescriptorsAreFoundByName() {
    Map<String, String> two = Map.of("LISTEN_PID", "7", "LISTEN_FDS", "2");
    Map<String, String> none = Map.of("LISTEN_PID", "7", "LISTEN_FDS", "x");
    Map<String, String> three =
        Map.of("LISTEN_PID", "7", "LISTEN_FDS", "3", "LISTEN_FDNAMES", "a:b:a");
    assertThat(PassedSockets.named("a", three, 7)).containsExactly(3, 5);
    assertThat(PassedSockets.named("unknown", two, 7)).containsExactly(3, 4);
    assertThat(PassedSockets.named("a", none, 7)).isEmpty();
    assertThat(PassedSockets.named("a", three, 8)).isEmpty();
  }
}
