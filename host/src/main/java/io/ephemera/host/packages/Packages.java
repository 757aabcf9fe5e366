// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.packages;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Root;
import io.ephemera.host.files.RootFiles;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The installed packages of a host or an image.
 *
 * <p>Nothing is kept: each call reads the databases anew, in one pass, so ask for many paths at
 * once. A path is compared as it is written, but that links of merged systems such as {@code /bin}
 * and {@code /var/run} are understood in both directions.
 *
 * <p>Limits: paths that packages make when they are installed are not in their lists. Not
 * thread-safe.
 */
public final class Packages {
  private final List<PackageDatabase> databases;

  Packages(List<PackageDatabase> databases) {
    this.databases = List.copyOf(databases);
  }

  /** The packages below a root directory, which the caller closes after the last question. */
  public static Packages ofRoot(Root root) {
    RootFiles files = new RootFiles(root);
    Aliases aliases = Aliases.of(root);
    return new Packages(
        List.of(
            new DpkgDatabase(files, aliases),
            new DistrolessDatabase(files, aliases),
            new ApkDatabase(files, aliases),
            new PacmanDatabase(files, aliases),
            new RpmDatabase(files, root.isHost()))); // last: asks only for what is still unknown
  }

  /** The owner of a path below the root directory. */
  public Owner owner(BytePath path) {
    return Objects.requireNonNull(owners(List.of(path)).get(path));
  }

  /**
   * The owners of paths below the root directory.
   *
   * @return an owner for each path
   */
  public Map<BytePath, Owner> owners(Collection<BytePath> paths) {
    Questions questions = new Questions(paths);
    boolean known = false;
    for (PackageDatabase database : databases) {
      known |= database.search(questions);
    }
    if (!known) {
      questions.addGap("no database of dpkg, apk, pacman or rpm was found");
    }
    return questions.answers(paths);
  }
}
