// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.records;

import io.ephemera.fs.BytePath;
import io.ephemera.isolate.plan.DirectoryKind;
import io.ephemera.isolate.plan.Locking;
import io.ephemera.process.Users;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * A run that does everything and is killed by SIGKILL after one of its steps. Arguments: the store,
 * the directory to work in, and the number of the step, from 1.
 */
final class KilledRun {
  private static int left;

  private KilledRun() {}

  public static void main(String... arguments) throws IOException {
    left = Integer.parseInt(arguments[2]);
    Path work = Path.of(arguments[1]);
    try (RunStore store = RunStore.at(BytePath.of(arguments[0]), KilledRun::step)) {
      Instance instance = store.begin(Plans.of("app", new Locking.Await()), message -> {});
      instance.makeDirectory(Plans.runtime(work.resolve("run/above/app")));
      instance.makeDirectory(
          Plans.planned(DirectoryKind.STATE, work.resolve("state"), 0750, Users.effectiveUid()));
      BytePath ignored = instance.makeFrame(Plans.bytes(work.resolve("tmp")));
      instance.writePidFile(Plans.bytes(work.resolve("run/above/app/app.pid")), 4711);
      System.out.println("complete");
    }
  }

  private static void step(String step) {
    if (--left == 0) {
      System.out.println(step);
      kill();
    }
  }

  private static void kill() {
    String self = String.valueOf(ProcessHandle.current().pid());
    try {
      int ignored = new ProcessBuilder("kill", "-KILL", self).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
