// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Real daemons under {@code run}: each works, is alone in its /tmp, and leaves nothing. */
class ServicesTest {
  private static final String PEER =
      ServiceRoot.CHECKOUT + "/build/peers/newest/usr/bin/systemd-tmpfiles";

  private static @Nullable ServiceRoot booted;

  private final ServiceRoot root = Objects.requireNonNull(booted);
  private final Cleaning cleaning = new Cleaning(root);

  @BeforeAll
  static void boot() throws IOException {
    booted = ServiceRoot.boot(Service.all());
  }

  @AfterAll
  static void close() {
    if (booted != null) {
      booted.close();
    }
  }

  static Stream<Arguments> rows() {
    return rows(Service.all());
  }

  static Stream<Arguments> rows(List<Service> services) {
    return services.stream()
        .flatMap(service ->
            Stream.of(Arrangement.MEMORY, Arrangement.DISK)
                .flatMap(arrangement ->
                    Stream.of(Caller.values())
                        .map(caller -> Arguments.of(service, arrangement, caller))));
  }

  static Stream<Arguments> rowsOnDisk() {
    return rows().filter(row -> Arrangement.DISK.equals(row.get()[1]));
  }

  static Stream<Arguments> rowsThatOutliveTheirMainProcess() {
    return rows().filter(ServicesTest::outlivesItsMainProcess);
  }

  static Stream<Arguments> rowsThatEndWithTheirMainProcess() {
    return rows().filter(row -> !outlivesItsMainProcess(row));
  }

  private static boolean outlivesItsMainProcess(Arguments row) {
    return row.get()[0] instanceof Service service && service.session().isPresent();
  }

  static List<Service> services() {
    return Service.all();
  }

  @BeforeEach
  void putCanaries() throws IOException {
    cleaning.putCanaries();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void worksAloneInItsTmpOutlivesCleaningAndLeavesNothingWhenItStops(
      Service service, Arrangement arrangement, Caller caller) throws IOException {
    String before = cleaning.state(service, caller);
    try (RunningService running = start(service, arrangement, caller)) {
      expectAlone(running);
      expectKeptWithAgeZero(running, service, caller);
      running.stop();
    }

    assertThat(cleaning.state(service, caller)).isEqualTo(before);
  }

  private void expectAlone(RunningService running) {
    assertThat(running.sees("/tmp/written")).exists();
    assertThat(running.sees("/tmp/canary")).doesNotExist();
    assertThat(running.sees("/var/tmp/canary")).doesNotExist();
    assertThat(foundByOthers("written")).isEmpty();
  }

  private void expectKeptWithAgeZero(RunningService running, Service service, Caller caller)
      throws IOException {
    String before = cleaning.possessions(running);

    cleaning.ageTmp(Caller.ROOT.cleaner(service));
    cleaning.ageBeside(service, caller);

    assertThat(cleaning.possessions(running)).isEqualTo(before);
    assertThat(running.answer()).isEqualTo(service.answer());
  }

  @ParameterizedTest
  @MethodSource("services")
  void withoutRunItSeesTheSharedTmpAndIsSeen(Service service) throws IOException {
    try (RunningService running = start(service, Arrangement.NONE, Caller.ROOT)) {
      assertThat(running.sees("/tmp/canary")).exists();
      assertThat(running.sees("/var/tmp/canary")).exists();
      assertThat(foundByOthers("written")).isEqualTo("/tmp/written\n");
    } finally {
      Files.delete(root.seen("/tmp/written"));
      root.script(service.remove(), Caller.ROOT.runtimeDirectory(service));
    }
  }

  @ParameterizedTest
  @MethodSource("rowsOnDisk")
  void systemdTmpfilesWithAgeZeroKeepsItsTmp(
      Service service, Arrangement arrangement, Caller caller) throws IOException {
    Path _ = Peers.folder();
    try (RunningService running = start(service, arrangement, caller)) {
      String before = cleaning.possessions(running);

      cleaning.ageTmp(List.of(PEER, "--clean"));

      assertThat(cleaning.possessions(running)).isEqualTo(before);
      assertThat(running.answer()).isEqualTo(service.answer());
      running.stop();
    }
  }

  @ParameterizedTest
  @MethodSource("rowsThatEndWithTheirMainProcess")
  void leavesNothingWhenItIsKilled(Service service, Arrangement arrangement, Caller caller)
      throws IOException {
    String before = cleaning.state(service, caller);
    try (RunningService running = start(service, arrangement, caller)) {
      assertThat(running.kill()).isEmpty();
    }

    assertThat(cleaning.state(service, caller).lines())
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(before.lines(), service.outlasting().stream()).toList());
    cleaning.ageTmp(Caller.ROOT.cleaner(service));
    assertThat(root.state()).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("services")
  void withoutRunItLeavesItsDirectory(Service service) throws IOException {
    String before = cleaning.state(service, Caller.ROOT);
    try (RunningService running = start(service, Arrangement.BY_HAND, Caller.ROOT)) {
      MainProcess.end(running.kill());
    }

    assertThat(cleaning.state(service, Caller.ROOT)).isNotEqualTo(before);
    root.script(service.remove(), Caller.ROOT.runtimeDirectory(service));
    assertThat(root.state()).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("rowsThatOutliveTheirMainProcess")
  void childrenOfAKilledProcessKeepItsPlacesUntilTheyEnd(
      Service service, Arrangement arrangement, Caller caller) throws IOException {
    String before = cleaning.state(service, caller);
    try (RunningService running = start(service, arrangement, caller);
        Session session = Session.open(root, service, running)) {
      String used = root.state();
      List<ProcessHandle> children = running.kill();

      assertThat(cleaning.state(service, caller)).isEqualTo(used);
      assertThat(session.answers()).isTrue();
      MainProcess.end(children);
    }

    assertThat(cleaning.state(service, caller)).isEqualTo(before);
  }

  private RunningService start(Service service, Arrangement arrangement, Caller caller)
      throws IOException {
    RunningService running = RunningService.start(root, service, arrangement, caller);
    assertThat(running.answer()).isEqualTo(service.answer());
    return running;
  }

  /** The paths of files with this name that another user finds. */
  private String foundByOthers(String name) {
    return root.run(
            "setpriv",
            "--reuid=mallory",
            "--regid=mallory",
            "--clear-groups",
            "find",
            "/tmp",
            "/var/tmp",
            "-name",
            name)
        .out();
  }

  /** A client that stays connected, where the service has processes for that. */
  private record Session(Process client, BufferedReader output) implements AutoCloseable {
    /** Opens one, and waits until it is open. */
    static Session open(ServiceRoot root, Service service, RunningService running)
        throws IOException {
      Process client =
          root.start(
              List.of("sh", "-euc", service.session().orElseThrow(), "sh", running.directory()),
              "/dev/null");
      BufferedReader output = client.inputReader(StandardCharsets.US_ASCII);
      Session session = new Session(client, output);
      assertThat(session.answers()).as("a session of %s", service).isTrue();
      return session;
    }

    /** Whether the other side still sends back what it gets. */
    boolean answers() throws IOException {
      client.getOutputStream().write("anyone\n".getBytes(StandardCharsets.US_ASCII));
      client.getOutputStream().flush();
      return "anyone".equals(output.readLine());
    }

    @Override
    public void close() {
      int _ = client.destroyForcibly().onExit().join().exitValue();
    }
  }
}
