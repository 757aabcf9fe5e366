// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.testkit.TestUser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs {@code examples/talk} as unrelated users. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class TalkTest {
  private static final int ALICE = 4_000_001;
  private static final int BOB = 4_000_002;
  private static final int MALLORY = 4_000_003;

  private final List<Person> present = new ArrayList<>();

  /** A process of another user. */
  private record Person(Process process, BufferedReader out) {
    String reads() throws IOException {
      return String.valueOf(out.readLine());
    }

    void types(String line) throws IOException {
      OutputStream in = process.getOutputStream();
      in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      in.flush();
    }

    int end() throws IOException, InterruptedException {
      process.getOutputStream().close();
      return process.waitFor();
    }

    String readsToTheEnd() throws IOException {
      StringBuilder all = new StringBuilder();
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        all.append(line).append('\n');
      }
      return all.toString();
    }
  }

  @BeforeEach
  void needRootAndAReadableCheckout() {
    Assumptions.assumeTrue(TestUser.isRoot(), "needs root, to be other users");
    Path script = Checkout.file("examples/talk/talk");
    Run run = Checkout.run(Map.of("PATH", Checkout.PATH), script);
    assertThat(run.err()).startsWith("usage: talk");
    Run readable =
        Run.of(
            Map.of("PATH", Checkout.PATH),
            List.of("setpriv", "--reuid", "" + BOB, "--clear-groups", "cat", script.toString()));
    Assumptions.assumeTrue(readable.exitCode() == 0, "needs a checkout that others may read");
  }

  @AfterEach
  void sendAllAway() {
    present.forEach(person -> person.process().destroyForcibly());
  }

  private Person as(int user, String... command) throws IOException {
    String id = String.valueOf(user);
    List<String> all = new ArrayList<>();
    all.addAll(List.of("setpriv", "--reuid", id, "--regid", id, "--clear-groups", "--"));
    all.addAll(List.of(command));
    ProcessBuilder builder = new ProcessBuilder(all).redirectErrorStream(true);
    builder.environment().keySet().retainAll(List.of("JAVA_HOME"));
    builder.environment().put("PATH", Checkout.PATH);
    Process process = builder.start();
    Person person = new Person(process, process.inputReader(StandardCharsets.UTF_8));
    present.add(person);
    return person;
  }

  private Person talk(int user, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(arguments));
    command.addFirst(Checkout.file("examples/talk/talk").toString());
    return as(user, command.toArray(new String[0]));
  }

  private static Path parent(String path) {
    return Objects.requireNonNull(Path.of(path).getParent());
  }

  @Test
  void onlyTheTwoUsersGetTheConversation() throws Exception {
    Person alice = talk(ALICE, "offer", String.valueOf(BOB));
    String asked = alice.reads();
    assertThat(asked).startsWith("Ask " + BOB + " to join /tmp/");
    String path = asked.substring(asked.indexOf("/tmp/"));

    Person mallory = talk(MALLORY, "join", path, String.valueOf(ALICE));
    assertThat(mallory.readsToTheEnd())
        .isEqualTo(
            "Talking to process "
                + alice.process().pid()
                + " of user "
                + ALICE
                + "\nThe other side has gone\n");
    Person curious = as(MALLORY, "ls", parent(path).toString());
    assertThat(curious.readsToTheEnd()).contains("Permission denied");

    Person bob = talk(BOB, "join", path, String.valueOf(ALICE));
    assertThat(bob.reads())
        .isEqualTo("Talking to process " + alice.process().pid() + " of user " + ALICE);
    assertThat(alice.reads())
        .isEqualTo("Talking to process " + bob.process().pid() + " of user " + BOB);
    bob.types("Grüße \u001b[2J");
    assertThat(alice.reads()).isEqualTo("> Grüße ?[2J");
    alice.types("hello");
    assertThat(bob.reads()).isEqualTo("> hello");
    assertThat(bob.end()).isZero();
    assertThat(alice.readsToTheEnd()).isEqualTo("The other side has gone\n");
    assertThat(alice.end()).isZero();
    assertThat(parent(path)).doesNotExist();
  }

  /** Listens at a path, and prints what it receives. */
  private static final String SQUATTER =
      """
      use Socket; use File::Basename; $| = 1; umask 0;
      my $path = shift; mkdir dirname($path), 0711 or die "$!";
      socket(my $s, AF_UNIX, SOCK_STREAM, 0); bind($s, sockaddr_un($path)) or die "$!"; listen($s, 5);
      print "squatting\n"; my $got = <STDIN>;
      $s->blocking(0); print accept(my $c, $s) ? "got a connection\n" : "got nothing\n";
      """;

  @Test
  void squatterOfTheNameGetsNothing() throws Exception {
    Person alice = talk(ALICE, "offer", String.valueOf(BOB));
    String asked = alice.reads();
    String path = asked.substring(asked.indexOf("/tmp/"));
    Path directory = parent(path);

    Person tooEarly = as(MALLORY, "perl", "-MIO::Handle", "-e", SQUATTER, path);
    assertThat(tooEarly.readsToTheEnd()).startsWith("File exists");
    alice.process().destroyForcibly().waitFor();
    Files.delete(Path.of(path));
    Files.delete(directory);
    Person mallory = as(MALLORY, "perl", "-MIO::Handle", "-e", SQUATTER, path);
    assertThat(mallory.reads()).isEqualTo("squatting");
    try {
      Person bob = talk(BOB, "join", path, String.valueOf(ALICE));
      assertThat(bob.readsToTheEnd())
          .contains("belongs to user " + MALLORY + ", not to user " + ALICE);
      assertThat(bob.end()).isEqualTo(1);
      mallory.types("enough");
      assertThat(mallory.reads()).isEqualTo("got nothing");
    } finally {
      Files.deleteIfExists(Path.of(path));
      Files.deleteIfExists(directory);
    }
    assertThat(Files.exists(directory, LinkOption.NOFOLLOW_LINKS)).isFalse();
  }
}
