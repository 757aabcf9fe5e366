// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.fs.Directory;
import io.ephemera.fs.JavaPath;
import io.ephemera.fs.OpenFile;
import io.ephemera.testkit.TestFolder;
import io.ephemera.testkit.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;

/** A test with a folder of its own, which is looked at for descriptors that were forgotten. */
abstract class TemporaryTestCase {
  static final String APPLICATION = "shop";

  final TestFolder folder;

  TemporaryTestCase() {
    this(TestFolder.create());
  }

  TemporaryTestCase(TestFolder folder) {
    this.folder = folder;
  }

  @AfterEach
  final void nothingIsLeftOpen() throws IOException {
    Set<String> open = descriptors(folder.path());
    folder.close();
    assertThat(open).isEmpty();
  }

  final Path path(String name) {
    return name.isEmpty() ? folder.path() : folder.path().resolve(name);
  }

  final Place place() {
    return place("");
  }

  final Place place(String name) {
    return Place.at(path(name), Purpose.TEMPORARY, APPLICATION);
  }

  final void build(String tree) {
    Tree.build(tree, folder.path());
  }

  final String tree() {
    return Tree.describe(folder.path());
  }

  final Set<String> names() throws IOException {
    return names(folder.path());
  }

  static Set<String> names(Path directory) throws IOException {
    Set<String> names = new TreeSet<>();
    try (Stream<Path> entries = Files.list(directory)) {
      entries.forEach(entry -> names.add(entry.getFileName().toString()));
    }
    return names;
  }

  static int mode(Path path) throws IOException {
    return (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) & 07777;
  }

  /** Whether a process holds a BSD lock on it. */
  static boolean isLocked(Path path) throws IOException {
    try (OpenFile file = OpenFile.openAmbient(JavaPath.bytes(path))) {
      return !file.tryLock();
    }
  }

  final Directory directory() throws IOException {
    return Directory.openAmbient(JavaPath.bytes(folder.path()));
  }

  /** What this process has open below the folder, with an entry for each descriptor. */
  final List<String> openDescriptors() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      List<String> targets = new ArrayList<>();
      for (Path link : open.toList()) {
        String target = target(link);
        if (target.startsWith(folder.path().toString())) {
          targets.add(target);
        }
      }
      return targets;
    }
  }

  private static Set<String> descriptors(Path below) throws IOException {
    Set<String> found = new TreeSet<>();
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      for (Path link : open.toList()) {
        String target = target(link);
        if (target.startsWith(below.toString())) {
          found.add(target);
        }
      }
    }
    return found;
  }

  /** Another thread of the virtual machine may have closed the descriptor meanwhile. */
  private static String target(Path descriptor) throws IOException {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (NoSuchFileException e) {
      return "";
    }
  }
}
