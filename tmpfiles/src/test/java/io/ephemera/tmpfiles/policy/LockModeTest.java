// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Directory;
import io.ephemera.fs.LockAttempt;
import io.ephemera.fs.Name;
import io.ephemera.fs.OpenFile;
import io.ephemera.testkit.PassthroughMount;
import io.ephemera.testkit.TestFolder;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Locks that cleaning asks for on file systems that have none, or only for what can be written. */
class LockModeTest {
  @ParameterizedTest
  @CsvSource({
    "flock=ENOSYS, true",
    "flock=ENOLCK, true",
    "flock=EOPNOTSUPP, true",
    "flock=nfs, false"
  })
  void fileIsFreeWhereNothingCanBeLocked(String switches, boolean freeWhileHeld) throws Exception {
    assumeTrue(PassthroughMount.missing() == null, () -> "" + PassthroughMount.missing());
    try (TestFolder folder = TestFolder.create();
        PassthroughMount mount = PassthroughMount.in(folder.path(), List.of(switches));
        Directory directory = Directory.openAmbient(BytePath.of(mount.path().toString()));
        OpenFile holder = directory.createFile(Name.of("f"), 0600);
        OpenFile cleaned = directory.openFile(Name.of("f"))) {
      for (LockMode mode : LockMode.values()) {
        assertThat(mode.tryLock(cleaned)).isTrue();
        while (holder.attemptLock() == LockAttempt.BUSY) { // FUSE releases locks after close(2)
          Thread.onSpinWait();
        }
        assertThat(mode.tryLock(cleaned)).isEqualTo(freeWhileHeld);
        holder.unlock();
      }
    }
  }
}
