// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.records;

import io.ephemera.fs.Directory;
import io.ephemera.fs.Name;
import io.ephemera.fs.SystemCallException;
import io.ephemera.process.Liveness;
import io.ephemera.process.RunLife;
import io.ephemera.process.RunRecord.Kind;
import io.ephemera.process.RunRecord.Thing;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/**
 * Removes what dead runs left: their directories, pid files and private temporary directories, and
 * last their records. What another run that may live shares is kept; the last one removes it.
 */
public final class Reaper {
  private final RunStore store;
  private final boolean dryRun;
  private final Consumer<Outcome> outcomes;
  private final Remover remover;

  /**
   * A reaper.
   *
   * @param dryRun whether it only reports what it would do
   * @param outcomes gets what became of each thing that a dead run left, and of each run of which
   *     it is not known whether it lives
   */
  public Reaper(RunStore store, boolean dryRun, Consumer<Outcome> outcomes) {
    this.store = store;
    this.dryRun = dryRun;
    this.outcomes = outcomes;
    this.remover = new Remover(dryRun, outcomes);
  }

  /**
   * Removes what the dead runs of all names left, and what is left of names without runs. Skips a
   * name of which a run begins or is removed at the moment: that removes the same.
   *
   * @throws IOException if the store cannot be read
   */
  public void removeDead() throws IOException {
    for (Name name : store.names()) {
      try (NameDirectory held = NameDirectory.tryLock(store.directory(), name)) {
        if (held != null) {
          removeDead(held, name);
          if (!dryRun) {
            held.removeIfUnused();
          }
        }
      } catch (SystemCallException e) {
        outcomes.accept(Outcome.failed(store.pathOf(name), e));
      }
    }
  }

  /** Removes what the dead runs of a name left, whose records are locked. */
  void removeDead(NameDirectory held, Name name) throws IOException {
    for (Recorded recorded : held.records()) {
      RunLife life = recorded.life();
      switch (life.liveness()) {
        case ALIVE -> {}
        case UNKNOWN -> keep(recorded, life);
        case DEAD -> removeAll(held, name, recorded);
      }
    }
  }

  private void keep(Recorded recorded, RunLife life) {
    for (Thing thing : recorded.record().things()) {
      outcomes.accept(Outcome.kept(thing.path(), "a run of it may live: " + life.why()));
    }
  }

  /** Removes everything that a run made, and then its record. */
  void removeAll(NameDirectory held, Name name, Recorded recorded) throws IOException {
    boolean removed = true;
    List<Thing> things = recorded.record().things();
    for (int i = things.size() - 1; i >= 0; i--) { // what was made last, first
      removed &= remove(things.get(i), name, recorded.file());
    }
    store.steps().reached("things removed");
    if (removed && !dryRun) {
      held.directory().remove(recorded.file());
    }
  }

  /** Removes a thing unless another run claims it; false if it is still there by mistake. */
  private boolean remove(Thing thing, Name name, Name file) throws IOException {
    if (thing.kind() == Kind.PRIVATE_TMP) {
      return remover.remove(thing); // never shared, and may be large
    }
    try (Directory _ = store.lockThings()) {
      return isShared(thing, name, file) || remover.remove(thing);
    }
  }

  private boolean isShared(Thing thing, Name name, Name file) throws IOException {
    if (thing.identity() == null) {
      return false;
    }
    for (Recorded other : store.claims(thing, name, file)) {
      if (other.life().liveness() != Liveness.DEAD) {
        return true;
      }
    }
    return false;
  }
}
