// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.packages;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Root;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** On a machine with dpkg: the owners are those that {@code dpkg -S} prints. */
class DebianPackagesTest {
  private static final Path INFO = Path.of("/var/lib/dpkg/info");
  private static final int PATHS = 200;

  /** How long all of it may take on a slow machine; 132,403 paths took 21 ms in C. */
  private static final long MOST_MILLIS = 3000;

  @BeforeAll
  static void needsDpkg() {
    Assumptions.assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/dpkg")) && Files.isDirectory(INFO),
        "needs dpkg and its database");
  }

  private static List<String> lists() throws IOException {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> lists = Files.list(INFO)) {
      for (Path list : lists.filter(file -> file.toString().endsWith(".list")).sorted().toList()) {
        lines.addAll(Files.readAllLines(list, StandardCharsets.ISO_8859_1));
      }
    }
    return lines;
  }

  /** Paths that dpkg -S finds as they are written: no diversions, no patterns. */
  private static List<String> randomPaths() throws IOException {
    List<String> all = lists();
    List<String> diverted =
        Files.readAllLines(Path.of("/var/lib/dpkg/diversions"), StandardCharsets.ISO_8859_1);
    TreeSet<String> chosen = new TreeSet<>();
    Random random = new Random(14);
    while (chosen.size() < PATHS) {
      String path = all.get(random.nextInt(all.size()));
      boolean plain = path.startsWith("/") && path.chars().allMatch(c -> c > ' ' && c < 0x7f);
      if (plain
          && !path.equals("/.")
          && "*?[\\".chars().noneMatch(c -> path.indexOf(c) >= 0)
          && !diverted.contains(path)) {
        chosen.add(path);
      }
    }
    return List.copyOf(chosen);
  }

  /** The names of the packages by path, as {@code dpkg -S} prints them. */
  private static Map<String, String> oracle(List<String> paths) throws Exception {
    List<String> command = new ArrayList<>(List.of("dpkg-query", "-S"));
    command.addAll(paths);
    Process dpkg = new ProcessBuilder(command).start();
    Map<String, String> owners = new TreeMap<>();
    for (String line : dpkg.inputReader().lines().toList()) {
      int colon = line.indexOf(": /");
      owners.put(line.substring(colon + 2), sorted(line.substring(0, colon)));
    }
    assertThat(dpkg.waitFor()).isZero();
    return owners;
  }

  private static String sorted(String names) {
    return String.join(", ", new TreeSet<>(List.of(names.split(", ", -1))));
  }

  private static String names(Owner owner) {
    List<String> names = new ArrayList<>();
    for (InstalledPackage one : ((Owner.Owned) owner).packages()) {
      assertThat(one.version()).as("version of %s", one.name()).isNotNull();
      names.add(one.name().latin1());
    }
    return sorted(String.join(", ", names));
  }

  @Test
  void theOwnersOfRandomPathsAreThoseThatDpkgPrints() throws Exception {
    List<String> paths = randomPaths();
    Map<String, String> expected = oracle(paths);
    assertThat(expected).hasSizeGreaterThanOrEqualTo(PATHS);
    try (Root root = Root.host()) {
      List<BytePath> asked = new ArrayList<>();
      paths.forEach(path -> asked.add(BytePath.of(Bytes.latin1(path))));
      long start = System.nanoTime();
      Map<BytePath, Owner> owners = Packages.ofRoot(root).owners(asked);
      long first = (System.nanoTime() - start) / 1_000_000;
      Map<String, String> found = new TreeMap<>();
      owners.forEach((path, owner) -> found.put(path.latin1(), names(owner)));
      assertThat(found).isEqualTo(expected);
      Owner none = Packages.ofRoot(root).owner(BytePath.of("/tmp/nothing"));
      assertThat(none).isEqualTo(new Owner.None());
      assertThat(first).isLessThan(MOST_MILLIS);
    }
  }

  @Test
  void aDivertedFileOfThisMachineBelongsToThePackageThatMovedTheOthers() {
    Assumptions.assumeTrue(
        Files.exists(Path.of("/bin/sh.distrib")) || Files.exists(INFO.resolve("dash.list")),
        "needs dash");
    try (Root root = Root.host()) {
      assertThat(PackageRoot.shown(Packages.ofRoot(root).owner(BytePath.of("/usr/bin/sh"))))
          .startsWith("dash ");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
