// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Another user has taken every well-known name in the shared /tmp and /var/tmp before a service
 * starts, and as much of the names of private directories as can be known.
 */
class HostileNeighbourTest {
  private static final int REFUSED = 73;
  private static final List<String> AS_MALLORY =
      List.of("setpriv", "--reuid=mallory", "--regid=mallory", "--clear-groups", "sh", "-euc");

  private static final String SQUAT =
      """
      boot=$(tr -d - </proc/sys/kernel/random/boot_id)
      for top in /tmp /var/tmp; do
        cd $top
        echo 1 >nginx.pid
        ln -s /etc/passwd sshd.pid
        ln -s /etc/shadow redis.pid
        mkfifo .s.PGSQL.5432 http.sock redis.sock
        ln -s /etc/passwd .s.PGSQL.5432.lock
        ln -s /etc .X11-unix
        echo 1 >.X8-lock
        ln -s /etc written
        ln -s /etc ephemera-private-$boot
        mkdir -m 777 ephemera-private ephemera tmp
        for name in nginx sshd redis postgresql xvfb cupsd; do
          ln -s /etc ephemera-$name
          ln -s /etc ephemera-private-$name
          mkdir -m 777 ephemera-private-$boot-$name ephemera-private-$name-$boot
          mkdir -m 777 ephemera-private-$boot-$name/tmp
          mkfifo $name $name.lock
        done
      done
      """;

  /** The neighbour has taken /tmp/.X11-unix: the display keeps its socket in its own /tmp. */
  private static final List<Service> SERVICES =
      Service.all().stream()
          .map(service -> service instanceof Xvfb ? Xvfb.alone() : service)
          .toList();

  private static @Nullable ServiceRoot booted;

  private final ServiceRoot root = Objects.requireNonNull(booted);

  @BeforeAll
  static void squat() throws IOException {
    booted = ServiceRoot.boot(SERVICES);
    asMallory(booted, SQUAT);
  }

  private static void asMallory(ServiceRoot root, String script) {
    Run run = root.run(Stream.concat(AS_MALLORY.stream(), Stream.of(script)).toList());
    assertThat(run.exitCode()).as("%s", run).isZero();
  }

  @AfterAll
  static void close() {
    if (booted != null) {
      booted.close();
    }
  }

  static Stream<Arguments> rows() {
    return ServicesTest.rows(SERVICES);
  }

  static List<Service> services() {
    return SERVICES;
  }

  @ParameterizedTest
  @MethodSource("rows")
  void serviceWorksAndTouchesNothingOfTheNeighbour(
      Service service, Arrangement arrangement, Caller caller) throws IOException {
    String before = state();
    try (RunningService running = RunningService.start(root, service, arrangement, caller)) {
      assertThat(running.answer()).isEqualTo(service.answer());
      assertThat(running.sees("/tmp/written")).isRegularFile();
      assertThat(running.sees("/tmp/nginx.pid")).doesNotExist();
    }
    assertThat(state()).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("services")
  void withoutRunTheServiceDoesNotStart(Service service) throws IOException {
    String before = state();
    try (RunningService running =
        RunningService.start(root, service, Arrangement.NONE, Caller.ROOT)) {
      assertThat(running.endsUnanswered()).isTrue();
    } finally {
      root.script("rm -r $1", Caller.ROOT.runtimeDirectory(service));
    }
    assertThat(state()).isEqualTo(before);
  }

  static List<Arguments> reasons() {
    return List.of(
        Arguments.of(new PostgreSql(), "lock file \"/tmp/.s.PGSQL.5432.lock\""),
        Arguments.of(Xvfb.alone(), "/tmp/.X8-lock"));
  }

  /** What stops the daemon itself when the file that these tests look for is not taken. */
  @ParameterizedTest
  @MethodSource("reasons")
  void withoutRunTheDaemonMeetsTheFilesOfTheNeighbour(Service service, String reason)
      throws IOException {
    root.script("rm /tmp/written");
    String before = state();
    try (RunningService running =
        RunningService.start(root, service, Arrangement.NONE, Caller.ROOT)) {
      assertThat(running.endsUnanswered()).isTrue();
      assertThat(MainProcess.errors(root, service.name())).contains(reason);
      assertThat(state()).isEqualTo(before);
    } finally {
      root.script("rm -r $1 /tmp/written", Caller.ROOT.runtimeDirectory(service));
      asMallory(root, "ln -s /etc /tmp/written");
    }
  }

  @ParameterizedTest
  @EnumSource(Caller.class)
  void refusesAnExceptionThatTheNeighbourHasTaken(Caller caller) {
    String before = state();

    Run run = root.run(Arrangement.MEMORY.around(Xvfb.seenByAll(), caller));

    assertThat(run.exitCode()).as("%s", run).isEqualTo(REFUSED);
    assertThat(run.err()).contains("/tmp/.X11-unix");
    assertThat(state()).isEqualTo(before);
  }

  /** A directory below /run, which is root's, cannot be taken before. */
  @Test
  void neighbourCannotTakeRuntimeDirectories() {
    Run run = root.run(Stream.concat(AS_MALLORY.stream(), Stream.of("mkdir /run/nginx2")).toList());

    assertThat(run.err()).contains("Permission denied");
  }

  /** Everything of the neighbour, and what the neighbour's links lead to. */
  private String state() {
    return root.script(
        """
        find /tmp /var/tmp -user mallory -printf '%p %i %y %m %s %l\\n' | LC_ALL=C sort
        find /etc -printf '%p %i %y %m %U:%G %s %l\\n' | LC_ALL=C sort
        cat /etc/passwd /etc/shadow
        """);
  }
}
