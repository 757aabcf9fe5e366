// SPDX-License-Identifier: Apache-2.0
package io.ephemera.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What would be uploaded to Maven Central, and the check of it. */
class StagingTest {
  @TempDir private static Path folder;

  private static StagedLibrary staged;
  private static StagedLibrary again;

  @BeforeAll
  static void stageTwice() throws IOException {
    Path local = StagedLibrary.linkedRepository(folder);
    staged = StagedLibrary.make(folder.resolve("staged"), local);
    again = StagedLibrary.make(folder.resolve("again"), local);
  }

  @AfterAll
  static void removeLinks() {
    StagedLibrary.removeLinks(folder);
  }

  private static Run check(Path repository) {
    return Run.of(
        StagedLibrary.ENVIRONMENT,
        List.of(
            Checkout.file("packaging/check-staging").toString(),
            "--key=" + staged.key(),
            repository.toString()));
  }

  @Test
  void whatIsStagedHasEverythingThatIsDemanded() {
    assertThat(check(staged.repository())).isEqualTo(new Run(0, "", ""));
  }

  @Test
  void theBundleHasTheSameFiles() throws IOException {
    Map<String, String> bundled = new TreeMap<>();
    try (ZipFile zip = new ZipFile(staged.bundle().toFile())) {
      for (ZipEntry entry : zip.stream().filter(entry -> !entry.isDirectory()).toList()) {
        byte[] content = zip.getInputStream(entry).readAllBytes();
        String ignored = bundled.put(entry.getName(), latin1(content));
      }
    }
    assertThat(bundled).isEqualTo(contents(staged.repository()));
  }

  @Test
  void twoBuildsAreTheSameButForTheirSignatures() throws IOException {
    Map<String, String> first = contents(staged.repository());
    Map<String, String> second = contents(again.repository());
    String signature = "io/ephemera/ephemera/" + StagedLibrary.version();
    signature += "/ephemera-" + StagedLibrary.version() + ".jar.asc";

    assertThat(first.get(signature)).isNotEqualTo(second.get(signature));
    first.keySet().removeIf(name -> name.contains(".asc"));
    second.keySet().removeIf(name -> name.contains(".asc"));
    assertThat(first).isEqualTo(second);
  }

  private static Map<String, String> contents(Path repository) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(repository)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = repository.relativize(file).toString();
        String ignored = contents.put(name, latin1(Files.readAllBytes(file)));
      }
    }
    return contents;
  }

  private static String latin1(byte[] content) {
    return new String(content, StandardCharsets.ISO_8859_1);
  }

  @Test
  void theLicenceIsInEachJarAndOnlyTheExportedPackageInJavadoc() throws IOException {
    String jar = "io/ephemera/ephemera/" + StagedLibrary.version();
    jar += "/ephemera-" + StagedLibrary.version();
    Path prefix = staged.repository().resolve(jar);

    assertThat(names(prefix + ".jar")).contains("META-INF/LICENSE", "module-info.class");
    assertThat(names(prefix + "-sources.jar")).contains("META-INF/LICENSE", "module-info.java");
    assertThat(names(prefix + "-javadoc.jar"))
        .contains("META-INF/LICENSE", "index.html")
        .filteredOn(name -> name.endsWith("package-summary.html"))
        .containsExactly("io.ephemera/io/ephemera/package-summary.html");
  }

  private static List<String> names(String jar) throws IOException {
    try (ZipFile zip = new ZipFile(jar)) {
      return zip.stream().map(ZipEntry::getName).toList();
    }
  }

  @Test
  void theLibraryBringsNoOtherArtifact() throws IOException {
    Map<String, String> contents = contents(staged.repository());
    String pom = "io/ephemera/ephemera/" + StagedLibrary.version();
    pom += "/ephemera-" + StagedLibrary.version() + ".pom";

    assertThat(contents.get(pom)).doesNotContain("<dependency>", "<parent>");
  }

  /** The lines of damage.txt. */
  private static Stream<Arguments> damage() throws IOException {
    return resource("damage.txt")
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split(" +\\| ", 2))
        .map(cells -> Arguments.of(cells[0], cells[1]));
  }

  private static String resource(String name) throws IOException {
    try (InputStream input = StagingTest.class.getResourceAsStream("/staging/" + name)) {
      return new String(Objects.requireNonNull(input).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @ParameterizedTest
  @MethodSource("damage")
  void damageIsFound(String damage, String violation, @TempDir Path copies) throws IOException {
    Run run =
        StagedLibrary.sh(
            resource("damage.sh"),
            Checkout.file("packaging/check-staging"),
            staged.key(),
            staged.repository(),
            again.repository(),
            copies.resolve("copy"),
            StagedLibrary.version(),
            damage,
            violation);

    assertThat(run).isEqualTo(new Run(0, "found\n", ""));
  }
}
