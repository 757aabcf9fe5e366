// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Entry;
import io.ephemera.fs.FileType;
import io.ephemera.fs.Root;
import io.ephemera.fs.Stat;
import io.ephemera.process.LiveSockets;
import java.io.IOException;

/**
 * Says of an inode whether cleaning takes it: the one place where that is decided, for a real run,
 * a dry run and an explanation alike. Thread-safe, as all that it asks is.
 */
final class Judge {
  private final Root root;
  private final Exclusions exclusions;
  private final LiveSockets sockets;
  private final OriginalTimes originalTimes = new OriginalTimes();

  Judge(Root root, Exclusions exclusions, LiveSockets sockets) {
    this.root = root;
    this.exclusions = exclusions;
    this.sockets = sockets;
  }

  /**
   * A directory, as far as it bears on what stands in it.
   *
   * @param mountPoint whether it is where cleaning began and something is mounted there
   */
  record Place(Exclusions.Here exclusions, boolean mountPoint) {}

  /** A directory whose content is to be judged. */
  Place place(BytePath directory, boolean mountPoint) {
    return new Place(exclusions.in(directory), mountPoint);
  }

  /** Whether a directory may be gone down; its own age is another question. */
  Verdict ofDescent(Entry entry, Place place) {
    Verdict protection = protection(entry, place);
    if (protection == Verdict.GOES && isSystemDirectory(entry, place)) {
      return Verdict.SYSTEM_FILE;
    }
    return protection;
  }

  /** Whether a directory goes once it is empty. */
  Verdict ofEmptied(Entry entry, Rule rule) {
    return age(entry, rule);
  }

  /** Whether anything else than a directory goes. */
  Verdict ofFile(Entry entry, Place place, Rule rule) throws IOException {
    Verdict protection = protection(entry, place);
    if (protection != Verdict.GOES) {
      return protection;
    }
    if (entry.stat().isSticky()) {
      return Verdict.STICKY;
    }
    if (isSystemFile(entry, place)) {
      return Verdict.SYSTEM_FILE;
    }
    Verdict type = entry.stat().isRegular() ? Verdict.GOES : ofType(entry);
    return type == Verdict.GOES ? age(entry, rule) : type;
  }

  private Verdict ofType(Entry entry) throws IOException {
    FileType type = entry.stat().type();
    if (type == FileType.SOCKET && mayBeAlive(entry)) {
      return Verdict.LIVE_SOCKET;
    }
    boolean device = type == FileType.CHARACTER_DEVICE || type == FileType.BLOCK_DEVICE;
    return device ? Verdict.DEVICE : Verdict.GOES;
  }

  /** A socket of which the kernel does not say whether it is alive is kept. */
  private boolean mayBeAlive(Entry entry) throws IOException {
    return switch (sockets.of(root.onHost(entry.path()), entry.stat())) {
      case ALIVE, UNKNOWN -> true;
      case DEAD -> false;
    };
  }

  private Verdict age(Entry entry, Rule rule) {
    if (rule.keepFirstLevel() && entry.depth() == 1) {
      return Verdict.FIRST_LEVEL;
    }
    Stat stat = originalTimes.asFound(entry.stat());
    return rule.isOld(stat) ? Verdict.GOES : Verdict.TOO_YOUNG;
  }

  private static Verdict protection(Entry entry, Place place) {
    return entry.stat().isMountPoint() ? Verdict.MOUNT_POINT : place.exclusions().verdict(entry);
  }

  private static boolean isSystemDirectory(Entry entry, Place place) {
    return place.mountPoint()
        && entry.stat().uid() == 0
        && entry.name().bytes().latin1().equals("lost+found");
  }

  private static boolean isSystemFile(Entry entry, Place place) {
    if (!place.mountPoint() || !entry.stat().isRegular() || entry.stat().uid() != 0) {
      return false;
    }
    String name = entry.name().bytes().latin1();
    return name.equals(".journal") || name.equals("aquota.user") || name.equals("aquota.group");
  }

  /** Whether this run may come to the same file by another name. */
  boolean hasOtherNames(Stat stat) {
    return originalTimes.has(stat);
  }

  /** Hears that a name is about to go, which bears on what else the file is called. */
  void removing(Stat stat) {
    originalTimes.removing(stat);
  }
}
