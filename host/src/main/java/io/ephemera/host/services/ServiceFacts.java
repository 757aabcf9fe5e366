// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.services;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Name;
import io.ephemera.fs.Root;
import io.ephemera.host.files.RootFiles;
import io.ephemera.host.files.SystemUnits;
import io.ephemera.host.services.UnitState.Running;
import io.ephemera.process.BootId;
import io.ephemera.tmpfiles.language.Accounts;
import io.ephemera.tmpfiles.language.Numbers;
import io.ephemera.tmpfiles.source.FileAccounts;
import io.ephemera.tmpfiles.source.NameServiceAccounts;
import io.ephemera.tmpfiles.source.SystemSpecifiers;
import io.ephemera.units.Unit;
import io.ephemera.units.UnitName;
import io.ephemera.units.UnitSpecifiers;
import io.ephemera.units.syntax.Assignment;
import io.ephemera.units.syntax.Booleans;
import io.ephemera.units.syntax.Expander;
import io.ephemera.units.syntax.Expansion;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the units of a host or an image say about paths, read once.
 *
 * <p>Known are the directories, pid files, sockets and credentials of units, the private temporary
 * directories of services, and the runtime directories of users. Templates count for the instances
 * that are enabled or run. Immutable after {@link #read}, and thread-safe.
 */
public final class ServiceFacts {
  private static final BytePath BOOTED = BytePath.of("/run/systemd/system");
  private static final BytePath TMP = BytePath.of("/tmp");
  private static final BytePath VAR_TMP = BytePath.of("/var/tmp");
  private static final BytePath USERS = BytePath.of("/run/user");
  private static final String USER_UNIT = "user-runtime-dir@";
  private static final String SERVICE = ".service";
  private static final String[] TYPES = {"service", "socket"};
  private static final long LARGEST_UID = 0xffff_fffeL;

  private final Map<BytePath, List<UnitClaim>> claims = new HashMap<>();
  private final Map<String, Unit> loaded = new TreeMap<>();
  private final Map<String, String> names = new TreeMap<>();
  private final Set<String> enabled = new HashSet<>();
  private final List<String> gaps = new ArrayList<>();
  private final @Nullable Set<String> running;
  private final String bootId;
  private final @Nullable Lingering lingering;

  /**
   * What is known of the boot.
   *
   * @param isHost whether the root directory is that of the running system
   * @param bootId the ID of this boot, or empty if it is not known or an image is looked at
   */
  record Boot(boolean isHost, String bootId) {}

  private ServiceFacts(
      @Nullable Set<String> running, String bootId, @Nullable Lingering lingering) {
    this.running = running;
    this.bootId = bootId;
    this.lingering = lingering;
  }

  /** The facts below a root directory. */
  public static ServiceFacts read(Root root) {
    return read(root, new Boot(root.isHost(), root.isHost() ? BootId.readIfKnown() : ""));
  }

  static ServiceFacts read(Root root, Boot boot) {
    RootFiles files = new RootFiles(root);
    SystemUnits units = SystemUnits.read(root, SystemUnits.SYSTEM);
    boolean hasUsers = units.hasFile(USER_UNIT + SERVICE);
    Accounts accounts = root.isHost() ? new NameServiceAccounts() : new FileAccounts(root);
    ServiceFacts facts =
        new ServiceFacts(
            boot.isHost ? running(files) : null,
            boot.bootId,
            hasUsers ? Lingering.read(files, accounts) : null);
    SystemSpecifiers common = SystemSpecifiers.ofSystem(root, name -> null);
    for (UnitName name : facts.names(units)) {
      facts.load(units, name);
    }
    for (Unit unit : facts.loaded.values()) {
      facts.addClaims(unit, specifiers(unit, common));
    }
    facts.gaps.addAll(units.gaps());
    return facts;
  }

  private static @Nullable Set<String> running(RootFiles files) {
    return files.exists(BOOTED) ? ControlGroups.list(files) : Set.of();
  }

  /** The units of all files, and the instances that run. */
  private List<UnitName> names(SystemUnits units) {
    Map<String, UnitName> names = new HashMap<>();
    for (String type : TYPES) {
      for (UnitName name : units.ofType(type)) {
        names.put(name.full(), name);
      }
    }
    for (String text : running == null ? Set.<String>of() : running) {
      UnitName name = UnitName.parse(text);
      if (name != null && name.isInstance() && name.type().equals(TYPES[0])) {
        names.put(text, name);
      }
    }
    return names.values().stream().sorted((a, b) -> a.full().compareTo(b.full())).toList();
  }

  private void load(SystemUnits units, UnitName name) {
    Unit unit = units.load(name);
    if (unit == null || unit.state() != Unit.State.LOADED) {
      return;
    }
    String full = unit.name().full(); // another one if the name is an alias
    loaded.put(full, unit);
    names.put(name.full(), full);
    if (units.isEnabled(name) || units.isEnabled(unit.name())) {
      boolean ignored = enabled.add(full);
    }
  }

  private void addClaims(Unit unit, Expander specifiers) {
    UnitState state = state(unit.name().full());
    for (UnitClaim claim : new ClaimReader(unit, specifiers, state, gaps::add).read()) {
      claims.computeIfAbsent(claim.path(), none -> new ArrayList<>()).add(claim);
    }
  }

  private static Expander specifiers(Unit unit, SystemSpecifiers common) {
    UnitSpecifiers specifiers =
        new UnitSpecifiers(
            unit.name(),
            new UnitSpecifiers.Context(
                common, unit.fragment(), Bytes.latin1("/etc"), Bytes.EMPTY, null));
    return text ->
        text.contains("%s")
            ? new Expansion.Failed("the shell of the user of systemd is not known here")
            : specifiers.expand(text);
  }

  private UnitState state(String unit) {
    Running runs = Running.UNKNOWN;
    if (running != null) {
      runs = running.contains(unit) ? Running.YES : Running.NO;
    }
    return new UnitState(enabled.contains(unit), runs);
  }

  /**
   * What units say about a path, or about a directory above it that is removed with all below; the
   * nearest first.
   *
   * @param path absolute, without symbolic links
   */
  public List<UnitClaim> claims(BytePath path) {
    List<UnitClaim> found = new ArrayList<>();
    for (BytePath at = path; !at.isRoot() && at.isAbsolute(); at = at.parent()) {
      for (UnitClaim claim : claims.getOrDefault(at, List.of())) {
        if (claim.isTree() || at.equals(path)) {
          found.add(claim);
        }
      }
      addMade(at, found);
    }
    return List.copyOf(found);
  }

  /** The names of all services and sockets that have files, aliases too. */
  public Set<String> unitNames() {
    return Collections.unmodifiableSet(names.keySet());
  }

  /**
   * What its files say about a unit.
   *
   * @param name its name or an alias
   * @return null if there are none, or it is no service or socket
   */
  public @Nullable UnitFacts unit(String name) {
    Unit unit = loaded.get(names.getOrDefault(name, name));
    if (unit == null) {
      return null;
    }
    String full = unit.name().full();
    Assignment assignment = privateTmp(unit);
    List<UnitClaim> own = new ArrayList<>();
    for (List<UnitClaim> ofPath : claims.values()) {
      ofPath.stream().filter(claim -> claim.unit().equals(full)).forEach(own::add);
    }
    own.sort(Comparator.comparing(UnitClaim::path).thenComparing(UnitClaim::directive));
    return new UnitFacts(
        full, unit.fragment(), assignment == null ? null : assignment.position(), state(full), own);
  }

  /** Adds what systemd makes without being told a name. */
  private void addMade(BytePath path, List<UnitClaim> found) {
    Name name = path.name();
    BytePath parent = path.parent();
    if (name == null) {
      return;
    }
    if (parent.equals(TMP) || parent.equals(VAR_TMP)) {
      PrivateTmpName made = PrivateTmpName.parse(name);
      if (made != null) {
        found.add(privateTmp(path, made));
      }
    } else if (parent.equals(USERS) && lingering != null) {
      addUser(path, name.bytes().latin1(), lingering, found);
    }
  }

  private UnitClaim privateTmp(BytePath path, PrivateTmpName made) {
    String unit = made.unit().full();
    RemovedAt removedAt =
        bootId.isEmpty()
            ? RemovedAt.UNKNOWN
            : made.isOfBoot(bootId) ? RemovedAt.UNIT_STOP : RemovedAt.BOOT;
    return made(path, unit, "PrivateTmp=", removedAt);
  }

  private void addUser(BytePath path, String directory, Lingering users, List<UnitClaim> found) {
    long uid = Numbers.parse(directory, 0, directory.length(), Numbers.DECIMAL, LARGEST_UID);
    if (uid >= 0) {
      found.add(made(path, USER_UNIT + directory + SERVICE, "logind", users.of((int) uid)));
    }
  }

  private UnitClaim made(BytePath path, String unit, String directive, RemovedAt removedAt) {
    Unit known = loaded.get(unit);
    Assignment assignment = known == null ? null : privateTmp(known);
    return new UnitClaim(
        path,
        true,
        unit,
        directive,
        known == null ? null : known.fragment(),
        assignment == null ? null : assignment.position(),
        removedAt,
        state(unit));
  }

  /** The last assignment that gives a service its own /tmp; null if none does. */
  private static @Nullable Assignment privateTmp(Unit unit) {
    Assignment last = null;
    for (Assignment assignment : unit.assignments()) {
      boolean gives =
          assignment.key().equals("PrivateTmp")
              && (assignment.value().equals("disconnected")
                  || Boolean.TRUE.equals(Booleans.parse(assignment.value())));
      last = gives ? assignment : last;
    }
    return last;
  }

  /** What could not be read or understood, for messages. */
  public List<String> gaps() {
    return List.copyOf(gaps);
  }
}
