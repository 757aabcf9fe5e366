// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The checkout under test, with its built program. */
final class Checkout {
  private static final Path HOME = Path.of(System.getProperty("ephemera.checkout"));

  static final String PATH = "/usr/sbin:/usr/bin:/sbin:/bin";

  private static final String IMAGE = "ephemera_image=";

  private Checkout() {}

  /** A file of the checkout. */
  static Path file(String name) {
    return HOME.resolve(name);
  }

  /** Runs {@code ./ephemera} in an empty environment. */
  static Run ephemera(String... arguments) {
    return ephemera(Map.of(), arguments);
  }

  /** Runs {@code ./ephemera} in this environment. */
  static Run ephemera(Map<String, String> environment, String... arguments) {
    return run(environment, file("ephemera"), arguments);
  }

  /** Runs a program in this environment. */
  static Run run(Map<String, String> environment, Path program, String... arguments) {
    List<String> command =
        Stream.concat(Stream.of(program.toString()), Stream.of(arguments)).toList();
    return Run.of(environment, command);
  }

  /**
   * Makes a program that is {@code ./ephemera} with additional options of the virtual machine.
   *
   * @param folder does not exist yet
   * @return the program
   */
  static Path withOptions(Path folder, String... options) {
    return withOptions(HOME, folder, options);
  }

  /** As {@link #withOptions(Path, String...)}, of another path to the checkout. */
  static Path withOptions(Path checkout, Path folder, String... options) {
    List<String> script =
        List.of(checkout.resolve("build-support/with-options").toString(), folder.toString());
    Run made = Run.of(Map.of("PATH", PATH), join(script, options));
    if (made.exitCode() != 0) {
      throw new IllegalStateException(made.toString());
    }
    return folder.resolve("ephemera");
  }

  /** The directory of the runtime image that {@code ./ephemera} runs. */
  static Path image() throws IOException {
    for (String line : Files.readAllLines(file("build/launcher.env"))) {
      if (line.startsWith(IMAGE)) {
        return file("build").resolve(line.substring(IMAGE.length()));
      }
    }
    throw new IOException("build/launcher.env names no image");
  }

  /**
   * Runs a shell script in a mount namespace of its own, where it may mount anything. Skips the
   * test where the machine does not allow this.
   */
  static Run inOwnMounts(String script, String... arguments) {
    Map<String, String> environment = Map.of("PATH", PATH);
    List<String> unshare = List.of("unshare", "--map-root-user", "--mount");
    Run probe = Run.of(environment, join(unshare, "mount", "-t", "tmpfs", "tmpfs", "/proc"));
    Assumptions.assumeTrue(
        probe.exitCode() == 0, "needs a mount namespace: " + probe.err().strip());
    String[] shell = {"sh", "-euc", script, "sh"};
    return Run.of(environment, join(join(unshare, shell), arguments));
  }

  /** Skips the test where another user cannot read the checkout, as below a private directory. */
  static void assumeReadableByOthers() throws IOException {
    List<String> asNobody =
        List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--");
    String program = image().resolve("bin/java").toString();
    Run probe = Run.of(Map.of("PATH", PATH), join(asNobody, "test", "-r", program));
    Assumptions.assumeTrue(
        probe.exitCode() == 0, "needs a checkout that other users can read: " + HOME);
  }

  private static List<String> join(List<String> first, String... second) {
    return Stream.concat(first.stream(), Stream.of(second)).toList();
  }
}
