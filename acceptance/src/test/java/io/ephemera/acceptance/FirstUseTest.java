// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The messages of the first use where it cannot build. */
class FirstUseTest {
  private static final String MOUNT_COPY =
      """
      mkdir -p /mnt; mount --bind "$1" /mnt
      """;

  @TempDir private Path copy;

  @BeforeEach
  void copyWhatTheLauncherNeeds() throws IOException {
    Files.createDirectory(copy.resolve("build-support"));
    Files.copy(Checkout.file("ephemera"), copy.resolve("ephemera"));
    Files.copy(Checkout.file("pom.xml"), copy.resolve("pom.xml"));
    try (Stream<Path> scripts = Files.list(Checkout.file("build-support"))) {
      for (Path script : scripts.filter(Files::isRegularFile).toList()) {
        Files.copy(script, copy.resolve("build-support").resolve(script.getFileName()));
      }
    }
  }

  @Test
  void aMissingJdkIsAnErrorThatNamesWhatToInstall() {
    Run run =
        Checkout.inOwnMounts(
            MOUNT_COPY
                + "[ ! -d /usr/lib/jvm ] || mount -t tmpfs tmpfs /usr/lib/jvm\n"
                + "exec /mnt/ephemera --version",
            copy.toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .startsWith("ephemera: no JDK 25 found in JAVA_HOME, on PATH or in /usr/lib/jvm; install")
        .hasLineCount(1);
  }

  @Test
  void aReadOnlyCheckoutThatIsNotBuiltIsAnErrorThatNamesTheCommand() {
    Run run =
        Checkout.inOwnMounts(
            MOUNT_COPY + "mount -o remount,bind,ro /mnt; exec /mnt/ephemera --version",
            copy.toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .isEqualTo(
            "ephemera: /mnt is not built yet, and /mnt/build cannot be written;"
                + " run ./ephemera --version there as its owner first\n");
  }

  @Test
  void aFailedBuildPrintsTheEndOfItsLog() throws IOException {
    Files.writeString(copy.resolve("pom.xml"), "no pom at all");

    // In the namespace the user is root, but the home directory is still that of the tests.
    Run run =
        Checkout.inOwnMounts(
            MOUNT_COPY + "MAVEN_OPTS=-Duser.home=$2 exec /mnt/build-support/build-image",
            copy.toString(),
            System.getProperty("user.home"));

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .startsWith("ephemera: building from source, once")
        .contains("ephemera: the build failed; the end of /mnt/build/build.log:\n")
        .contains("Non-parseable POM");
  }

  @Test
  void aBuildForTheProgramUsesNoToolsOfTheEnvironment() throws IOException {
    Path taken = copy.resolve("taken");
    Path tools = Files.createDirectories(copy.resolve("tools/bin"));
    for (String tool : List.of("javac", "jlink", "mvn", "dirname", "env", "readlink", "flock")) {
      Path program = Files.writeString(tools.resolve(tool), "#!/bin/sh\n: >" + taken + "\n");
      Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    Files.writeString(copy.resolve("tools/release"), "JAVA_VERSION=\"25\"\n");
    Files.writeString(copy.resolve("pom.xml"), "no pom at all");
    Map<String, String> environment =
        Map.of("JAVA_HOME", copy.resolve("tools").toString(), "PATH", tools + ":" + Checkout.PATH);

    Run run = Checkout.run(environment, copy.resolve("ephemera"), "--version");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(taken).doesNotExist();
  }
}
