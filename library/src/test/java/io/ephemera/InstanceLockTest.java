// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.InstanceLock.Attempt;
import io.ephemera.InstanceLock.Busy;
import io.ephemera.InstanceLock.Held;
import io.ephemera.InstanceLock.Owner;
import io.ephemera.testkit.TestUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InstanceLockTest extends RuntimeTestCase {
  private static final String[] CONTAINER = {
    "unshare", "--pid", "--fork", "--kill-child", "--mount-proc"
  };
  private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z";

  private RuntimeDirectory open() throws IOException {
    return RuntimeDirectory.open(Place.at(own("run"), Purpose.RUNTIME, "test"));
  }

  private static InstanceLock held(Attempt attempt) {
    assertThat(attempt).isInstanceOf(Held.class);
    return ((Held) attempt).lock();
  }

  private static Owner owner(Attempt attempt) {
    assertThat(attempt).isInstanceOf(Busy.class);
    return ((Busy) attempt).who();
  }

  private static void assumeContainers() {
    assumeTrue(TestUser.isRoot() && TestUser.mayMount(), "needs root that may make namespaces");
  }

  @Test
  void secondAttemptInOneProcessReportsThisProcess() throws IOException {
    Instant before = Instant.now();
    try (RuntimeDirectory directory = open();
        InstanceLock lock = held(directory.tryLock("lock"))) {
      assertThat(lock).isNotNull();

      Owner who = owner(directory.tryLock("lock"));

      assertThat(who.isThisProcess()).isTrue();
      assertThat(who.isSelfReported()).isFalse();
      assertThat(who.pid()).hasValue(ProcessHandle.current().pid());
      assertThat(who.since().orElseThrow()).isBetween(before, Instant.now());
      assertThat(who.bootId())
          .hasValue(Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip());
      assertThat(who.toString())
          .matches("this process, " + who.pid().getAsLong() + " \\(.*java.*\\), since " + TIME);
    }
  }

  @Test
  void closedLockLeavesAnEmptyFileThatCanBeLockedAgain() throws IOException {
    try (RuntimeDirectory directory = open()) {
      InstanceLock lock = held(directory.tryLock("lock"));
      assertThat(own("run/lock")).content().startsWith("pid=" + ProcessHandle.current().pid());
      lock.close();
      lock.close();
      assertThat(tree()).matches("run/( 0700)?\nrun/lock 0600\n");

      held(directory.tryLock("lock")).close();
    }
  }

  @Test
  void busyNamesTheOtherProcess() throws Exception {
    try (RuntimeDirectory directory = open();
        LockingProcess other = LockingProcess.of(own("run"), "lock")) {
      assertThat(other.says()).isEqualTo("held");

      Owner who = owner(directory.tryLock("lock"));

      assertThat(who.pid()).hasValue(other.pid());
      assertThat(who.command().orElseThrow()).contains("java");
      assertThat(who.isThisProcess()).isFalse();
      assertThat(who.isSelfReported()).isFalse();
      assertThat(who.toString()).matches("process " + other.pid() + " \\(.*\\), since " + TIME);

      other.end();
      held(directory.tryLock("lock")).close();
    }
  }

  @Test
  void lockOfAKilledProcessIsFree() throws Exception {
    try (RuntimeDirectory directory = open();
        LockingProcess other = LockingProcess.of(own("run"), "lock")) {
      assertThat(other.says()).isEqualTo("held");
      other.kill();
      assertThat(own("run/lock")).content().contains("pid=" + other.pid());

      try (InstanceLock lock = held(directory.tryLock("lock"))) {
        assertThat(lock).isNotNull();
        assertThat(own("run/lock")).content().doesNotContain("pid=" + other.pid());
      }
    }
  }

  @Test
  void recordOfADeadHolderIsIgnored() throws Exception {
    try (RuntimeDirectory directory = open();
        LockingProcess dead = LockingProcess.of(own("run"), "lock")) {
      assertThat(dead.says()).isEqualTo("held");
      dead.kill();
      try (LockingProcess living = LockingProcess.foreign(own("run/lock"))) {
        assertThat(living.says()).isEqualTo("held");

        Owner who = owner(directory.tryLock("lock"));

        assertThat(who.pid()).hasValue(living.pid());
        assertThat(who.command().orElseThrow()).startsWith("perl -e ");
        assertThat(who.since()).isPresent();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "pid=1\n", "garbage", "pid=x\npid-namespace=\nstart=-\n", "\n\0\n"})
  void invalidRecordIsIgnored(String text) throws Exception {
    try (RuntimeDirectory directory = open()) {
      Files.writeString(own("run/lock"), text);
      try (LockingProcess living = LockingProcess.foreign(own("run/lock"))) {
        assertThat(living.says()).isEqualTo("held");

        assertThat(owner(directory.tryLock("lock")).pid()).hasValue(living.pid());
      }
      held(directory.tryLock("lock")).close();
    }
  }

  @Test
  void holderInAContainerHasItsPidInThisNamespace() throws Exception {
    assumeContainers();
    try (RuntimeDirectory directory = open();
        LockingProcess other = LockingProcess.of(own("run"), "lock", CONTAINER)) {
      assertThat(other.says()).isEqualTo("held");
      long inside =
          ProcessHandle.of(other.pid()).orElseThrow().children().findFirst().orElseThrow().pid();

      Owner who = owner(directory.tryLock("lock"));

      assertThat(who.pid()).hasValue(inside);
      assertThat(who.isSelfReported()).isFalse();
      assertThat(who.command().orElseThrow()).contains("java");
    }
  }

  @Test
  void oneOfTwoContainersHoldsIt() throws Exception {
    assumeContainers();
    try (LockingProcess first = LockingProcess.of(own("run"), "lock", CONTAINER)) {
      assertThat(first.says()).isEqualTo("held");
      try (LockingProcess second = LockingProcess.of(own("run"), "lock", CONTAINER)) {
        assertThat(second.says())
            .matches(
                "busy: process 1 in another pid namespace, by its own account \\(.*java.*\\), since "
                    + TIME);
      }
      first.kill();
      try (LockingProcess third = LockingProcess.of(own("run"), "lock", CONTAINER)) {
        assertThat(third.says()).isEqualTo("held");
      }
    }
  }

  @Test
  void holderOutsideTheContainerIsSelfReported() throws Exception {
    assumeContainers();
    try (RuntimeDirectory directory = open();
        InstanceLock lock = held(directory.tryLock("lock"));
        LockingProcess inside = LockingProcess.of(own("run"), "lock", CONTAINER)) {
      assertThat(lock).isNotNull();
      assertThat(inside.says())
          .startsWith(
              "busy: process "
                  + ProcessHandle.current().pid()
                  + " in another pid namespace, by its own account (");
    }
  }

  @Test
  void recordOfADeadHolderIsIgnoredInAnotherContainer() throws Exception {
    assumeContainers();
    try (LockingProcess dead = LockingProcess.of(own("run"), "lock", CONTAINER)) {
      assertThat(dead.says()).isEqualTo("held");
      dead.kill();
    }
    assertThat(own("run/lock")).content().contains("pid=1\n");
    try (LockingProcess living = LockingProcess.foreign(own("run/lock"), CONTAINER)) {
      assertThat(living.says()).isEqualTo("held");
      try (LockingProcess asking = LockingProcess.of(own("run"), "lock", CONTAINER)) {
        assertThat(asking.says())
            .isEqualTo("busy: an unknown process, perhaps in another container");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "run/lock => /etc/passwd, is not a file but a symbolic link",
    "run/lock/, is not a file but a directory",
    "run/lock|, is not a file but a fifo"
  })
  void plantedEntryIsRefusedAndNamed(String planted, String reason) throws IOException {
    build("run/ 0700\n" + planted + "\n");
    try (RuntimeDirectory directory = open()) {
      assertThatExceptionOfType(UnsafePlaceException.class)
          .isThrownBy(() -> directory.tryLock("lock"))
          .withMessage(own("run/lock") + ": the lock file lock " + reason + "; remove it");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a/b", "../lock", "a\0b"})
  void invalidNameIsRejected(String name) throws IOException {
    try (RuntimeDirectory directory = open()) {
      assertThatIllegalArgumentException().isThrownBy(() -> directory.tryLock(name));
    }
  }

  @Test
  void waitingEndsWhenTheLockIsReleased() throws Exception {
    try (RuntimeDirectory directory = open()) {
      InstanceLock first = held(directory.tryLock("lock"));
      assertThat(InstanceLock.tryAcquire(directory, "lock", Duration.ZERO))
          .isInstanceOf(Busy.class);
      FutureTask<Attempt> waiting =
          new FutureTask<>(() -> InstanceLock.tryAcquire(directory, "lock", Duration.ofMinutes(5)));
      Thread thread = Thread.ofPlatform().start(waiting);
      first.close();

      held(waiting.get()).close();
      thread.join();
    }
  }

  @Test
  void waitingCanBeInterrupted() throws Exception {
    try (RuntimeDirectory directory = open();
        InstanceLock first = held(directory.tryLock("lock"))) {
      assertThat(first).isNotNull();
      Thread.currentThread().interrupt();
      assertThatExceptionOfType(InterruptedException.class)
          .isThrownBy(() -> InstanceLock.tryAcquire(directory, "lock", Duration.ofMinutes(5)));
    }
  }
}
