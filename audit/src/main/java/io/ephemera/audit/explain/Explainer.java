// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.explain;

import io.ephemera.audit.names.Directories;
import io.ephemera.audit.names.KnownName;
import io.ephemera.audit.names.KnownNames;
import io.ephemera.fs.BytePath;
import io.ephemera.fs.FileSystem;
import io.ephemera.fs.Inode;
import io.ephemera.fs.Root;
import io.ephemera.fs.Stat;
import io.ephemera.host.packages.Owner;
import io.ephemera.host.packages.Packages;
import io.ephemera.host.schedule.CleanerSchedule;
import io.ephemera.host.schedule.CleanerVersion;
import io.ephemera.host.services.ServiceFacts;
import io.ephemera.host.services.UnitClaim;
import io.ephemera.host.views.MountViews;
import io.ephemera.process.KernelFileSystems;
import io.ephemera.process.MountInfo;
import io.ephemera.tmpfiles.engine.Foresight;
import io.ephemera.tmpfiles.language.Line;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Explains paths of one host or image. The facts that all paths share are read once, when the first
 * path needs them. Not thread-safe.
 */
public final class Explainer implements AutoCloseable {
  private final Foresight usual;
  private final Foresight boot;
  private final Root root;
  private final Packages packages;
  private @Nullable ServiceFacts services;
  private @Nullable CleanerSchedule schedule;
  private @Nullable CleanerVersion version;

  /**
   * An explainer of the root directory of two configurations. Closing it closes both.
   *
   * @param usual the configuration as the cleaner reads it
   * @param boot the configuration as it is read at boot, with its lines marked {@code !}
   */
  public Explainer(Foresight usual, Foresight boot) {
    this.usual = usual;
    this.boot = boot;
    this.root = usual.root();
    this.packages = Packages.ofRoot(root);
  }

  /**
   * Explains a path.
   *
   * @param path absolute, below the root directory
   * @throws IOException if the way to it cannot be looked at
   */
  public Explanation explain(BytePath path) throws IOException {
    List<String> gaps = new ArrayList<>();
    BytePath real = usual.real(path);
    Chain chain = Chain.of(root, path);
    Stat stat = chain.last();
    Optional<KnownName> known = KnownNames.get().match(real, Directories.USUAL);
    List<Line> lines = usual.lines(path);
    Explanation.Fates fates =
        new Explanation.Fates(
            Foreseen.of(usual, Foresight.Run.CLEAN, path),
            Foreseen.of(usual, Foresight.Run.REMOVE, path),
            Foreseen.of(boot, Foresight.Run.REMOVE, path),
            Foreseen.of(usual, Foresight.Run.PURGE, path));
    List<UnitClaim> claims = services().claims(real);
    gaps.addAll(services().gaps());
    Explanation.Usage usage = root.isHost() ? Usages.of(real, fates.clean()) : null;
    List<Holder> holders = usage == null ? List.of() : usage.holders();
    Place place = stat == null ? Place.NONE : Place.of(root, path);
    return new Explanation(
        path,
        real,
        usual.now(),
        chain,
        place.mount,
        place.fileSystem,
        known,
        HouseRule.of(real, chain, known),
        lines,
        owners(fates, lines),
        fates,
        claims,
        schedule(),
        version(),
        usage,
        stat == null ? null : Makers.of(real, stat, known, holders, claims),
        pidFile(real, place, gaps),
        views(real, gaps),
        Advice.of(real, stat, known, holders),
        gaps);
  }

  /** Of this system only, and not where reading may wait. */
  private @Nullable PidFile pidFile(BytePath real, Place place, List<String> gaps) {
    if (!root.isHost() || place.fileSystem == null) {
      return null;
    }
    try {
      return PidFile.read(root, real);
    } catch (IOException e) {
      gaps.add("which process it names: " + e.getMessage());
      return null;
    }
  }

  private @Nullable MountViews views(BytePath real, List<String> gaps) {
    if (!root.isHost()) {
      return null;
    }
    try {
      return MountViews.of(real).withEntries();
    } catch (IOException e) {
      gaps.add("what others see there is not known: " + e.getMessage());
      return null;
    }
  }

  /** Where a path is mounted; what never answers is not asked how full it is. */
  private record Place(MountInfo.@Nullable Mount mount, @Nullable FileSystem fileSystem) {
    static final Place NONE = new Place(null, null);

    static Place of(Root root, BytePath path) throws IOException {
      try (Inode found = root.lookUnguarded(path, false)) {
        if (found == null) {
          return NONE;
        }
        MountInfo.Mount mount = MountInfo.ofProcess().withId(MountInfo.idOf(found));
        boolean local = mount != null && KernelFileSystems.contain(mount.fileSystem());
        return new Place(mount, local ? found.fileSystem() : null);
      }
    }
  }

  /** The packages of the files whose lines matter, by file. */
  private Map<String, Owner> owners(Explanation.Fates fates, List<Line> lines) {
    Set<BytePath> files = new HashSet<>();
    for (Line line : lines) {
      add(files, line);
    }
    for (Foreseen one : List.of(fates.clean(), fates.remove(), fates.boot(), fates.purge())) {
      for (LineFate fate : one.fates()) {
        add(files, fate.line());
        add(files, fate.fate().verdict().decidedBy());
      }
      for (Refusal refusal : one.refusals()) {
        add(files, refusal.line());
      }
    }
    Map<String, Owner> owners = new HashMap<>();
    packages.owners(files).forEach((file, owner) -> owners.put(root.shown(file).toString(), owner));
    return owners;
  }

  /** A file as packages know it: without the root directory in which it was read. */
  private void add(Set<BytePath> files, Line line) {
    String file = line.position().file();
    String prefix =
        root.isHost() ? "" : root.shown(BytePath.ROOT.append(BytePath.of("."))).toString();
    String top = prefix.isEmpty() ? "" : prefix.substring(0, prefix.length() - "/.".length());
    if (file.startsWith(top + "/")) {
      boolean _ = files.add(BytePath.of(file.substring(top.length())));
    }
  }

  private ServiceFacts services() {
    ServiceFacts known = services;
    if (known == null) {
      known = ServiceFacts.read(root);
      services = known;
    }
    return known;
  }

  private CleanerSchedule schedule() {
    CleanerSchedule known = schedule;
    if (known == null) {
      known = CleanerSchedule.ofSystem(root);
      schedule = known;
    }
    return known;
  }

  private CleanerVersion version() {
    CleanerVersion known = version;
    if (known == null) {
      known = CleanerVersion.of(root);
      version = known;
    }
    return known;
  }

  @Override
  public void close() {
    usual.close();
    boot.close();
  }
}
