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
  private static final String LINES = "e /tmp - - - 0\ne /var/tmp - - - 0\n";
  private static final String PEER =
      ServiceRoot.CHECKOUT + "/build/peers/newest/usr/bin/systemd-tmpfiles";

  private static @Nullable ServiceRoot booted;

  private final ServiceRoot root = Objects.requireNonNull(booted);

  @BeforeAll
  static void boot() throws IOException {
    booted = ServiceRoot.boot();
  }

  @AfterAll
  static void close() {
    if (booted != null) {
      booted.close();
    }
  }

  static Stream<Arguments> rows() {
    return Service.all().stream()
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
    return rows().filter(row -> !Service.REDIS.equals(row.get()[0]));
  }

  static Stream<Arguments> rowsThatEndWithTheirMainProcess() {
    return rows().filter(row -> Service.REDIS.equals(row.get()[0]));
  }

  static List<Service> services() {
    return Service.all();
  }

  @BeforeEach
  void putCanaries() throws IOException {
    Files.writeString(root.seen("/tmp/canary"), "canary");
    Files.writeString(root.seen("/var/tmp/canary"), "canary");
  }

  @ParameterizedTest
  @MethodSource("rows")
  void worksAloneInItsTmpOutlivesCleaningAndLeavesNothingWhenItStops(
      Service service, Arrangement arrangement, Caller caller) throws IOException {
    String before = cleanState(service, caller);
    try (RunningService running = start(service, arrangement, caller)) {
      expectAlone(running);
      expectKeptWithAgeZero(running, service, caller);
      running.stop();
    }

    assertThat(cleanState(service, caller)).isEqualTo(before);
  }

  private void expectAlone(RunningService running) {
    assertThat(running.sees("/tmp/written")).exists();
    assertThat(running.sees("/tmp/canary")).doesNotExist();
    assertThat(running.sees("/var/tmp/canary")).doesNotExist();
    assertThat(foundByOthers("written")).isEmpty();
  }

  private void expectKeptWithAgeZero(RunningService running, Service service, Caller caller)
      throws IOException {
    String before = possessions(running);

    ageTmp(Caller.ROOT.cleaner(service));
    ageBeside(service, caller);

    assertThat(possessions(running)).isEqualTo(before);
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
      root.script("rm -r $1", Caller.ROOT.runtimeDirectory(service));
    }
  }

  @ParameterizedTest
  @MethodSource("rowsOnDisk")
  void systemdTmpfilesWithAgeZeroKeepsItsTmp(
      Service service, Arrangement arrangement, Caller caller) throws IOException {
    Path _ = Peers.folder();
    try (RunningService running = start(service, arrangement, caller)) {
      String before = possessions(running);

      ageTmp(List.of(PEER, "--clean"));

      assertThat(possessions(running)).isEqualTo(before);
      assertThat(running.answer()).isEqualTo(service.answer());
    }
  }

  @ParameterizedTest
  @MethodSource("rowsThatEndWithTheirMainProcess")
  void leavesNothingWhenItIsKilled(Service service, Arrangement arrangement, Caller caller)
      throws IOException {
    String before = cleanState(service, caller);
    try (RunningService running = start(service, arrangement, caller)) {
      assertThat(running.kill()).isEmpty();
    }

    assertThat(cleanState(service, caller)).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("services")
  void withoutRunItLeavesItsDirectory(Service service) throws IOException {
    String before = cleanState(service, Caller.ROOT);
    try (RunningService running = start(service, Arrangement.BY_HAND, Caller.ROOT)) {
      MainProcess.end(running.kill());
    }

    assertThat(cleanState(service, Caller.ROOT)).isNotEqualTo(before);
    root.script("rm -r $1", Caller.ROOT.runtimeDirectory(service));
    assertThat(state()).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("rowsThatOutliveTheirMainProcess")
  void childrenOfAKilledProcessKeepItsPlacesUntilTheyEnd(
      Service service, Arrangement arrangement, Caller caller) throws IOException {
    String before = cleanState(service, caller);
    try (RunningService running = start(service, arrangement, caller);
        Session session = Session.open(root, service, running)) {
      String used = state();
      List<ProcessHandle> children = running.kill();

      assertThat(cleanState(service, caller)).isEqualTo(used);
      assertThat(session.answers()).isTrue();
      MainProcess.end(children);
    }

    assertThat(cleanState(service, caller)).isEqualTo(before);
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

  /** All paths in its /tmp, /var/tmp and runtime directory, as it sees them. */
  private String possessions(RunningService running) {
    return root.script(
        "cd /proc/$1/root; find tmp var/tmp .$2 | LC_ALL=C sort",
        running.pid(),
        running.directory());
  }

  /** Ages the shared /tmp and /var/tmp, where the canaries must go; then there are new ones. */
  private void ageTmp(List<String> cleaner) throws IOException {
    age(Caller.ROOT, LINES, cleaner);
    assertThat(root.seen("/tmp/canary")).doesNotExist();
    assertThat(root.seen("/var/tmp/canary")).doesNotExist();
    putCanaries();
  }

  /** Lets a caller age its runtime directory, and one beside it, where a canary must go. */
  private void ageBeside(Service service, Caller caller) throws IOException {
    String beside = caller.runtimeDirectory(service) + "-beside";
    List<String> make = List.of("sh", "-euc", "mkdir $1; : >$1/canary", "sh", beside);
    Run made = root.run(Stream.concat(caller.prefix(service).stream(), make.stream()).toList());
    assertThat(made.exitCode()).as("%s", made).isZero();

    String line = "e " + caller.runtimeDirectory(service) + "* - - - 0\n";
    age(caller, line, caller.cleaner(service));

    assertThat(root.seen(beside)).isEmptyDirectory();
    Files.delete(root.seen(beside));
  }

  /** Runs a cleaner with these lines. */
  private void age(Caller caller, String lines, List<String> cleaner) throws IOException {
    Path file = Files.createDirectories(root.seen(caller.configuration())).resolve("age.conf");
    Files.writeString(file, lines);
    Run run = root.run(cleaner);
    Files.delete(file);
    assertThat(run.exitCode()).as("%s", run).isZero();
  }

  /** The state after cleaning has removed what dead runs of a caller left. */
  private String cleanState(Service service, Caller caller) {
    Run run = root.run(caller.cleaner(service));
    assertThat(run.exitCode()).as("%s", run).isZero();
    return state();
  }

  /** Everything that a run may leave: files, locks and mounts, but not the place of all records. */
  private String state() {
    return root.script(
        """
        find /run /tmp /var/tmp /dev/shm -mindepth 1 ! '(' -name ephemera -type d ')' | LC_ALL=C sort
        cat /proc/1/mountinfo
        """);
  }

  /** A client that stays connected, where the service has processes for that. */
  private record Session(Process client, BufferedReader output) implements AutoCloseable {
    /** Opens one, and waits until it is open. */
    static Session open(ServiceRoot root, Service service, RunningService running)
        throws IOException {
      Process client =
          root.start(
              List.of("sh", "-euc", service.session(), "sh", running.directory()), "/dev/null");
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
