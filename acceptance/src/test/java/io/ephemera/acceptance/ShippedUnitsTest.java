// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Services under {@code run --unit}, from the unit files that Debian ships with them. */
class ShippedUnitsTest {
  private static final String ASK =
      """
      until sh -euc "$2"; do kill -0 "$1" || exit 1; done
      """;

  private static @Nullable ServiceRoot booted;

  private final ServiceRoot root = Objects.requireNonNull(booted);
  private final Cleaning cleaning = new Cleaning(root);

  /** A unit that Debian ships. */
  enum Shipped {
    /** Its sandbox of twenty directives is what {@code run} does not have. */
    REDIS("redis-server", "--without=sandbox", "", "redis-cli ping", "PONG\n", "/run/redis", true),

    /** It is told by its environment file not to use PAM, which this root has no accounts for. */
    SSH(
        "ssh",
        "",
        """
        ssh-keygen -q -t ed25519 -N '' -f /etc/ssh/alice
        echo "SSHD_OPTS=-oUsePAM=no -oAuthorizedKeysFile=/etc/ssh/alice.pub" >/etc/default/ssh
        """,
        "ssh -q -i /etc/ssh/alice -o BatchMode=yes -o StrictHostKeyChecking=no"
            + " -o UserKnownHostsFile=/dev/null alice@127.0.0.1 echo in",
        "in\n",
        "/run/sshd",
        false),

    CUPS(
        "cups",
        "",
        "",
        "lpstat -h localhost:631 -r | grep 'is running'",
        "scheduler is running\n",
        "",
        false);

    private final String unit;
    private final String option;
    private final String prepare;
    private final String client;
    private final String answer;
    private final String runtimeDirectory;
    private final boolean hasTmp;

    Shipped(
        String unit,
        String option,
        String prepare,
        String client,
        String answer,
        String runtimeDirectory,
        boolean hasTmp) {
      this.unit = unit;
      this.option = option;
      this.prepare = prepare;
      this.client = client;
      this.answer = answer;
      this.runtimeDirectory = runtimeDirectory;
      this.hasTmp = hasTmp;
    }

    List<String> command() {
      List<String> command = new ArrayList<>();
      command.add(ServiceRoot.PROGRAM);
      command.add("run");
      command.add("--unit=" + unit + ".service");
      if (!option.isEmpty()) {
        command.add(option);
      }
      return command;
    }
  }

  @BeforeAll
  static void boot() throws IOException {
    booted = ServiceRoot.boot();
    for (Shipped shipped : Shipped.values()) {
      booted.script(shipped.prepare);
    }
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
  @EnumSource
  void answersOutlivesCleaningAndLeavesNothing(Shipped shipped) throws IOException {
    clean();
    String before = ofRun();
    MainProcess main = MainProcess.start(root, shipped.unit, shipped.command());
    try {
      assertThat(answer(shipped, main)).isEqualTo(shipped.answer);
      assertThat(root.seen("/proc/" + main.pid() + "/root/tmp/canary").toFile().exists())
          .isEqualTo(!shipped.hasTmp);

      cleaning.ageTmp(Caller.ROOT.cleaner(new Redis()));

      assertThat(answer(shipped, main)).isEqualTo(shipped.answer);
      if (!shipped.runtimeDirectory.isEmpty()) {
        assertThat(root.seen(shipped.runtimeDirectory)).isDirectory();
      }
    } finally {
      List<ProcessHandle> children = main.handle().descendants().toList();
      main.kill();
      MainProcess.end(children);
      main.awaitEnd();
    }

    clean();
    assertThat(ofRun()).isEqualTo(before);
    if (!shipped.runtimeDirectory.isEmpty()) {
      assertThat(root.seen(shipped.runtimeDirectory)).doesNotExist();
    }
  }

  private String answer(Shipped shipped, MainProcess main) throws IOException {
    Run run = root.run("timeout", "30", "sh", "-uc", ASK, "sh", main.pid(), shipped.client);
    return run.exitCode() == 0 ? run.out() : run + "\n" + MainProcess.errors(root, shipped.unit);
  }

  private void clean() {
    Run run = root.run(ServiceRoot.PROGRAM, "tmpfiles", "--clean");
    assertThat(run.exitCode()).as("%s", run).isZero();
  }

  /** Records, private directories and mounts; what daemons make by themselves is theirs. */
  private String ofRun() {
    return root.script(
        """
        find /run/ephemera /tmp /var/tmp -mindepth 2 -path '*ephemera*' 2>/dev/null | LC_ALL=C sort
        cat /proc/1/mountinfo
        """);
  }

  /** What Debian's other units ask for that cannot be had here. */
  @ParameterizedTest
  @CsvSource({
    "redis-server, 'PrivateDevices=true,MemoryDenyWriteExecute=true,SystemCallFilter=@system-service'",
    "nginx, Type=forking",
    "postgresql@15-main, Type=forking"
  })
  void aUnitThatAsksForMoreIsRefusedByName(String unit, String named) {
    Run run = root.run(ServiceRoot.PROGRAM, "run", "--unit=" + unit + ".service");

    assertThat(run.exitCode()).isEqualTo(78);
    assertThat(run.err()).contains(named.split(",", -1));
  }
}
