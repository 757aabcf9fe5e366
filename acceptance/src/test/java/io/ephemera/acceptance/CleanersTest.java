// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Runs cleaners with age 0 over what the library created: they keep what a running process uses,
 * and remove the rest.
 */
class CleanersTest {
  private static final String CHECKOUT = "/mnt/";
  private static final String LINES = "e /tmp - - - 0\n";
  private static final String ROOT = "0";

  @Test
  void ephemeraKeepsLiveEntriesAndRemovesDeadOnes() throws IOException {
    cleans(CHECKOUT + "ephemera", "tmpfiles");
  }

  @Test
  void systemdTmpfilesKeepsLiveEntriesAndRemovesDeadOnes() throws IOException {
    cleans(CHECKOUT + Checkout.file("").relativize(Peers.systemdTmpfiles()));
  }

  private static void cleans(String... cleaner) throws IOException {
    try (PrivateTmp tmp = PrivateTmp.create("mkdir /tmp/living /tmp/dead\n");
        Home living = Home.start(tmp, "/tmp/living");
        Home dead = Home.start(tmp, "/tmp/dead")) {
      dead.kill();
      Files.createFile(tmp.seen("/tmp/old"));
      Files.writeString(tmp.seen("/tmp/lines.conf"), LINES);
      assertThat(dead.existing().values()).as("what a killed process leaves").doesNotContain(false);

      List<String> command = new ArrayList<>(List.of(cleaner));
      command.addAll(List.of("--clean", "/tmp/lines.conf"));
      Run run = tmp.run(command);

      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(tmp.seen("/tmp/old")).as("an old file").doesNotExist();
      assertThat(living.existing()).as("living").doesNotContainValue(false).hasSize(10);
      assertThat(living.isAlive()).isTrue();
      assertThat(dead.existing()).as("dead").doesNotContainValue(true).hasSize(10);
    }
  }

  /** A {@link Resident} in the namespace. */
  private static final class Home implements AutoCloseable {
    private final PrivateTmp tmp;
    private final Process process;
    private final BufferedReader answers;
    private final Map<String, String> paths = new TreeMap<>();

    private Home(PrivateTmp tmp, Process process) throws IOException {
      this.tmp = tmp;
      this.process = process;
      this.answers = process.inputReader(StandardCharsets.US_ASCII);
      String line = answers.readLine();
      while (line != null && !line.isEmpty()) {
        int space = line.indexOf(' ');
        paths.put(line.substring(0, space), line.substring(space + 1));
        line = answers.readLine();
      }
    }

    static Home start(PrivateTmp tmp, String path) throws IOException {
      String image = CHECKOUT + Checkout.file("").relativize(Checkout.image());
      return new Home(
          tmp,
          tmp.start(
              List.of(
                  image + "/bin/java",
                  "-Xmx64m",
                  "--enable-native-access=io.ephemera.linux",
                  "-cp",
                  CHECKOUT + "acceptance/target/test-classes",
                  Resident.class.getName(),
                  path,
                  ROOT)));
    }

    /** What it created, and whether that exists. */
    Map<String, Boolean> existing() {
      Map<String, Boolean> found = new TreeMap<>();
      paths.forEach((kind, path) -> {
        Path seen = tmp.seen(path);
        found.put(kind + " " + path, Files.exists(seen, LinkOption.NOFOLLOW_LINKS));
      });
      return found;
    }

    boolean isAlive() throws IOException {
      process.getOutputStream().write('\n');
      process.getOutputStream().flush();
      return "alive".equals(answers.readLine());
    }

    void kill() {
      int _ = process.destroyForcibly().onExit().join().exitValue();
    }

    @Override
    public void close() {
      kill();
    }
  }
}
