// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.records;

import io.ephemera.Place;
import io.ephemera.Places;
import io.ephemera.RuntimeDirectory;
import io.ephemera.fs.BytePath;
import io.ephemera.fs.Directory;
import io.ephemera.fs.DirectoryStream;
import io.ephemera.fs.FileType;
import io.ephemera.fs.JavaPath;
import io.ephemera.fs.Name;
import io.ephemera.fs.Root;
import io.ephemera.fs.ScopedHandle;
import io.ephemera.fs.Stat;
import io.ephemera.fs.SystemCallException;
import io.ephemera.fs.UnsafePathException;
import io.ephemera.isolate.plan.RunException;
import io.ephemera.isolate.plan.RunException.Failure;
import io.ephemera.isolate.plan.RunPlan;
import io.ephemera.linux.errno.Errno;
import io.ephemera.process.Liveness;
import io.ephemera.process.RunRecord;
import io.ephemera.process.RunRecord.Thing;
import io.ephemera.process.Users;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The directory of the records of a user's runs: {@code /run/ephemera} for root, {@code
 * $XDG_RUNTIME_DIR/ephemera} or else {@code $XDG_STATE_HOME/ephemera} for others. Only its user may
 * enter it, for anyone can lock what he may open.
 *
 * <p>Not thread-safe.
 */
public final class RunStore implements AutoCloseable {
  /** The name of the directory, and of the application whose places it is in. */
  private static final String NAME = Places.DEFAULT_APPLICATION;

  private static final BytePath OF_ROOT = BytePath.of("/run/" + NAME);
  private static final int MODE = 0700;
  private static final int OTHERS = 077;

  private final BytePath path;
  private final Directory directory;
  private final Steps steps;

  private RunStore(BytePath path, Directory directory, Steps steps) {
    this.path = path;
    this.directory = directory;
    this.steps = steps;
  }

  /**
   * Opens the store of this user, which is made if it is missing.
   *
   * @param places those of the application {@value #NAME}; not used by root
   * @throws IOException if there is no place for it, or another user could enter it
   */
  public static RunStore open(Places places) throws IOException {
    if (Users.effectiveUid() == 0) {
      return at(OF_ROOT, Steps.UNOBSERVED);
    }
    Place place = place(places);
    RuntimeDirectory.open(place).close();
    return at(JavaPath.bytes(place.path()), Steps.UNOBSERVED);
  }

  /** As {@link #open}, but null if there is none. */
  public static @Nullable RunStore openIfExists(Places places) throws IOException {
    BytePath path = Users.effectiveUid() == 0 ? OF_ROOT : JavaPath.bytes(place(places).path());
    try (Root root = Root.host();
        Directory parent = root.parentOf(path)) {
      return parent.statIfExists(Objects.requireNonNull(path.name())) == null
          ? null
          : open(parent, path, Steps.UNOBSERVED);
    } catch (SystemCallException e) {
      if (e.is(Errno.ENOENT, Errno.ENOTDIR)) {
        return null;
      }
      throw e;
    }
  }

  /** A fallback for runtime directories depends on the boot, so state is the better place. */
  private static Place place(Places places) throws IOException {
    Place runtime = places.runtime();
    return runtime.rule() == Place.Rule.FALLBACK ? places.state() : runtime;
  }

  /** A store at a path that is made if it is missing. */
  static RunStore at(BytePath path, Steps steps) throws IOException {
    try (Root root = Root.host();
        Directory parent = root.makeParentOf(path)) {
      make(parent, Objects.requireNonNull(path.name()));
      return open(parent, path, steps);
    } catch (SystemCallException e) {
      throw new RunException(
          Failure.CANNOT_CREATE,
          "cannot create \""
              + path
              + "\": "
              + e.errno().text()
              + "; runs are recorded there, so make \""
              + path.parent()
              + "\" writable, for example mount a tmpfs on it",
          e);
    }
  }

  private static void make(Directory parent, Name name) throws IOException {
    try {
      parent.createPrivateDirectory(name, MODE).close();
    } catch (SystemCallException e) {
      if (!e.is(Errno.EEXIST)) {
        throw e;
      }
    }
  }

