// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.facts;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Root;
import io.ephemera.fs.Stat;
import io.ephemera.host.accounts.AccountTable;
import io.ephemera.host.files.RootFiles;
import io.ephemera.host.packages.Packages;
import io.ephemera.host.processes.ProcessTable;
import io.ephemera.host.schedule.CleanerSchedule;
import io.ephemera.host.services.ServiceFacts;
import io.ephemera.host.uses.Coverage;
import io.ephemera.host.uses.UseTable;
import io.ephemera.host.uses.Wanted;
import io.ephemera.process.GroupMembers;
import io.ephemera.process.KernelFiles;
import io.ephemera.process.MountInfo;
import io.ephemera.report.Finding;
import io.ephemera.tmpfiles.engine.Foresight;
import io.ephemera.tmpfiles.language.Line;
import io.ephemera.tmpfiles.pace.Progress;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Everything that checks ask of a host or an image. Each fact is read when it is first asked for,
 * and once. What cannot be seen is noted, see {@link #gaps}.
 *
 * <p>Facts that need processes are only there for the running host. Thread-safe but for {@link
 * #root}, {@link #files} and what {@link #usual} and {@link #boot} foresee: checks of entries,
 * which several threads call, must not use these.
 */
public final class Facts implements AutoCloseable {
  private static final int MOST_GAPS = 1000;

  private final Configurations configurations;
  private final Progress progress;
  private final long horizon;
  private final Root root;
  private final RootFiles files;
  private final WriterJudge writers;
  private final PathFacts paths;
  private final Set<String> gaps = new LinkedHashSet<>();

  private final Fact<Foresight> usual;
  private final Fact<Foresight> boot;
  private final Fact<List<Place>> places;
  private final Fact<AccountTable> accounts;
  private final Fact<ServiceFacts> services;
  private final Fact<UnitTable> units;
  private final Fact<CleanerSchedule> schedule;
  private final Fact<ProcessTable> processes;
  private final Fact<UseTable> uses;
  private final Fact<Packages> packages;
  private final Fact<PidFacts> pids;
  private final Fact<Boolean> container;
  private final Fact<Removals> removals;
  private final Fact<Environments> environments;

  /** The configurations of tmpfiles.d(5), read for different purposes. */
  public interface Configurations {
    /**
     * What runs would do.
     *
     * @param boot whether with the lines marked {@code !}
     * @return what the caller closes
     */
    Foresight foresight(boolean boot) throws IOException;

    /** What {@code tmpfiles --check} finds. */
    List<Finding> check() throws IOException;
  }

  /**
   * A fact that is read once.
   *
   * @param <T> what it is
   */
  private static final class Fact<T> {
    private final Supplier<T> reader;
    private @Nullable T value;

    Fact(Supplier<T> reader) {
      this.reader = reader;
    }

    synchronized T get() {
      T known = value;
      if (known == null) {
        known = reader.get();
        value = known;
      }
      return known;
    }

    synchronized @Nullable T ifKnown() {
      return value;
    }
  }

  /**
   * The facts of a root directory.
   *
   * @param root closed with the facts
   * @param horizon how far in the future a removal is worth a finding, in microseconds
   */
  public Facts(Root root, Configurations configurations, Progress progress, long horizon) {
    this.configurations = configurations;
    this.progress = progress;
    this.horizon = horizon;
    this.root = root;
    this.files = new RootFiles(root);
    this.usual = new Fact<>(() -> foresight(false));
    this.boot = new Fact<>(() -> foresight(true));
    this.writers = new WriterJudge(members(root));
    this.paths = new PathFacts(root, files, writers, this::gap);
    this.places = new Fact<>(() -> Places.of(this));
    this.accounts = new Fact<>(() -> AccountTable.read(root));
    this.services = new Fact<>(() -> ServiceFacts.read(root));
    this.units = new Fact<>(() -> UnitTable.read(root));
    this.schedule = new Fact<>(() -> CleanerSchedule.ofSystem(root));
    this.processes = new Fact<>(this::readProcesses);
    this.uses = new Fact<>(this::scanUses);
    this.packages = new Fact<>(() -> Packages.ofRoot(root));
    this.pids = new Fact<>(() -> new PidFacts(processes()));
    this.container = new Fact<>(() -> ContainerMarks.areIn(this));
    this.removals = new Fact<>(() -> new Removals(this));
    this.environments = new Fact<>(() -> Environments.read(this));
  }

  private static GroupMembers members(Root root) {
    return root.isHost() ? GroupMembers.ofSystem() : GroupMembers.below(root.shown(BytePath.ROOT));
  }

  private Foresight foresight(boolean atBoot) {
    try {
      return configurations.foresight(atBoot);
    } catch (IOException e) {
      throw new FactException("the configuration of tmpfiles.d(5) cannot be read", e);
    }
  }

  private ProcessTable readProcesses() {
    try {
      ProcessTable table = ProcessTable.read();
      if (table.hidden()) {
        gap("processes of other users are hidden in /proc");
      }
      return table;
    } catch (IOException e) {
      gap("processes cannot be listed: " + e.getMessage());
      return new ProcessTable(List.of(), 0, true);
    }
  }

  private UseTable scanUses() {
    Set<Long> devices = new HashSet<>();
    for (Place place : places()) {
      Stat stat = paths.look(place.path());
      if (stat != null) {
        devices.add(stat.device());
      }
    }
    Wanted wanted = Wanted.devices(devices);
    for (Place place : places()) {
      wanted = wanted.andDeletedBelow(place.path());
    }
    try {
      UseTable table = UseTable.scan(wanted);
      if (!table.coverage().isComplete()) {
        gap(table.coverage().toString());
        table.coverage().gaps().forEach(one -> gap(one.toString()));
      }
      return table;
    } catch (IOException e) {
      throw new FactException("processes cannot be looked at", e);
    }
  }

  /** Whether these are facts of the running host, not of an image. */
  public boolean isHost() {
    return root.isHost();
  }

  /** The root directory. */
  public Root root() {
    return root;
  }

  /** Its regular files. */
  public RootFiles files() {
    return files;
  }

  /** Counts what is looked at, within the limits of the audit. */
  public Progress progress() {
    return progress;
  }

  /** How far in the future a removal is worth a finding, in microseconds. */
  public long horizon() {
    return horizon;
  }

  /** When the audit began, in microseconds since 1970. */
  public long now() {
    return usual.get().now();
  }

  /** What usual runs do. */
  public Foresight usual() {
    return usual.get();
  }

  /** What runs at boot do. */
  public Foresight boot() {
    return boot.get();
  }

  /** What {@code tmpfiles --check} finds. */
  public List<Finding> configurationFindings() throws IOException {
    return configurations.check();
  }

  /** The lines of tmpfiles.d(5) in force at any time. */
  public List<Line> lines() {
    return usual().lines();
  }

  /** The temporary places. */
  public List<Place> places() {
    return places.get();
  }

  /** Users and groups. */
  public AccountTable accounts() {
    return accounts.get();
  }

  /** Who besides its owner can write to an inode. */
  public WriterJudge writers() {
    return writers;
  }

  /** What units say about paths. */
  public ServiceFacts services() {
    return services.get();
  }

  /** The unit files. */
  public UnitTable units() {
    return units.get();
  }

  /** When cleaners run. */
  public CleanerSchedule schedule() {
    return schedule.get();
  }

  /** The running processes. */
  public ProcessTable processes() {
    return processes.get();
  }

  /** Who uses the files of the file systems of the places. */
  public UseTable uses() {
    return uses.get();
  }

  /** Whether the uses of other users' processes are seen, but for a few. */
  public boolean seesUsesOfOthers() {
    Coverage coverage = uses().coverage();
    return 2 * coverage.seen() > coverage.total();
  }

  /** The installed packages. */
  public Packages packages() {
    return packages.get();
  }

  /** The mounts of this process. */
  public MountInfo mounts() {
    return paths.mounts();
  }

  /** Which process ids are those of running processes. */
  public PidFacts pids() {
    return pids.get();
  }

  /** What cleaning by age will remove soon. */
  public Removals removals() {
    return removals.get();
  }

  /** The variables of processes that name temporary directories. */
  public Environments environments() {
    return environments.get();
  }

  /** Whether the root directory is that of a container. */
  public boolean isContainer() {
    return container.get();
  }

  /** A setting of the kernel, proc_sys_fs(5); null if it cannot be read. */
  public @Nullable String setting(String name) {
    String text = new KernelFiles().text("/proc/sys/" + name).strip();
    return text.isEmpty() ? null : text;
  }

  /** What is at paths. */
  public PathFacts paths() {
    return paths;
  }

  /** Whether this process sees all users: the user namespace is that of the system. */
  public boolean isFirstUserNamespace() {
    return new KernelFiles().text("/proc/self/uid_map").strip().matches("0\\s+0\\s+4294967295");
  }

  /** Notes something that could not be seen. */
  public void unseen(BytePath path, IOException reason) {
    gap(path + ": " + reason.getMessage());
  }

  /** As {@link #unseen}, in a sentence. */
  public void gap(String sentence) {
    synchronized (gaps) {
      if (gaps.size() < MOST_GAPS) {
        boolean ignored = gaps.add(sentence);
      }
    }
  }

  /** What could not be seen so far, each once. */
  public List<String> gaps() {
    synchronized (gaps) {
      Set<String> all = new LinkedHashSet<>(gaps);
      if (accounts.ifKnown() != null) {
        all.addAll(accounts().gaps());
      }
      if (services.ifKnown() != null) {
        all.addAll(services().gaps());
      }
      if (schedule.ifKnown() != null) {
        all.addAll(schedule().gaps());
      }
      return List.copyOf(all);
    }
  }

  @Override
  public void close() {
    Foresight first = usual.ifKnown();
    Foresight second = boot.ifKnown();
    if (first != null) {
      first.close();
    }
    if (second != null) {
      second.close();
    }
    root.close();
  }
}
