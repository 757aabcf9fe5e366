// SPDX-License-Identifier: Apache-2.0
package io.ephemera.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.testkit.TestFolder;
import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The dependencies between rooms are those of ARCHITECTURE.md, and neither rooms nor packages form
 * a cycle.
 */
class ArchitectureTest {
  /** The packages exported to every module: the published library and the names of errno. */
  private static final Set<String> PUBLIC = Set.of("io.ephemera", "io.ephemera.linux.errno");

  private static List<Path> rooms() throws IOException {
    try (Stream<Path> folders = Files.list(Checkout.file("."))) {
      return folders
          .filter(room -> Files.exists(room.resolve("src/main/java/module-info.java")))
          .filter(room -> !room.endsWith("testkit") && !room.endsWith("jar"))
          .map(room -> room.resolve("target/classes").normalize())
          .sorted()
          .toList();
    }
  }

  /** The column "knows" of the table of rooms in ARCHITECTURE.md. */
  private static Map<String, NavigableSet<String>> documented() throws IOException {
    Map<String, NavigableSet<String>> arrows = new TreeMap<>();
    boolean inTable = false;
    for (String line : Files.readAllLines(Checkout.file("ARCHITECTURE.md"))) {
      inTable = line.startsWith("| room | knows |") || (inTable && line.startsWith("|"));
      String[] cells = line.split("\\|", -1);
      if (inTable && cells.length > 2 && cells[1].contains("`")) {
        NavigableSet<String> known = new TreeSet<>();
        for (String word : cells[2].split("[ ,]+", -1)) {
          if (!word.isBlank() && !word.equals("–")) {
            boolean ignored = known.add(module(word));
          }
        }
        arrows.put(module(cells[1].strip().replace("`", "")), known);
      }
    }
    return arrows;
  }

  private static String module(String room) {
    return room.equals("library") ? "io.ephemera" : "io.ephemera." + room;
  }

  @Test
  void roomsKnowTheRoomsThatArchitectureNamesAndNoOthers() throws IOException {
    assertThat(Dependencies.ofModules(rooms()).arrows()).isEqualTo(documented());
  }

  @Test
  void neitherRoomsNorPackagesFormACycle() throws IOException {
    assertThat(Dependencies.ofModules(rooms()).cycle()).isEmpty();
    Dependencies packages = Dependencies.ofPackages(rooms(), Checkout.file("cli/target/modules"));
    assertThat(packages.arrows()).containsKeys("io.ephemera", "io.ephemera.tmpfiles.engine");
    assertThat(packages.cycle()).isEmpty();
  }

  @Test
  void aRoomOpensItsPackagesToNamedRoomsOnly() throws IOException {
    List<String> open = new ArrayList<>();
    ModuleFinder.of(rooms().toArray(Path[]::new))
        .findAll()
        .forEach(module ->
            module.descriptor().exports().stream()
                .filter(exported -> !exported.isQualified())
                .map(ModuleDescriptor.Exports::source)
                .forEach(open::add));
    assertThat(open).containsExactlyInAnyOrderElementsOf(PUBLIC);
  }

  /**
   * Two modules; the first has two packages.
   *
   * @param used the class that the second package uses; one of the first package makes a cycle
   */
  private static List<Path> fixture(TestFolder folder, String used) throws IOException {
    write(folder, "src/io.ephemera.low/module-info.java", "module io.ephemera.low {}");
    write(
        folder,
        "src/io.ephemera.low/io/ephemera/low/a/A.java",
        "package io.ephemera.low.a; public class A { io.ephemera.low.b.B b; }");
    write(
        folder,
        "src/io.ephemera.low/io/ephemera/low/b/B.java",
        "package io.ephemera.low.b; public class B { " + used + " used; }");
    write(
        folder,
        "src/io.ephemera.high/module-info.java",
        "module io.ephemera.high { requires io.ephemera.low; }");
    Path classes = folder.path().resolve("classes");
    int status =
        ToolProvider.findFirst("javac")
            .orElseThrow()
            .run(
                System.out,
                System.err,
                "--module-source-path",
                folder.path().resolve("src").toString(),
                "-d",
                classes.toString(),
                "--module",
                "io.ephemera.low,io.ephemera.high");
    assertThat(status).isZero();
    return List.of(classes.resolve("io.ephemera.high"), classes.resolve("io.ephemera.low"));
  }

  private static void write(TestFolder folder, String name, String text) throws IOException {
    Path file = folder.path().resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"io.ephemera.low.a.A", "Object"})
  void aCycleBetweenPackagesIsFound(String used) throws IOException {
    try (TestFolder folder = TestFolder.create()) {
      List<String> cycle = Dependencies.ofPackages(fixture(folder, used), folder.path()).cycle();
      if (used.equals("Object")) {
        assertThat(cycle).isEmpty();
      } else {
        assertThat(cycle)
            .containsExactly("io.ephemera.low.a", "io.ephemera.low.b", "io.ephemera.low.a");
      }
    }
  }

  @Test
  void anArrowThatArchitectureDoesNotNameIsFound() throws IOException {
    try (TestFolder folder = TestFolder.create()) {
      assertThat(Dependencies.ofModules(fixture(folder, "Object")).arrows())
          .containsEntry("io.ephemera.high", new TreeSet<>(Set.of("io.ephemera.low")))
          .isNotEqualTo(documented());
    }
  }
}
