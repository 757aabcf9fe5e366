// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.facts;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Directory;
import io.ephemera.fs.Entry;
import io.ephemera.fs.Listed;
import io.ephemera.fs.TreeWalk;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks once at every entry of a place, with as many threads as there are cores: nothing is opened
 * but directories, no link is followed, and no mount point is entered.
 */
public final class PlaceWalk implements TreeWalk.Visitor {
  private final Facts facts;
  private final Place place;
  private final DirectoryAccess in;
  private final Looker looker;
  private final Set<BytePath> mayWait;

  /** Looks at entries; called by several threads. */
  public interface Looker {
    /** Looks at an entry. */
    void look(Sighting seen);
  }

  private PlaceWalk(
      Facts facts, Place place, DirectoryAccess in, Looker looker, Set<BytePath> mayWait) {
    this.facts = facts;
    this.place = place;
    this.in = in;
    this.looker = looker;
    this.mayWait = mayWait;
  }

  /** Looks at all places; what cannot be looked at is noted. */
  public static void ofAll(Facts facts, Looker looker) {
    for (Place place : facts.places()) {
      try {
        of(facts, place, looker);
      } catch (IOException e) {
        facts.unseen(place.path(), e);
      }
    }
  }

  private static void of(Facts facts, Place place, Looker looker) throws IOException {
    PathFacts.@Nullable Opened opened = facts.paths().open(place.path());
    if (opened == null) {
      return;
    }
    try (Directory top = opened.directory()) {
      PlaceWalk walk =
          new PlaceWalk(facts, place, opened.access(), looker, facts.paths().pointsThatMayWait());
      TreeWalk.belowOnAllCores(top, opened.access().stat(), place.path(), walk);
    }
  }

  @Override
  public boolean goesOn() {
    if (facts.progress().throttle().stopIfTimeIsUp()) {
      return false;
    }
    facts.progress().addSeen();
    return true;
  }

  @Override
  public boolean passesOver(Listed entry) {
    if (mayWait.isEmpty() || !mayWait.contains(entry.path())) {
      return false;
    }
    facts.gap(entry.path() + ": not looked at, for its file system may never answer");
    return true;
  }

  @Override
  public boolean visit(Entry entry) {
    looker.look(new Sighting(entry, place, in));
    return entry.stat().isDirectory() && !entry.stat().isMountPoint();
  }

  @Override
  public TreeWalk.Visitor enter(Entry entry, Directory opened) {
    return new PlaceWalk(
        facts,
        place,
        DirectoryAccess.of(opened, entry.stat(), in.reachable(), facts.writers()),
        looker,
        mayWait);
  }

  @Override
  public void failed(TreeWalk.Failure failure) {
    if (!failure.isGone()) {
      facts.unseen(failure.path(), failure.reason());
    }
  }
}
