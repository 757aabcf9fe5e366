// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.FileType;
import io.ephemera.fs.Name;
import io.ephemera.fs.Root;
import io.ephemera.fs.Stat;
import java.io.IOException;

/**
 * Says of an inode whether cleaning takes it: the one place where that is decided, for a real run,
 * a dry run and an explanation alike.
 */
final class Judge {
  private final Root root;
  private final Exclusions exclusions;
  private final LiveSockets sockets;
  private final Relatives relatives = new Relatives();

  Judge(Root root, Exclusions exclusions, LiveSockets sockets) {
    this.root = root;
    this.exclusions = exclusions;
    this.sockets = sockets;
  }

  /** An inode where it stands. */
  record Found(BytePath path, Name name, Stat stat, int depth, boolean inMountPoint) {}

  /** Whether a directory may be gone down; its own age is another question. */
  Verdict ofDescent(Found found) {
    Verdict protection = protection(found);
    if (protection == Verdict.GOES && isSystemDirectory(found)) {
      return Verdict.SYSTEM_FILE;
    }
    return protection;
  }

  /** Whether a directory goes once it is empty. */
  Verdict ofEmptied(Found found, Rule rule) {
    return age(found, rule);
  }

  /** Whether anything else than a directory goes. */
  Verdict ofFile(Found found, Rule rule) throws IOException {
    Verdict protection = protection(found);
    if (protection != Verdict.GOES) {
      return protection;
    }
    if (found.stat().isSticky()) {
      return Verdict.STICKY;
    }
    if (isSystemFile(found)) {
      return Verdict.SYSTEM_FILE;
    }
    Verdict type = ofType(found);
    return type == Verdict.GOES ? age(found, rule) : type;
  }

  private Verdict ofType(Found found) throws IOException {
    FileType type = found.stat().type();
    if (type == FileType.SOCKET && sockets.isAlive(root.onHost(found.path()))) {
      return Verdict.LIVE_SOCKET;
    }
    boolean device = type == FileType.CHARACTER_DEVICE || type == FileType.BLOCK_DEVICE;
    return device ? Verdict.DEVICE : Verdict.GOES;
  }

  private Verdict age(Found found, Rule rule) {
    if (rule.keepFirstLevel() && found.depth() == 1) {
      return Verdict.FIRST_LEVEL;
    }
    Stat stat = relatives.asFound(found.stat());
    return rule.isOld(stat) ? Verdict.GOES : Verdict.TOO_YOUNG;
  }

  private Verdict protection(Found found) {
    return found.stat().isMountPoint() ? Verdict.MOUNT_POINT : exclusions.verdict(found.path());
  }

  private static boolean isSystemDirectory(Found found) {
    return found.inMountPoint()
        && found.stat().uid() == 0
        && found.name().bytes().latin1().equals("lost+found");
  }

  private static boolean isSystemFile(Found found) {
    if (!found.inMountPoint() || !found.stat().isRegular() || found.stat().uid() != 0) {
      return false;
    }
    String name = found.name().bytes().latin1();
    return name.equals(".journal") || name.equals("aquota.user") || name.equals("aquota.group");
  }

  /** Hears that something is gone, which bears on what else it was called. */
  void removed(Stat stat) {
    relatives.removed(stat);
  }
}
