// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.fs.Directory;
import io.ephemera.fs.Name;
import io.ephemera.fs.UnsafePathException;
import io.ephemera.testkit.TestUser;
import io.ephemera.testkit.Umask;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LockFileTest extends RuntimeTestCase {
  private static final Name NAME = Name.of("lock");

  private static @Nullable LockFile tryLock(Directory directory) throws IOException {
    return LockFile.tryLock(directory, NAME);
  }

  private static LockFile locked(Directory directory) throws IOException {
    return Objects.requireNonNull(tryLock(directory));
  }

  @Test
  void oneProcessHoldsItAndTheFileStays() throws IOException {
    try (Directory directory = directory()) {
      LockFile first = locked(directory);
      assertThat(tryLock(directory)).isNull();
      assertThat(tree()).isEqualTo("lock 0600\n");

      first.close();
      first.close();

      assertThat(tree()).isEqualTo("lock 0600\n");
      try (LockFile second = tryLock(directory)) {
        assertThat(second).isNotNull();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 022, 0377, 0777})
  void onlyTheUserMayOpenItUnderAnyUmask(int mask) throws Exception {
    try (Directory directory = directory();
        LockFile lock = Umask.during(mask, () -> tryLock(directory))) {
      assertThat(lock).isNotNull();
      assertThat(tree()).isEqualTo("lock 0600\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0000", "0400", "0644", "0666"})
  void wrongModeIsCorrected(String mode) throws IOException {
    build("lock " + mode + " \"\"\n");

    try (Directory directory = directory();
        LockFile lock = tryLock(directory)) {
      assertThat(lock).isNotNull();
      assertThat(tree()).isEqualTo("lock 0600\n");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "lock => other, is not a file but a symbolic link",
    "lock => nowhere, is not a file but a symbolic link",
    "lock/, is not a file but a directory",
    "lock|, is not a file but a fifo",
    "lock=, is not a file but a socket",
    "lock == other, has another hard link"
  })
  void otherEntryAtTheNameIsRefusedAndKept(String planted, String reason) throws IOException {
    build("other 0644 \"x\"\n" + planted + "\n");
    String before = tree();

    try (Directory directory = directory()) {
      assertThatExceptionOfType(UnsafePathException.class)
          .isThrownBy(() -> tryLock(directory))
          .withMessage("the lock file lock " + reason + "; remove it");
    }
    assertThat(tree()).isEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource({
    "lock% char:1:3, is not a file but a character device",
    "lock 0666 65534:65534, belongs to user 65534"
  })
  void entryOnlyRootCanPlantIsRefused(String planted, String reason) throws IOException {
    assumeTrue(TestUser.isRoot() && TestUser.mayMakeDevices(), "needs root");
    otherEntryAtTheNameIsRefusedAndKept(planted, reason);
  }

  @Test
  void lockingAfterDeletionHoldsTheNewFile() throws IOException {
    try (Directory directory = directory();
        LockFile old = tryLock(directory)) {
      assertThat(old).isNotNull();
      Files.delete(own("lock"));

      try (LockFile lock = locked(directory)) {
        assertThat(lock.file().stat().isSameInode(directory.stat(NAME))).isTrue();
        assertThat(tryLock(directory)).isNull();
      }
    }
  }

  /** Who deletes it does so while holding it, as a cleaner should. */
  @Test
  void atMostOneProcessHoldsItDespiteDeletions() throws Exception {
    int threads = 4;
    AtomicInteger holders = new AtomicInteger();
    try (Directory directory = directory();
        ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      Callable<Integer> contender =
          () -> {
            int most = 0;
            for (int held = 0; held < 2000; ) {
              try (LockFile lock = tryLock(directory)) {
                if (lock != null) {
                  most = Math.max(most, holders.incrementAndGet());
                  most = Math.max(most, holders.get());
                  holders.decrementAndGet();
                  if (held++ % 2 == 0) {
                    directory.remove(NAME);
                  }
                }
              }
            }
            return most;
          };
      List<Future<Integer>> mosts = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        mosts.add(pool.submit(contender));
      }
      for (Future<Integer> most : mosts) {
        assertThat(most.get()).isEqualTo(1);
      }
    }
  }
}
