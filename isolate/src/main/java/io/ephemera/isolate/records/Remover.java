// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.records;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Directory;
import io.ephemera.fs.HeldException;
import io.ephemera.fs.Name;
import io.ephemera.fs.Removal;
import io.ephemera.fs.Root;
import io.ephemera.fs.Stat;
import io.ephemera.fs.SystemCallException;
import io.ephemera.linux.errno.Errno;
import io.ephemera.process.RunRecord.Identity;
import io.ephemera.process.RunRecord.Kind;
import io.ephemera.process.RunRecord.Thing;
import java.io.IOException;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Removes things that a record names: only the inode that was recorded, whatever has its path by
 * now.
 */
final class Remover {
  private final boolean dryRun;
  private final Consumer<Outcome> outcomes;

  /**
   * A remover.
   *
   * @param dryRun whether it only reports what it would do
   */
  Remover(boolean dryRun, Consumer<Outcome> outcomes) {
    this.dryRun = dryRun;
    this.outcomes = outcomes;
  }

  /** Removes a thing; false if it is still there. */
  boolean remove(Thing thing) {
    boolean staged = removeAt(thing, thing.staging());
    boolean lasts = thing.kind() == Kind.LASTING_DIRECTORY || thing.kind() == Kind.LASTING_LINK;
    boolean moved = thing.staging().equals(thing.path()) || lasts;
    return moved ? staged : removeAt(thing, thing.path()) && staged;
  }

  private boolean removeAt(Thing thing, BytePath path) {
    try (Root root = Root.host();
        Directory parent = root.parentOf(path)) {
      Name name = Objects.requireNonNull(path.name());
      Stat stat = parent.statIfExists(name);
      if (stat == null || !isMeant(thing, path, stat)) {
        return true;
      }
      if (!dryRun && !remove(thing, parent, name, path)) {
        return true;
      }
      outcomes.accept(Outcome.removed(path));
      return true;
    } catch (HeldException e) {
      outcomes.accept(Outcome.kept(e.path(), String.valueOf(e.getMessage())));
      return false;
    } catch (SystemCallException e) {
      return failed(thing, path, e);
    } catch (IOException e) {
      outcomes.accept(Outcome.failed(path, e));
      return false;
    }
  }

  private boolean failed(Thing thing, BytePath path, SystemCallException e) {
    boolean inUse = thing.kind() == Kind.PARENT_DIRECTORY && e.is(Errno.ENOTEMPTY);
    if (!inUse && !e.is(Errno.ENOENT, Errno.ENOTDIR)) {
      outcomes.accept(Outcome.failed(path, e));
      return false;
    }
    return true;
  }

  /**
   * Whether an entry is the thing. One that was not complete has no identity, but an unguessable
   * name, and nothing in it.
   */
  private static boolean isMeant(Thing thing, BytePath path, Stat stat) {
    Identity identity = thing.identity();
    return identity == null ? path.equals(thing.staging()) : identity.is(stat);
  }

  /** Removes it; false if the name leads elsewhere meanwhile. */
  private static boolean remove(Thing thing, Directory parent, Name name, BytePath path)
      throws IOException {
    boolean complete = thing.identity() != null;
    return switch (thing.kind()) {
      case RUNTIME_DIRECTORY, PRIVATE_TMP ->
          complete ? removeTree(thing, parent, name, path) : removeEmpty(parent, name);
      case PARENT_DIRECTORY, LASTING_DIRECTORY -> removeEmpty(parent, name);
      case PID_FILE, LINK, LASTING_LINK -> parent.removeIfExists(name);
    };
  }

  private static boolean removeEmpty(Directory parent, Name name) throws SystemCallException {
    parent.removeDirectory(name);
    return true;
  }

  private static boolean removeTree(Thing thing, Directory parent, Name name, BytePath path)
      throws IOException {
    try (Directory opened = parent.openForReading(name)) {
      return Objects.requireNonNull(thing.identity()).is(opened.stat())
          && Removal.removeDirectory(parent, name, opened, path);
    }
  }
}
