// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import io.ephemera.testkit.FuseMount;
import io.ephemera.testkit.Mounts;
import io.ephemera.testkit.RandomCleaning;
import io.ephemera.testkit.Tree;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What is mounted on a few directories and files of a case: file systems in memory, a directory and
 * a file from elsewhere, a FUSE file system that hides itself or never answers.
 */
final class ForesightMounts implements AutoCloseable {
  /** What is mounted from elsewhere. */
  private static final String SOURCES =
      """
      s/file @20d
      s/directory/ @20d
      s/directory/old @20d
      s/directory/sub/ @20d
      s/directory/sub/new
      """;

  private static final String IN_MEMORY =
      "mount -t tmpfs tmpfs 'AT'; mkdir 'AT/d'; : >'AT/d/f'; : >'AT/g';"
          + " touch -d '20 days ago' 'AT/d/f' 'AT/d' 'AT'";

  private final Path folder;
  private final List<String> commands = new ArrayList<>();
  private final Set<String> points = new TreeSet<>();
  private @Nullable Mounts mounts;

  /** Chooses them; one case in four has any. */
  ForesightMounts(RandomGenerator random, RandomCleaning cleaning, Path folder) {
    this.folder = folder;
    int count = random.nextInt(4) > 0 ? 0 : 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      String directory = cleaning.directories().get(random.nextInt(cleaning.directories().size()));
      boolean isTop = directory.equals("t");
      switch (random.nextInt(6)) {
        case 0, 1 -> add(isTop && i > 0 ? "" : directory, IN_MEMORY);
        case 2 -> add(isTop ? "" : directory, "mount --bind s/directory 'AT'");
        case 3 -> add(isTop ? "" : directory, FuseMount.hiddenAt("AT"));
        case 4 -> // no pattern matches it: a line that is for it would wait for ever
            add(directory + "/n/m", "mkdir -p 'AT'; " + FuseMount.silentAt("AT"));
        default -> {
          List<String> files = cleaning.files();
          String file = files.isEmpty() ? "" : files.get(random.nextInt(files.size()));
          add(file, "mount --bind s/file 'AT'");
        }
      }
    }
  }

  /** Nothing below another mount, whose directories are hidden. */
  private void add(String point, String command) {
    boolean inTheWay =
        points.stream().anyMatch(one -> (point + "/").startsWith(one + "/"))
            || point.isEmpty()
            || point.contains("\\x");
    boolean secondFuse =
        command.contains("/dev/fuse") && commands.stream().anyMatch(c -> c.contains("/dev/fuse"));
    if (!inTheWay && !secondFuse) {
      boolean _ = points.add(point);
      commands.add(command.replace("AT", point));
    }
  }

  void mount() {
    if (commands.isEmpty() || !ForesightSurroundings.mayMount()) {
      return;
    }
    Tree.build(SOURCES, folder);
    List<String> script = new ArrayList<>();
    for (String command : commands) {
      if (isPossible(command)) {
        script.add(command);
      }
    }
    mounts = Mounts.below(folder, String.join("\n", script));
  }

  /** A file is mounted on a file. */
  private boolean isPossible(String command) {
    if (!command.startsWith("mount --bind s/file")) {
      return true;
    }
    String file = command.substring(command.indexOf('\'') + 1, command.lastIndexOf('\''));
    return Files.isRegularFile(folder.resolve(file), LinkOption.NOFOLLOW_LINKS);
  }

  /** Whether a path, with a slash before it, is the mount point of what hides itself. */
  boolean isHidden(String path) {
    return commands.contains(FuseMount.hiddenAt(path.substring(1)));
  }

  @Override
  public String toString() {
    return commands.isEmpty() ? "" : String.join("\n", commands) + "\n";
  }

  @Override
  public void close() {
    if (mounts != null) {
      mounts.close();
    }
  }
}
