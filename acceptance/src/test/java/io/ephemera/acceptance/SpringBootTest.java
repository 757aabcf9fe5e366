// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A Spring Boot application under {@code run}. Tomcat, which is part of it, keeps its directories
 * and what is being uploaded in /tmp by name; the virtual machine keeps there what the tools of the
 * JDK look for.
 */
class SpringBootTest {
  private static final int SKIPPED = 3;
  private static final Service UPLOAD = new Upload();
  private static final String HALF = "x".repeat(100_000);
  private static final String AWAIT =
      """
      until find /proc/$1/root/tmp/tomcat.* -name 'upload_*.tmp' | grep -q .; do kill -0 $1; done
      """;

  private static @Nullable ServiceRoot booted;

  private final ServiceRoot root = Objects.requireNonNull(booted);
  private final Cleaning cleaning = new Cleaning(root);

  @BeforeAll
  static void buildAndBoot() throws IOException {
    Map<String, String> environment =
        Map.of(
            "PATH", System.getenv().getOrDefault("PATH", Checkout.PATH),
            "HOME", System.getProperty("user.home"),
            "JAVA_HOME", System.getProperty("java.home"));
    booted = ServiceRoot.boot();
    Run built = Checkout.run(environment, Checkout.file("acceptance/upload-service"));
    Assumptions.assumeTrue(built.exitCode() != SKIPPED, built.err().strip());
    assertThat(built.exitCode()).as("%s", built).isZero();
    Run java = booted.run(ServiceRoot.JDK + "/bin/java", "-XX:-UsePerfData", "-version");
    Assumptions.assumeTrue(java.exitCode() == 0, "needs a JDK that can be mounted elsewhere");
  }

  @AfterAll
  static void close() {
    if (booted != null) {
      booted.close();
    }
  }

  @BeforeEach
  void putCanaries() throws IOException {
    cleaning.putCanaries();
  }

  @ParameterizedTest
  @CsvSource({"MEMORY, USER, stop", "DISK, ROOT, kill"})
  void uploadOutlivesCleaningToolsOfTheJdkWorkAndNothingIsLeft(
      Arrangement arrangement, Caller caller, String end) throws IOException {
    String before = cleaning.state(UPLOAD, caller);
    try (RunningService running = start(arrangement, caller)) {
      assertThat(running.sees("/tmp/canary")).doesNotExist();
      assertThat(running.sees("/tmp/written")).exists();
      assertThat(root.seen("/tmp/written")).doesNotExist();
      expectToolsOfTheJdk(running, caller);

      String answer =
          upload(
              running,
              possessions -> {
                cleaning.ageTmp(Caller.ROOT.cleaner(UPLOAD));
                cleaning.ageBeside(UPLOAD, caller);
                assertThat(cleaning.possessions(running)).isEqualTo(possessions);
              });

      assertThat(answer).isEqualTo("200000 bytes\n");
      end(running, end);
    }
    assertThat(cleaning.state(UPLOAD, caller)).isEqualTo(before);
  }

  @Test
  void withoutRunTheUploadIsLost() throws IOException {
    try (RunningService running = start(Arrangement.NONE, Caller.ROOT)) {
      String answer = upload(running, _ -> cleaning.ageTmp(Caller.ROOT.cleaner(UPLOAD)));

      assertThat(answer).contains("\"status\":500");
    } finally {
      root.script(UPLOAD.remove(), Caller.ROOT.runtimeDirectory(UPLOAD));
    }
  }

  private RunningService start(Arrangement arrangement, Caller caller) throws IOException {
    RunningService running = RunningService.start(root, UPLOAD, arrangement, caller);
    assertThat(running.answer()).isEqualTo(UPLOAD.answer());
    return running;
  }

  private static void end(RunningService running, String how) {
    if (how.equals("stop")) {
      running.stop();
    } else {
      assertThat(running.kill()).isEmpty();
    }
  }

  /** From where the private /tmp is not seen, as the caller. */
  private void expectToolsOfTheJdk(RunningService running, Caller caller) {
    assertThat(tool(caller, "jcmd", running.pid(), "VM.version").out()).contains("JDK 25");
    assertThat(tool(caller, "jps", "-l").out().lines())
        .contains(running.pid() + " " + Upload.MAIN_CLASS);
  }

  private Run tool(Caller caller, String name, String... arguments) {
    List<String> command =
        Stream.of(
                caller.prefix(UPLOAD).stream(),
                Stream.of(ServiceRoot.JDK + "/bin/" + name, "-J-XX:-UsePerfData"),
                Stream.of(arguments))
            .flatMap(words -> words)
            .toList();
    return root.run(command);
  }

  /** Does something while a file is being uploaded. */
  private interface Meanwhile {
    void act(String possessions) throws IOException;
  }

  /**
   * Uploads a file, in two halves.
   *
   * @return what the application answers
   */
  private String upload(RunningService running, Meanwhile meanwhile) throws IOException {
    Process client =
        root.start(
            List.of(
                "curl",
                "-s",
                "-X",
                "POST",
                "-T",
                "-",
                "-H",
                "Content-Type: multipart/form-data; boundary=end",
                Upload.ADDRESS),
            "/dev/null");
    write(
        client, "--end\r\nContent-Disposition: form-data; name=file; filename=big\r\n\r\n" + HALF);
    awaitUpload(running);
    meanwhile.act(cleaning.possessions(running));
    write(client, HALF + "\r\n--end--\r\n");
    client.getOutputStream().close();
    return new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
  }

  private static void write(Process client, String text) throws IOException {
    client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    client.getOutputStream().flush();
  }

  /** Waits until the application has begun to write the file. */
  private void awaitUpload(RunningService running) {
    Run run = root.run("timeout", "30", "sh", "-euc", AWAIT, "sh", running.pid());
    assertThat(run.exitCode()).as("%s", run).isZero();
  }
}
