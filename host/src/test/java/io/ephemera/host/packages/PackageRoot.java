// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.packages;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Root;
import io.ephemera.testkit.TestFolder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A root directory with package databases, and what is found there. */
final class PackageRoot implements AutoCloseable {
  private final TestFolder folder;
  private final Root root;

  PackageRoot(String tree) throws IOException {
    folder = TestFolder.with(tree);
    root = Root.at(BytePath.of(folder.path().toString()));
  }

  TestFolder folder() {
    return folder;
  }

  Root root() {
    return root;
  }

  Owner owner(String path) {
    return Packages.ofRoot(root).owner(BytePath.of(path));
  }

  /** The owner in words: {@code NAME VERSION DATABASE}, {@code none}, or {@code unknown: WHY}. */
  String shown(String path) {
    return shown(owner(path));
  }

  static String shown(@Nullable Owner owner) {
    return switch (Objects.requireNonNull(owner)) {
      case Owner.None none -> "none";
      case Owner.Unknown unknown -> "unknown: " + unknown.why();
      case Owner.Owned owned -> {
        List<String> packages = new ArrayList<>();
        for (InstalledPackage one : owned.packages()) {
          packages.add(one.name() + " " + one.version() + " " + one.database().program());
        }
        yield String.join(", ", packages);
      }
    };
  }

  @Override
  public void close() {
    root.close();
    folder.close();
  }
}
