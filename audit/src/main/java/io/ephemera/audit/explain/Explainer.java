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
 * Explains paths of one host or image. The facts that all paths share are read once, by a thread of
 * their own. Not thread-safe.
 */
public final class Explainer implements AutoCloseable {
  private final Foresight usual;
  private final Foresight boot;
  private final Root root;
  private final Root rootOfFacts;
  private final Root rootOfPackages;
  private final Ahead<Common> common;

  /**
   * An explainer of the root directory of two configurations. Closing it closes both.
   *
   * @param usual the configuration as the cleaner reads it
   * @param boot the configuration as it is read at boot, with its lines marked {@code !}
   * @throws IOException if the root directory cannot be opened again
   */
  public Explainer(Foresight usual, Foresight boot) throws IOException {
    this.usual = usual;
    this.boot = boot;
    this.root = usual.root();
    this.rootOfFacts = root.another();
    this.rootOfPackages = root.another();
    this.common = Ahead.start(() -> Common.read(rootOfFacts));
  }

  /** What all paths share. */
  private record Common(ServiceFacts services, CleanerSchedule schedule, CleanerVersion version) {
    static Common read(Root root) {
      return new Common(
          ServiceFacts.read(root), CleanerSchedule.ofSystem(root), CleanerVersion.of(root));
    }
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
            Foreseen.of(boot, Foresight.Run.BOOT, path),
            Foreseen.of(usual, Foresight.Run.PURGE, path));
    try (Ahead<Map<String, Owner>> owners = Ahead.start(() -> owners(fates, lines));
        Ahead<Views> views = Ahead.start(() -> Views.of(root, real))) {
      Explanation.Usage usage = root.isHost() ? Usages.of(real, fates.clean()) : null;
      List<Holder> holders = usage == null ? List.of() : usage.holders();
      Place place = stat == null ? Place.NONE : Place.of(root, path);
      List<UnitClaim> claims = common.get().services().claims(real);
      PidFile pidFile = pidFile(real, place, gaps);
      gaps.addAll(common.get().services().gaps());
      gaps.addAll(views.get().gaps());
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
          owners.get(),
          fates,
          claims,
          common.get().schedule(),
          common.get().version(),
          usage,
          stat == null ? null : Makers.of(real, stat, known, holders, claims),
          pidFile,
          views.get().views(),
          Advice.of(real, stat, known, holders),
          gaps);
    }
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

  /** What others see at a path, of this system only. */
  private record Views(@Nullable MountViews views, List<String> gaps) {
    static Views of(Root root, BytePath real) {
      if (!root.isHost()) {
        return new Views(null, List.of());
      }
      try {
        return new Views(MountViews.of(real).withEntries(), List.of());
      } catch (IOException e) {
        return new Views(null, List.of("what others see there is not known: " + e.getMessage()));
      }
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
    Packages packages = Packages.ofRoot(rootOfPackages);
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

  @Override
  public void close() {
    try {
      common.close();
    } catch (IOException e) {
      return; // interrupted: the thread still uses what would be closed
    }
    rootOfFacts.close();
    rootOfPackages.close();
    usual.close();
    boot.close();
  }
}
