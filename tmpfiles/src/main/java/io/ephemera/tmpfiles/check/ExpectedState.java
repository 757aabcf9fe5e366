// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.check;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Inode;
import io.ephemera.fs.Root;
import io.ephemera.fs.Stat;
import io.ephemera.process.GroupMembers;
import io.ephemera.tmpfiles.language.Line;
import io.ephemera.tmpfiles.language.LineType;
import io.ephemera.tmpfiles.language.Mode;
import io.ephemera.tmpfiles.language.Owner;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The owner and mode that a directory has or will have: those that lines set, else its present
 * ones. Changes nothing; an unreadable directory is treated as missing. Not thread-safe.
 */
final class ExpectedState {
  /** World-writable and sticky on every system, even if the tree of an image differs. */
  static final List<BytePath> SHARED =
      List.of(
          BytePath.of("/tmp"),
          BytePath.of("/var/tmp"),
          BytePath.of("/dev/shm"),
          BytePath.of("/run/lock"));

  private static final int OTHERS_WRITE = 02;
  private static final int GROUP_WRITE = 020;
  private static final int STICKY = 01000;

  private final Root root;
  private final List<Line> lines;
  private final @Nullable Integer user;
  private final int owner;
  private final int ownerGroup;
  private final GroupMembers groups = GroupMembers.ofSystem();
  private final Map<BytePath, Facts> known = new HashMap<>();

  ExpectedState(Root root, List<Line> lines, @Nullable Integer user) {
    this.root = root;
    this.lines = lines;
    this.user = user;
    Stat top = stat(BytePath.ROOT);
    this.owner = top == null ? 0 : top.uid();
    this.ownerGroup = top == null ? 0 : top.gid();
  }

  private record Facts(int mode, int uid, int gid) {}

  /** Whether any user can create names there. */
  boolean isWorldWritable(BytePath directory) {
    return (facts(directory).mode & OTHERS_WRITE) != 0;
  }

  /** Whether only the owner of an entry can remove or rename it. */
  boolean isSticky(BytePath directory) {
    return (facts(directory).mode & STICKY) != 0;
  }

  /** Whether an unprivileged user can create names there. */
  boolean isForeign(BytePath directory) {
    Facts facts = facts(directory);
    boolean trustedGroup = facts.gid == 0 || facts.gid == ownerGroup || isOwnGroup(facts.gid);
    boolean group = (facts.mode & GROUP_WRITE) != 0 && !trustedGroup;
    return (facts.mode & OTHERS_WRITE) != 0 || group || !isTrusted(facts.uid);
  }

  /** Whether the user who runs the configuration is alone in a group. */
  private boolean isOwnGroup(int gid) {
    return user != null && groups.besides(user, gid).isExclusive();
  }

  /**
   * Whether a user is trusted: root, the user who runs the configuration, and the owner of the root
   * directory, who need not be root for an unpacked image.
   */
  boolean isTrusted(int uid) {
    return uid == 0 || uid == owner || (user != null && uid == user);
  }

  /** The nearest world-writable directory above a path, or null. */
  @Nullable BytePath sharedAbove(BytePath path) {
    BytePath here = path;
    while (!here.isRoot()) {
      here = here.parent();
      if (isWorldWritable(here)) {
        return here;
      }
    }
    return null;
  }

  /** The entry of {@code directory} that a path below it leads through. */
  static BytePath entry(BytePath directory, BytePath below) {
    BytePath here = below;
    while (!here.parent().equals(directory)) {
      here = here.parent();
    }
    return here;
  }

  /** The state of the file that a path leads to, or null. */
  @Nullable Stat stat(BytePath path) {
    try (Inode inode = root.lookUnguarded(path, true)) {
      return inode == null ? null : inode.stat();
    } catch (IOException unreadable) {
      return null;
    }
  }

  /** Whether a path names a symbolic link now. */
  boolean isSymlink(BytePath path) {
    try (Inode inode = root.lookUnguarded(path, false)) {
      return inode != null && inode.stat().isSymlink();
    } catch (IOException unreadable) {
      return false;
    }
  }

  private Facts facts(BytePath directory) {
    return known.computeIfAbsent(directory, this::find);
  }

  private Facts find(BytePath directory) {
    Stat stat = stat(directory);
    Facts facts = new Facts(0755, 0, 0);
    if (SHARED.contains(directory)) {
      facts = new Facts(01777, 0, 0);
    } else if (stat != null) {
      facts = new Facts(stat.mode(), stat.uid(), stat.gid());
    }
    for (Line line : lines) {
      if (line.path().equals(directory) && setsOwnerOrMode(line)) {
        facts = changed(facts, line, stat != null);
      }
    }
    return facts;
  }

  private static boolean setsOwnerOrMode(Line line) {
    return line.type().createsDirectory()
        || line.type() == LineType.ADJUST_DIRECTORY
        || line.type() == LineType.ADJUST_MODE
        || line.type() == LineType.ADJUST_MODE_LEGACY
        || line.type() == LineType.ADJUST_MODE_RECURSIVELY;
  }

  private static Facts changed(Facts facts, Line line, boolean exists) {
    Mode mode = line.mode();
    boolean setsMode = mode.explicit() && !(mode.onlyCreate() && exists);
    return new Facts(
        setsMode ? mode.bits() : facts.mode,
        id(line.user(), facts.uid, exists),
        id(line.group(), facts.gid, exists));
  }

  private static int id(@Nullable Owner owner, int otherwise, boolean exists) {
    return owner == null || (owner.onlyCreate() && exists) ? otherwise : owner.id();
  }
}
