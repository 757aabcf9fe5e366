// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.process.RunRecord.Kind;
import io.ephemera.testkit.TestFolder;
import io.ephemera.testkit.TestUser;
import io.ephemera.testkit.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The user of a service may do anything in its runtime directory; what is removed by root is in it
 * nevertheless.
 */
class HostileOwnerTest {
  /** In {@code run}, as the user who owns {@code app}; {@code ../victim} is root's. */
  private static final String OF_USER =
      "setpriv --reuid=65533 --regid=65533 --clear-groups sh -e -c '%s'";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ln -s ../../victim app/link",
        "ln -s /etc app/etc; mkfifo app/fifo",
        "mv app/sub app/moved; ln -s ../../victim app/sub",
        "mv app/sub app/moved; ln -s ../../victim/file app/sub",
        "rm app/app.pid; ln -s ../../victim/file app/app.pid",
        "rm app/app.pid; mkdir app/app.pid",
        "chmod 0 app/sub",
        "chmod 0 app"
      })
  void removalStaysInTheDirectory(String attack) throws Exception {
    assumeTrue(TestUser.isRoot(), "needs root, for files of other users");
    try (TestFolder folder = TestFolder.with("run/\nvictim/\nvictim/file\n")) {
      Path app = folder.path().resolve("run/app");
      shell(folder, "install -d -o 65533 -g 65533 app app/sub app/sub/deep");
      shell(folder, "install -o 65533 -g 65533 /dev/null app/app.pid");
      Path store = folder.path().resolve("store");
      try (RunStore records = RunStore.at(Plans.bytes(store), Steps.UNOBSERVED)) {
        Path ignored =
            WrittenRecord.of(store, "app", 7)
                .dead()
                .made(Kind.RUNTIME_DIRECTORY, app)
                .made(Kind.RUNTIME_DIRECTORY, app.resolve("sub"))
                .made(Kind.PID_FILE, app.resolve("app.pid"))
                .write();
        shell(folder, String.format(OF_USER, attack));
        new Reaper(records, false, outcome -> assertThat(outcome.why()).isEmpty()).removeDead();
      }
      assertThat(app).doesNotExist();
      assertThat(Tree.describe(folder.path().resolve("victim"))).contains("file");
    }
  }

  @Test
  void whatTheUserPutInPlaceOfANestedOneStays() throws Exception {
    assumeTrue(TestUser.isRoot(), "needs root, for files of other users");
    try (TestFolder folder = TestFolder.with("run/\n")) {
      Path app = folder.path().resolve("run/app");
      shell(folder, "install -d -o 65533 -g 65533 app app/sub");
      Path store = folder.path().resolve("store");
      try (RunStore records = RunStore.at(Plans.bytes(store), Steps.UNOBSERVED)) {
        Path ignored =
            WrittenRecord.of(store, "app", 7)
                .dead()
                .made(Kind.RUNTIME_DIRECTORY, app.resolve("sub"))
                .write();
        shell(folder, String.format(OF_USER, "mv app/sub app/x; mkdir -p app/sub/new"));
        new Reaper(records, false, outcome -> {}).removeDead();
      }
      assertThat(List.of(app.resolve("sub/new"), app.resolve("x"))).allMatch(Files::exists);
    }
  }

  private static void shell(TestFolder folder, String script)
      throws IOException, InterruptedException {
    int status =
        new ProcessBuilder("sh", "-e", "-c", script)
            .directory(folder.path().resolve("run").toFile())
            .inheritIO()
            .start()
            .waitFor();
    assertThat(status).as(script).isZero();
  }
}
