// SPDX-License-Identifier: Apache-2.0
package io.ephemera.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** What {@code packaging/stage-library} makes, and how tests run it and Maven. */
final class StagedLibrary {
  static final Map<String, String> ENVIRONMENT =
      Map.of(
          "PATH", System.getenv().getOrDefault("PATH", Checkout.PATH),
          "HOME", System.getProperty("user.home"),
          "JAVA_HOME", System.getProperty("java.home"),
          "MAVEN_OPTS", "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData");

  /** Everything in the user's repository except the library. */
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

  private final Path folder;

  private StagedLibrary(Path folder) {
    this.folder = folder;
  }

  /**
   * Makes one. Skips the test where that is not possible.
   *
   * @param folder does not exist yet
   * @param local the local repository of Maven, from {@link #linkedRepository}
   */
  static StagedLibrary make(Path folder, Path local) {
    Assumptions.assumeTrue(sh("command -v mvn").exitCode() == 0, "needs Maven on the PATH");
    Assumptions.assumeTrue(sh("command -v gpg").exitCode() == 0, "needs gpg on the PATH");
    String script = Checkout.file("packaging/stage-library").toString();
    build(List.of(script, folder.toString(), repositoryOption(local)));
    return new StagedLibrary(folder);
  }

  /** A Maven repository with the version of the library that would be released. */
  Path repository() {
    return folder.resolve("repository");
  }

  /** The public key that signed. */
  Path key() {
    return folder.resolve("key.asc");
  }

  /** The same as the repository, for the upload. */
  Path bundle() {
    return folder.resolve("bundle.zip");
  }

  /** The version of the checkout. */
  static String checkoutVersion() {
    try {
      String parent = Files.readString(Checkout.file("pom.xml"));
      int start = parent.indexOf("<revision>") + "<revision>".length();
      return parent.substring(start, parent.indexOf("</revision>", start));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The version that is staged. */
  static String version() {
    String version = checkoutVersion();
    String end = "-SNAPSHOT";
    return version.endsWith(end) ? version.substring(0, version.length() - end.length()) : version;
  }

  /** A local repository of Maven with all that the user's has, but not the library. */
  static Path linkedRepository(Path folder) throws IOException {
    Path repository = Files.createDirectory(folder.resolve("local"));
    succeed(sh(LINK_REPOSITORY, System.getProperty("ephemera.repository"), repository));
    return repository;
  }

  /** JUnit warns about every link that it deletes. */
  static void removeLinks(Path folder) {
    succeed(sh("find \"$1\" -type l -delete", folder));
  }

  /** Runs Maven in a project. */
  static void maven(Path project, Path local, String... arguments) {
    List<String> command =
        Stream.concat(
                Stream.of("mvn", "-B", "-ntp", "-f", project + "/pom.xml", repositoryOption(local)),
                Stream.of(arguments))
            .toList();
    build(command);
  }

  /** Skips the test where Maven cannot fetch what a build needs. */
  private static void build(List<String> command) {
    Run run = Run.of(ENVIRONMENT, command);
    Assumptions.assumeFalse(
        run.exitCode() != 0 && run.out().contains("or one of its dependencies could not be"),
        () -> "needs Maven's plugins, which cannot be fetched: " + run.out());
    succeed(run);
  }

  private static String repositoryOption(Path local) {
    return "-Dmaven.repo.local=" + local;
  }

  static Run sh(String script, Object... arguments) {
    List<String> command =
        Stream.concat(
                Stream.of("sh", "-euc", script, "sh"), Stream.of(arguments).map(Object::toString))
            .toList();
    return Run.of(ENVIRONMENT, command);
  }

  static void succeed(Run run) {
    if (run.exitCode() != 0) {
      throw new IllegalStateException(run.out() + run.err());
    }
  }
}
