// SPDX-License-Identifier: Apache-2.0
package io.ephemera.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The library in another project: it is installed into a Maven repository of this test, and {@code
 * acceptance/consumer} is built and run with nothing else.
 */
class ConsumerTest {
  /** Everything in the user's repository except the jars of the library. */
  private static final String LINK_REPOSITORY =
      """
      mkdir -p "$2/io"
      for entry in "$1"/* "$1"/io/*; do
        case $entry in
          "$1/io" | "$1/io/ephemera" | */\\*) ;;
          *) ln -s "$entry" "$2${entry#"$1"}" ;;
        esac
      done
      """;

  /** The rooms as they are compiled: {@code mvn install} there does not disturb this checkout. */
  private static final String COPY_CHECKOUT =
      """
      cd "$1"
      cp -a --parents .mvn LICENSE pom.xml */pom.xml examples/*/pom.xml "$2"
      for room in testkit linux fs process library; do
        cp -a --parents "$room/src/main" "$room/target/classes" "$2"
      done
      """;

  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "PATH", System.getenv().getOrDefault("PATH", Checkout.PATH),
          "HOME", System.getProperty("user.home"),
          "JAVA_HOME", System.getProperty("java.home"),
          "MAVEN_OPTS", "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData");

  @TempDir private static Path folder;

  private static Path repository;
  private static Path consumer;

  @BeforeAll
  static void installTheLibraryAndBuildTheConsumer() throws IOException {
    Assumptions.assumeTrue(
        sh("command -v mvn").exitCode() == 0, "needs Maven: mvn is not on the PATH");
    repository = Files.createDirectory(folder.resolve("repository"));
    Path checkout = Files.createDirectory(folder.resolve("checkout"));
    consumer = folder.resolve("consumer");
    String shared = System.getProperty("ephemera.repository");
    succeed(sh(LINK_REPOSITORY, shared, repository.toString()));
    succeed(sh(COPY_CHECKOUT, Checkout.file("").toString(), checkout.toString()));
    succeed(sh("cp -a \"$1\" \"$2\"", Checkout.file("acceptance/consumer"), consumer));
    install(checkout);
    succeed(maven(consumer, "-Dephemera.version=" + version(), "process-classes"));
  }

  /** JUnit warns about every link that it deletes. */
  @AfterAll
  static void removeLinks() {
    succeed(sh("find \"$1\" -type l -delete", folder));
  }

  /** The classes are compiled already; packing, Javadoc and installing remain. */
  private static void install(Path checkout) {
    Run run =
        maven(
            checkout,
            "-pl",
            "bom,library",
            "-am",
            "-DskipTests",
            "-Dmaven.main.skip=true",
            "install");
    Assumptions.assumeFalse(
        run.exitCode() != 0 && run.out().contains("or one of its dependencies could not be"),
        () -> "needs Maven's plugins, which cannot be fetched: " + run.out());
    succeed(run);
  }

  private static Run maven(Path project, String... arguments) {
    List<String> command =
        Stream.concat(
                Stream.of(
                    "mvn",
                    "-B",
                    "-ntp",
                    "-f",
                    project.resolve("pom.xml").toString(),
                    "-Dmaven.repo.local=" + repository),
                Stream.of(arguments))
            .toList();
    return Run.of(ENVIRONMENT, command);
  }

  private static Run sh(String script, Object... arguments) {
    List<String> command =
        Stream.concat(
                Stream.of("sh", "-euc", script, "sh"), Stream.of(arguments).map(Object::toString))
            .toList();
    return Run.of(ENVIRONMENT, command);
  }

  private static void succeed(Run run) {
    if (run.exitCode() != 0) {
      throw new IllegalStateException(run.out() + run.err());
    }
  }

  @Test
  void aProgramOnTheClassPathRunsWithoutWarnings() {
    Path built = consumer.resolve("class-path/target");
    Run run =
        java(
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            built.resolve("classes") + ":" + built.resolve("jars") + "/*",
            "consumer.Consumer");

    assertThat(run).isEqualTo(new Run(0, "5 bytes below " + folder + "\n", ""));
  }

  @Test
  void aProgramOnTheModulePathRunsWithoutWarnings() {
    Path built = consumer.resolve("module-path/target");
    Run run =
        java(
            "--enable-native-access=io.ephemera.linux",
            "-p",
            built.resolve("classes") + ":" + built.resolve("jars"),
            "-m",
            "consumer/consumer.Consumer");

    assertThat(run).isEqualTo(new Run(0, "5 bytes below " + folder + "\n", ""));
  }

  /** TMPDIR is the folder of this test, so that the output is known wherever the test runs. */
  private static Run java(String... arguments) {
    List<String> command =
        Stream.concat(
                Stream.of(System.getProperty("java.home") + "/bin/java", "-XX:-UsePerfData"),
                Stream.of(arguments))
            .toList();
    return Run.of(Map.of("TMPDIR", folder.toString()), command);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ephemera", "ephemera-fs", "ephemera-linux", "ephemera-process"})
  void jarsSourcesAndJavadocAreInstalled(String artifact) throws IOException {
    Path installed = repository.resolve("io/ephemera").resolve(artifact).resolve(version());
    String file = artifact + "-" + version();

    assertThat(names(installed.resolve(file + ".jar")))
        .contains("META-INF/LICENSE", "module-info.class");
    assertThat(names(installed.resolve(file + "-sources.jar")))
        .contains("META-INF/LICENSE", "module-info.java");
    assertThat(names(installed.resolve(file + "-javadoc.jar"))).contains("index.html");
    assertThat(Files.readString(repository.resolve(pom("ephemera-bom"))))
        .contains("<artifactId>" + artifact + "</artifactId>");
  }

  @Test
  void onlyTheLibraryAndItsRoomsAreInstalled() throws IOException {
    try (Stream<Path> installed = Files.list(repository.resolve("io/ephemera"))) {
      assertThat(installed.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "ephemera",
              "ephemera-bom",
              "ephemera-fs",
              "ephemera-linux",
              "ephemera-parent",
              "ephemera-process");
    }
  }

  private static List<String> names(Path jar) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      return zip.stream().map(entry -> entry.getName()).toList();
    }
  }

  private static String pom(String artifact) throws IOException {
    String folder = "io/ephemera/" + artifact + "/" + version() + "/";
    return folder + artifact + "-" + version() + ".pom";
  }

  private static String version() throws IOException {
    String parent = Files.readString(Checkout.file("pom.xml"));
    int start = parent.indexOf("<version>") + "<version>".length();
    return parent.substring(start, parent.indexOf("</version>", start));
  }
}
