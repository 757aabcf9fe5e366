// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.facts;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.DirectoryStream;
import io.ephemera.fs.Inode;
import io.ephemera.fs.Name;
import io.ephemera.fs.Root;
import io.ephemera.fs.Stat;
import io.ephemera.host.files.Folder;
import io.ephemera.host.files.RootFiles;
import io.ephemera.tmpfiles.language.Line;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds the places that an audit looks at. */
final class Places {
  private static final int OTHERS_WRITE = 2;
  private static final int MOST_USERS = 10_000;
  private static final BytePath USERS = BytePath.of("/run/user");

  private static final Map<String, Place.Kind> USUAL = usual();

  private final Root root;
  private final Set<BytePath> mayWait;
  private final List<Place> places = new ArrayList<>();
  private final Set<BytePath> known = new HashSet<>();

  private Places(Root root, Set<BytePath> mayWait) {
    this.root = root;
    this.mayWait = mayWait;
  }

  private static Map<String, Place.Kind> usual() {
    Map<String, Place.Kind> usual = new LinkedHashMap<>();
    usual.put("/tmp", Place.Kind.TEMPORARY);
    usual.put("/var/tmp", Place.Kind.TEMPORARY);
    usual.put("/dev/shm", Place.Kind.TEMPORARY);
    usual.put("/run", Place.Kind.RUNTIME);
    usual.put("/run/lock", Place.Kind.RUNTIME);
    usual.put("/var/lock", Place.Kind.RUNTIME);
    usual.put("/var/crash", Place.Kind.OTHER);
    usual.put("/var/spool", Place.Kind.OTHER);
    usual.put("/var/mail", Place.Kind.OTHER);
    return usual;
  }

  /** The usual places, the runtime directories of users, and shared directories of lines. */
  static List<Place> of(Facts facts) {
    Places places = new Places(facts.root(), facts.paths().pointsThatMayWait());
    USUAL.forEach((path, kind) -> places.add(BytePath.of(path), kind));
    places.addUsers();
    for (Line line : facts.boot().lines()) {
      if (line.type().creates() && !line.type().isGlob()) {
        places.addShared(line.path());
      }
    }
    return places.places;
  }

  /** Adds a directory unless a walk of another place comes to it. */
  private void add(BytePath path, Place.Kind kind) {
    if (mayWait.contains(path)) {
      return; // what waits there is noted by the walk of the place above
    }
    try (Inode found = root.findIfExists(path)) {
      if (found != null && found.stat().isDirectory() && !isCovered(path, found.stat())) {
        places.add(new Place(path, kind));
        boolean ignored = known.add(path);
      }
    } catch (IOException e) {
      // what is unsafe or not to be seen on the way is reported by those who look at it
    }
  }

  private boolean isCovered(BytePath path, Stat stat) {
    if (known.contains(path)) {
      return true;
    }
    boolean below = known.stream().anyMatch(path::startsWith);
    return below && !(root.isHost() && stat.isMountPoint());
  }

  private void addUsers() {
    try (Folder folder = new RootFiles(root).openIfExists(USERS)) {
      if (folder == null) {
        return;
      }
      DirectoryStream entries = folder.entries();
      Name name = entries.next();
      for (int count = 0; name != null && count < MOST_USERS; count++) {
        add(USERS.child(name), Place.Kind.USER_RUNTIME);
        name = entries.next();
      }
    } catch (IOException e) {
      // as above
    }
  }

  private void addShared(BytePath path) {
    try (Inode found = root.findIfExists(path)) {
      if (found != null && (found.stat().mode() & OTHERS_WRITE) != 0) {
        add(path, Place.Kind.OTHER);
      }
    } catch (IOException e) {
      // as above
    }
  }
}
