// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import io.ephemera.process.PrivateMounts;
import io.ephemera.testkit.Attacker;
import io.ephemera.testkit.TestFolder;
import io.ephemera.testkit.Tree;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * The place of an attack: a directory in memory, in a mount namespace in which everything else is
 * read-only.
 */
final class AttackScene {
  /** Small, so that endless work fails soon. */
  private static final String NEW_MEMORY =
      "mount -t tmpfs -o mode=755,size=64m,nr_inodes=65536 tmpfs .";

  private static final String FIFO = "pub/home/fifo";
  private static final String REST_READ_ONLY = "mount -o remount,bind,ro /";
  private static final String MY_PROTECTED_HARDLINKS =
      "echo 0 >off && mount --bind off /proc/sys/fs/protected_hardlinks";

  private final Attack attack;
  private final Path top;

  /** Keeps the fifo open: without a reader its writers would wait. */
  private @Nullable FileChannel reader;

  private AttackScene(Attack attack, Path top) {
    this.attack = attack;
    this.top = top;
  }

  /** Code that runs in a scene. */
  interface Play<T> {
    T in(AttackScene scene) throws Exception;
  }

  /** Creates a scene, runs code in it, and removes everything. */
  static <T> T play(Attack attack, Play<T> play) throws Exception {
    try (TestFolder folder = TestFolder.create()) {
      AttackScene scene = new AttackScene(attack, folder.path());
      return inOwnMounts(() -> {
        scene.shell(NEW_MEMORY);
        scene.shell(REST_READ_ONLY);
        scene.furnish();
        try {
          return play.in(scene);
        } finally {
          scene.leave();
        }
      });
    }
  }

  /** Runs code in a thread with a mount namespace of its own, as are the processes it starts. */
  private static <T> T inOwnMounts(Callable<T> work) throws Exception {
    FutureTask<T> task =
        new FutureTask<>(() -> {
          PrivateMounts.enter();
          return work.call();
        });
    Thread thread = Thread.ofPlatform().name("scene").start(task);
    T result = task.get();
    thread.join();
    return result;
  }

  Path top() {
    return top;
  }

  /** Recreates the initial tree. */
  void reset() throws Exception {
    leave();
    shell("umount --lazy \"$PWD\"");
    shell(NEW_MEMORY);
    furnish();
  }

  private void leave() throws IOException {
    if (reader != null) {
      reader.close();
    }
  }

  private void furnish() throws Exception {
    if (attack.linksUnprotected()) {
      shell(MY_PROTECTED_HARDLINKS);
    }
    Tree.build(attack.treeAt(top), top);
    dig(attack.levels());
    if (has(FIFO)) {
      reader =
          FileChannel.open(top.resolve(FIFO), StandardOpenOption.READ, StandardOpenOption.WRITE);
    }
  }

  /** Level by level, because the path would exceed PATH_MAX. */
  private void dig(int levels) throws Exception {
    if (levels > 0) {
      List<String> command = new ArrayList<>(List.of("perl", "-e", DIG));
      command.addAll(List.of(top.resolve("pub/home/t").toString(), "" + levels, "" + Attacker.UID));
      run(command);
    }
  }

  private static final String DIG =
      """
      my ($top, $levels, $uid) = @ARGV;
      chdir $top or die;
      for (1 .. $levels) {
        mkdir 'd' and chdir 'd' or die "$!";
        chown $uid, $uid, '.' or die;
      }
      """;

  private void shell(String script) throws Exception {
    run(List.of("sh", "-euc", script));
  }

  private void run(List<String> command) throws Exception {
    Process process = new ProcessBuilder(command).directory(top.toFile()).inheritIO().start();
    if (process.waitFor() != 0) {
      throw new IOException(command + " ended with " + process.exitValue());
    }
  }

  Attacker attacker() {
    return Attacker.repeating(attack.rights(), counter(), attack.movesAt(top));
  }

  Attacker steppingAttacker() {
    return Attacker.stepping(attack.rights(), counter(), attack.movesAt(top));
  }

  private Path counter() {
    return top.resolve("moves");
  }

  Canary canary() throws IOException {
    return new Canary(top, attack.outside());
  }

  private boolean has(String name) {
    return Files.exists(top.resolve(name));
  }
}
