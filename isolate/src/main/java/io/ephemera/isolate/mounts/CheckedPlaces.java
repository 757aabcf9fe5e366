// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.mounts;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Directory;
import io.ephemera.fs.Inode;
import io.ephemera.fs.Root;
import io.ephemera.fs.ScopedHandle;
import io.ephemera.fs.SystemCallException;
import io.ephemera.isolate.plan.MountPlan;
import io.ephemera.isolate.plan.RunException;
import io.ephemera.isolate.plan.RunException.Failure;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The places from which and onto which a command's mounts will be made: paths, and the inodes to
 * which they led when they were checked. The inodes are held open, so that their numbers cannot be
 * given to others.
 */
public final class CheckedPlaces implements AutoCloseable {
  /** A place, and what holds its inode. */
  record Held(CheckedPlace place, Inode inode) {}

  private final Map<BytePath, Held> places = new LinkedHashMap<>();

  CheckedPlaces() {}

  /**
   * Checks all places of a plan in the mount namespace of the caller: they exist, no other user can
   * lead a path elsewhere, and what stays visible of the real {@code /tmp} belongs to root or to
   * the caller, and so does the way to it.
   *
   * @param notes learns what is different from usual, in sentences
   * @throws RunException if something is missing, is not safe or hides another part of the plan
   */
  public static CheckedPlaces check(MountPlan plan, Consumer<String> notes) throws RunException {
    CheckedPlaces checked = new CheckedPlaces();
    boolean complete = false;
    try (Root root = Root.host()) {
      new PlaceChecker(root, plan, checked, notes).checkAll();
      complete = true;
      return checked;
    } catch (SystemCallException e) {
      throw new RunException(Failure.CANNOT_CREATE, e.getMessage(), e);
    } finally {
      if (!complete) {
        checked.close();
      }
    }
  }

  /** Adds a directory that the caller has made or verified. */
  public void add(BytePath path, Directory directory) throws SystemCallException {
    hold(path, directory.inode());
  }

  /** Adds an inode, and closes it in the end. */
  void hold(BytePath path, Inode inode) throws SystemCallException {
    try (ScopedHandle<Inode> scope = new ScopedHandle<>(inode)) {
      hold(CheckedPlace.of(path, inode.stat()), inode);
      Inode ignored = scope.release();
    }
  }

  void hold(CheckedPlace place, Inode inode) {
    Held before = places.put(place.path(), new Held(place, inode));
    if (before != null) {
      before.inode().close();
    }
  }

  boolean has(BytePath path) {
    return places.containsKey(path);
  }

  @Nullable CheckedPlace get(BytePath path) {
    Held held = places.get(path);
    return held == null ? null : held.place();
  }

  Collection<Held> all() {
    return places.values();
  }

  /**
   * Walks to all places anew, in the namespace of the calling thread.
   *
   * @throws RunException if a path leads to another inode than when it was checked
   */
  ReopenedPlaces reopen(Root root) throws IOException {
    Map<BytePath, Inode> reopened = new LinkedHashMap<>();
    boolean complete = false;
    try {
      for (Held held : places.values()) {
        reopened.put(held.place().path(), reopen(root, held.place()));
      }
      complete = true;
      return new ReopenedPlaces(reopened);
    } finally {
      if (!complete) {
        reopened.values().forEach(Inode::close);
      }
    }
  }

  /** Asks no owner: in a user namespace all others look the same. The inode is the answer. */
  private static Inode reopen(Root root, CheckedPlace place) throws IOException {
    Inode found = root.lookUnguarded(place.path(), true);
    if (found == null) {
      throw new RunException(
          Failure.CANNOT_CREATE, place.path() + " was removed after it was checked; try again");
    }
    try (ScopedHandle<Inode> scope = new ScopedHandle<>(found)) {
      if (!place.is(found.stat())) {
        throw new RunException(
            Failure.CANNOT_CREATE,
            place.path()
                + " was replaced after it was checked: find out who does that, and try again");
      }
      return scope.release();
    }
  }

  /**
   * Looks for a place that was checked where another mount shows it by now.
   *
   * @param path where it is in the namespace of the calling thread; no link is followed at its end
   * @param outside its path when it was checked
   * @throws RunException if something else is there
   */
  Inode lookAgain(Root root, BytePath path, BytePath outside) throws IOException {
    CheckedPlace place = Objects.requireNonNull(get(outside), outside::toString);
    return require(root.lookUnguarded(path, false), path, place);
  }

  /** What was found if it is what was checked. */
  static Inode require(@Nullable Inode found, BytePath path, CheckedPlace place)
      throws IOException {
    if (found == null) {
      throw new RunException(
          Failure.CANNOT_CREATE,
          path + " was removed after it was checked, or the command does not see it");
    }
    try (ScopedHandle<Inode> scope = new ScopedHandle<>(found)) {
      if (!place.is(found.stat())) {
        throw new RunException(
            Failure.CANNOT_CREATE,
            path + " was replaced after it was checked, or is another one for the command");
      }
      return scope.release();
    }
  }

  /** Closes the descriptors. The places stay known. */
  @Override
  public void close() {
    places.values().forEach(held -> held.inode().close());
  }
}
