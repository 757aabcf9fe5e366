// SPDX-License-Identifier: Apache-2.0
package io.ephemera.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The library in other projects: {@code acceptance/consumer} is built and run with what would be
 * published and nothing else of this checkout.
 */
class ConsumerTest {
  /** All modules, and of their sources those of the library. */
  private static final String COPY_CHECKOUT =
      """
      cd "$1"
      cp -a --parents .mvn LICENSE pom.xml */pom.xml */*/pom.xml "$2"
      for room in linux fs process library jar; do
        cp -a --parents "$room/src/main" "$2"
      done
      """;

  @TempDir private static Path folder;

  private static Path local;
  private static Path consumer;
  private static StagedLibrary staged;

  @BeforeAll
  static void stageTheLibraryAndBuildTheConsumer() throws IOException {
    local = StagedLibrary.linkedRepository(folder);
    staged = StagedLibrary.make(folder.resolve("staged"), local);
    consumer = folder.resolve("consumer");
    StagedLibrary.succeed(
        StagedLibrary.sh("cp -a \"$1\" \"$2\"", Checkout.file("acceptance/consumer"), consumer));
    build(consumer, "process-classes");
  }

  private static void build(Path project, String phase) {
    StagedLibrary.maven(
        project,
        local,
        "-Dephemera.version=" + StagedLibrary.version(),
        "-Dephemera.repository=" + staged.repository().toUri(),
        phase);
  }

  @AfterAll
  static void removeLinks() {
    StagedLibrary.removeLinks(folder);
  }

  @ParameterizedTest
  @EnumSource
  void aProgramOnTheClassPathRunsWithoutWarnings(JavaVersion java) {
    Path built = consumer.resolve("class-path/target");
    Run run =
        run(
            java,
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            built.resolve("classes") + ":" + built.resolve("jars") + "/*",
            "consumer.Consumer");

    assertThat(run).isEqualTo(new Run(0, "5 bytes below " + folder + "\n", ""));
  }

  @ParameterizedTest
  @EnumSource
  void aProgramOnTheModulePathRunsWithoutWarnings(JavaVersion java) {
    Run run = runOnModulePath(java, "--enable-native-access=io.ephemera");

    assertThat(run).isEqualTo(new Run(0, "5 bytes below " + folder + "\n", ""));
  }

  @Test
  void theMessageOfAProgramWithoutNativeAccessNamesTheOption() {
    Run run = runOnModulePath(JavaVersion.JAVA_25, "--illegal-native-access=deny");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("start java with --enable-native-access=io.ephemera\n");
  }

  private static Run runOnModulePath(JavaVersion java, String option) {
    Path built = consumer.resolve("module-path/target");
    String path = built.resolve("classes") + ":" + built.resolve("jars");
    return run(java, option, "-p", path, "-m", "consumer/consumer.Consumer");
  }

  /** TMPDIR is the folder of this test, so that the output is known wherever the test runs. */
  private static Run run(JavaVersion java, String... arguments) {
    return Run.of(environment(), java.command(folder, arguments));
  }

  private static Map<String, String> environment() {
    return Map.of("TMPDIR", folder.toString(), "PATH", Checkout.PATH);
  }

  /** Java 21 does not know the entry of the manifest, so it gets the option. */
  @ParameterizedTest
  @EnumSource
  void aSpringBootApplicationInOneJarHasATemporaryDirectoryUntilItEnds(JavaVersion java)
      throws Exception {
    Path application = consumer.resolve("spring-boot/target/application.jar");
    if (!Files.exists(application)) {
      build(consumer.resolve("spring-boot"), "package");
    }
    String[] command =
        java == JavaVersion.JAVA_21
            ? new String[] {"--enable-native-access=ALL-UNNAMED", "-jar", application.toString()}
            : new String[] {"-jar", application.toString()};
    ProcessBuilder builder =
        new ProcessBuilder(java.command(folder, command)).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment());
    Process process = builder.start();
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      String reported = String.valueOf(output.readLine());
      assertThat(reported).startsWith("works in " + folder + "/consumer-");
      Path work = Path.of(reported.substring("works in ".length()));
      assertThat(work).isEmptyDirectory();
      process.getOutputStream().close();
      assertThat(output.readLine()).isNull();
      assertThat(process.waitFor()).isZero();
      assertThat(work).doesNotExist();
    } finally {
      process.destroyForcibly();
    }
  }

  /** The command of README, in a copy: nothing is compiled, and so there is no Javadoc. */
  @Test
  void onlyTheLibraryAndItsBomAreInstalled() throws IOException {
    Path checkout = Files.createDirectory(folder.resolve("checkout"));
    StagedLibrary.succeed(StagedLibrary.sh(COPY_CHECKOUT, Checkout.file(""), checkout));
    Path repository = local.resolve("io/ephemera");
    StagedLibrary.succeed(StagedLibrary.sh("rm -rf \"$1\"", repository));

    StagedLibrary.maven(
        checkout,
        local,
        "install",
        "-DskipTests",
        "-Dmaven.main.skip=true",
        "-Dmaven.javadoc.skip=true");

    String version = StagedLibrary.checkoutVersion();
    String jar = "ephemera/" + version + "/ephemera-" + version;
    assertThat(files(repository))
        .containsExactlyInAnyOrder(
            jar + ".jar",
            jar + "-sources.jar",
            jar + ".pom",
            "ephemera-bom/" + version + "/ephemera-bom-" + version + ".pom");
  }

  private static List<String> files(Path repository) throws IOException {
    try (Stream<Path> files = Files.walk(repository)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> repository.relativize(file).toString())
          .filter(
              name -> !name.contains("maven-metadata") && !name.endsWith("_remote.repositories"))
          .toList();
    }
  }
}
