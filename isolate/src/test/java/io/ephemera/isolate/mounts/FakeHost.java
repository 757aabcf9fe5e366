// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.mounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.process.Namespaces;
import io.ephemera.process.SystemProgram;
import io.ephemera.testkit.TestUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/**
 * A thread in a mount namespace of its own, with an empty shared {@code /tmp} and {@code /var/tmp}:
 * the host for the tests, so that this machine does not change.
 */
final class FakeHost {
  private static final List<String> ROOMS =
      List.of("linux", "fs", "process", "library", "report", "tmpfiles", "testkit", "isolate");

  private FakeHost() {}

  /** What a test does there. */
  interface Body {
    void run() throws Exception;
  }

  /** Runs a test in such a thread. */
  static void run(Body body) throws Exception {
    assumeTrue(TestUser.mayMount(), "needs CAP_SYS_ADMIN");
    loadClasses();
    inThread(() -> {
      Namespaces.enterMounts();
      for (String tmp : new String[] {"/tmp", "/var/tmp"}) {
        mount("-t", "tmpfs", "-o", "mode=1777", "tmpfs", tmp);
      }
      mount("--make-rshared", "/");
      body.run();
    });
  }

  /** Of all rooms: the checkout may be below the {@code /tmp} that is covered then. */
  private static void loadClasses() throws IOException {
    for (String room : ROOMS) {
      for (String part : List.of("target/classes", "target/test-classes")) {
        Path folder = Path.of("..", room, part);
        if (Files.isDirectory(folder)) {
          loadClasses(folder);
        }
      }
    }
  }

  private static void loadClasses(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
        String name = folder.relativize(file).toString().replace('/', '.');
        load(name.substring(0, name.length() - ".class".length()));
      }
    }
  }

  private static void load(String name) {
    try {
      Class<?> ignored = Class.forName(name, false, FakeHost.class.getClassLoader());
    } catch (ClassNotFoundException | LinkageError e) {
      // Not for this module.
    }
  }

  /** Runs something in a new thread, which has the namespaces of this one. */
  static void inThread(Body body) throws Exception {
    CompletableFuture<Void> end = new CompletableFuture<>();
    Thread.ofPlatform()
        .start(() -> {
          try {
            body.run();
            end.complete(null);
          } catch (Throwable e) {
            end.completeExceptionally(e);
          }
        });
    try {
      end.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw e;
    }
  }

  /** Runs mount(8) in the namespace of this thread. */
  static void mount(String... arguments) throws IOException {
    SystemProgram done = SystemProgram.run("mount", arguments);
    assertThat(done.exitCode()).as(done.said()).isZero();
  }

  /** Gives a file to another user. */
  static Path give(Path path, int uid) throws IOException {
    return Files.setAttribute(path, "unix:uid", uid);
  }

  /** Gives a symbolic link itself to another user. */
  static void setOwnerOfLink(Path link, int uid) throws IOException {
    SystemProgram done = SystemProgram.run("chown", "-h", String.valueOf(uid), link.toString());
    assertThat(done.exitCode()).as(done.said()).isZero();
  }

  /** The line of mountinfo for what is mounted at a path, as this thread sees it. */
  static String mountAt(String path) throws IOException {
    return Files.readAllLines(Path.of("/proc/thread-self/mountinfo")).stream()
        .filter(line -> line.split(" ", -1)[4].equals(path))
        .reduce((first, second) -> second)
        .orElse("nothing is mounted at " + path);
  }
}