  private static RunStore open(Directory parent, BytePath path, Steps steps) throws IOException {
    Name name = Objects.requireNonNull(path.name());
    FileType type = parent.stat(name).type();
    if (type != FileType.DIRECTORY) {
      throw new UnsafePathException(
          "\"" + path + "\" is a " + type.text() + ", expected a directory; remove it: rm " + path);
    }
    try (ScopedHandle<Directory> opened = new ScopedHandle<>(parent.openForReading(name))) {
      Stat stat = opened.get().stat();
      if (stat.uid() != Users.effectiveUid() || (stat.mode() & OTHERS) != 0) {
        throw new UnsafePathException(
            "\""
                + path
                + "\" must belong to user "
                + Integer.toUnsignedString(Users.effectiveUid())
                + " and be closed to others; check its content, then run chmod 0700");
      }
      return new RunStore(path, opened.release(), steps);
    }
  }

  /**
   * Begins a run: removes what dead runs of its name left, and makes sure that it is alone if it
   * must be, as {@link io.ephemera.isolate.plan.Locking} says.
   *
   * @param plan what is run, with a name
   * @param messages gets what the user should know, as sentences
   * @throws RunException if another one runs and the plan says not to wait, or has its pid file
   */
  public Instance begin(RunPlan plan, Consumer<String> messages) throws IOException {
    return new Admission(this, plan, messages).await();
  }

  /** The names of which there are records. */
  List<Name> names() throws SystemCallException {
    List<Name> names = new ArrayList<>();
    try (Directory reading = directory.reopenForReading()) {
      DirectoryStream entries = reading.entries();
      for (Name name = entries.next(); name != null; name = entries.next()) {
        names.add(name);
      }
    }
    return names;
  }

  /** The path of the records of a name, for messages. */
  BytePath pathOf(Name name) {
    return path.child(name);
  }

  Directory directory() {
    return directory;
  }

  Steps steps() {
    return steps;
  }

  /** Locks the records of a name, which are made if they are missing. */
  NameDirectory lock(Name name) throws IOException {
    return NameDirectory.lock(directory, name);
  }

  /** Keeps other processes from making or removing runtime directories until it is closed. */
  Directory lockThings() throws SystemCallException {
    try (ScopedHandle<Directory> held = new ScopedHandle<>(directory.reopenForReading())) {
      held.get().lock();
      return held.release();
    }
  }

  /**
   * Other records that claim something that a run made or shares.
   *
   * @param name of the run
   * @param file its record
   */
  List<Recorded> claims(Thing thing, Name name, Name file) throws IOException {
    List<Recorded> claims = new ArrayList<>();
    for (Name each : names()) {
      for (Recorded recorded : recordsOf(each)) {
        boolean same = each.equals(name) && recorded.file().equals(file);
        if (!same && recorded.claims(thing)) {
          claims.add(recorded);
        }
      }
    }
    return claims;
  }

  /**
   * Refuses a path for a pid file, if it is that of a run that may live, of any name.
   *
   * @throws RunException if it is
   */
  void refuseUsedPidFile(BytePath path) throws IOException {
    for (Name name : names()) {
      for (Recorded recorded : recordsOf(name)) {
        if (recorded.hasPidFile(path) && recorded.mayLive()) {
          throw new RunException(
              Failure.CANNOT_CREATE,
              "\"" + path + "\" is the pid file of a command that runs; add --lock");
        }
      }
    }
  }

  /** Reads the records of a name without its lock; none if it is gone. */
  private List<Recorded> recordsOf(Name name) throws SystemCallException {
    Stat stat = directory.statIfExists(name);
    if (stat == null || !stat.isDirectory()) {
      return List.of();
    }
    try (Directory opened = directory.openForReading(name)) {
      return NameDirectory.records(opened);
    } catch (SystemCallException e) {
      if (e.is(Errno.ENOENT)) {
        return List.of();
      }
      throw e;
    }
  }

  /** The runtime directories of runs that live, or of which it is not known whether they do. */
  public Predicate<Stat> directoriesInUse() throws IOException {
    List<RunRecord.Identity> used = new ArrayList<>();
    for (Name name : names()) {
      for (Recorded recorded : recordsOf(name)) {
        if (recorded.life().liveness() != Liveness.DEAD) {
          addDirectories(recorded.record(), used);
        }
      }
    }
    return directory -> used.stream().anyMatch(identity -> identity.is(directory));
  }

  private static void addDirectories(RunRecord record, List<RunRecord.Identity> used) {
    for (Thing thing : record.things()) {
      RunRecord.Identity identity = thing.identity();
      if (thing.kind() == RunRecord.Kind.RUNTIME_DIRECTORY && identity != null) {
        used.add(identity);
      }
    }
  }

  /** Closes the store; runs that began in it stay. */
  @Override
  public void close() {
    directory.close();
  }
}
