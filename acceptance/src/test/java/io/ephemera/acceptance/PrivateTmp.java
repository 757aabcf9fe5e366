// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import io.ephemera.testkit.MountNamespace;
import io.ephemera.testkit.TestUser;
import io.ephemera.testkit.Tree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A mount namespace with a /tmp of its own, in which the program may change anything. The checkout
 * is mounted on /mnt, and {@code /tmp/systemd-tmpfiles} is a link to the built program.
 */
final class PrivateTmp implements AutoCloseable {
  static final String PROGRAM = "/tmp/systemd-tmpfiles";

  private static final String SCRIPT =
      """
      mkdir -p /mnt
      mount --rbind "CHECKOUT" /mnt
      mount -t tmpfs -o mode=1777 tmpfs /tmp
      ln -s /mnt/ephemera /tmp/systemd-tmpfiles
      """;

  private final MountNamespace namespace;

  private PrivateTmp(MountNamespace namespace) {
    this.namespace = namespace;
  }

  /** Creates one and runs a shell script in it. Skips the test where that is not allowed. */
  static PrivateTmp create(String script) {
    Assumptions.assumeTrue(TestUser.isRoot() && TestUser.mayMount(), "needs root that may mount");
    String mounts = SCRIPT.replace("CHECKOUT", Checkout.file("").toString());
    return new PrivateTmp(MountNamespace.after(mounts + script, Path.of("/")));
  }

  /** The path in the namespace of a file of the checkout. */
  static String pathOf(Path file) {
    return "/mnt/" + Checkout.file("").relativize(file);
  }

  /** The path outside of a path in the namespace. */
  Path seen(String path) {
    return namespace.path(Path.of(path));
  }

  /** Creates a tree in a new directory. */
  void build(String directory, String tree) {
    try {
      Files.createDirectory(seen(directory));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Tree.build(tree, seen(directory));
  }

  String describe(String directory) {
    return Tree.describe(seen(directory));
  }

  /** Runs a command in the namespace. */
  Run run(List<String> command) {
    return Run.of(Map.of("PATH", Checkout.PATH), inside(command));
  }

  /** Starts a command in the namespace; its standard error is that of the tests. */
  Process start(List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(inside(command));
    builder.environment().clear();
    builder.environment().put("PATH", Checkout.PATH);
    return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private List<String> inside(List<String> command) {
    List<String> enter = List.of("nsenter", "--mount=" + mounts(), "--wd=/", "--");
    return Stream.concat(enter.stream(), command.stream()).toList();
  }

  /** The namespace as a file: {@code /proc/PID/ns/mnt}, beside {@code /proc/PID/root}. */
  private String mounts() {
    return Path.of("/proc").resolve(seen("/").getName(1)).resolve("ns/mnt").toString();
  }

  @Override
  public void close() {
    namespace.close();
  }
}
