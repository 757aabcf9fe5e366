// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.policy;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Entry;
import io.ephemera.fs.FileType;
import io.ephemera.fs.Listed;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The policy of a line for the entries of one directory. */
public final class DirectoryPolicy {
  /** The number of levels below the path of a line that are cleaned. */
  private static final int MAX_DEPTH = 256;

  private final CleaningPolicy policy;
  private final LinePolicy line;
  private final Exclusions.Local exclusions;
  private final boolean mountPoint;

  /**
   * The policy for a directory.
   *
   * @param mountPoint whether it is the path of the line and a mount point
   */
  DirectoryPolicy(CleaningPolicy policy, LinePolicy line, BytePath path, boolean mountPoint) {
    this.policy = policy;
    this.line = line;
    this.exclusions = policy.exclusions().in(path);
    this.mountPoint = mountPoint;
  }

  /** The policy of the line. */
  public LinePolicy line() {
    return line;
  }

  /** The policy for the entries of a subdirectory. */
  public DirectoryPolicy in(Entry directory) {
    return new DirectoryPolicy(policy, line, directory.path(), false);
  }

  /** Whether an entry is kept whatever it is; null if one has to look at it. */
  public Verdict.@Nullable Kept ofListed(Listed entry) {
    return exclusions.find(entry);
  }

  /**
   * Decides about anything but a directory that {@link #ofListed} does not keep, except for locks:
   * see {@link LinePolicy#ofOpened}.
   */
  public Verdict ofFile(Entry entry) throws IOException {
    if (entry.stat().isMountPoint()) {
      return line.kept(Reason.MOUNT_POINT);
    }
    if (entry.stat().isSticky()) {
      return line.kept(Reason.STICKY);
    }
    if (isSystemFile(entry)) {
      return line.kept(Reason.SYSTEM_FILE);
    }
    Verdict.Kept special = entry.stat().isRegular() ? null : specialFile(entry);
    return special == null ? line.ofAge(entry) : special;
  }

  /** Decides about a mount point that this process may not look at. */
  public Verdict.Kept ofHiddenMountPoint() {
    return line.kept(Reason.MOUNT_POINT);
  }

  /**
   * Decides about a directory before it is entered. Its own age is decided by {@link #ofCleaned},
   * and locks by {@link LinePolicy#ofOpened}.
   */
  public Verdict ofDirectory(Entry entry) {
    if (entry.stat().isMountPoint()) {
      return line.kept(Reason.MOUNT_POINT);
    }
    if (isSystemDirectory(entry)) {
      return line.kept(Reason.SYSTEM_FILE);
    }
    if (line.isOfRunningService(entry.stat())) {
      return line.kept(Reason.IN_USE);
    }
    return entry.depth() > MAX_DEPTH ? line.kept(Reason.TOO_DEEP) : line.removed();
  }

  /** Decides about a directory after its content was cleaned. */
  public Verdict ofCleaned(Entry entry, boolean empty) {
    Verdict verdict = line.ofAge(entry);
    return verdict instanceof Verdict.Removed && !empty ? line.kept(Reason.NOT_EMPTY) : verdict;
  }

  private Verdict.@Nullable Kept specialFile(Entry entry) throws IOException {
    FileType type = entry.stat().type();
    if (type == FileType.SOCKET && policy.mayBeAlive(entry)) {
      return line.kept(Reason.LIVE_SOCKET);
    }
    boolean device = type == FileType.CHARACTER_DEVICE || type == FileType.BLOCK_DEVICE;
    return device && !entry.stat().isWhiteout() ? line.kept(Reason.DEVICE) : null;
  }

  private boolean isSystemDirectory(Entry entry) {
    return mountPoint
        && entry.stat().uid() == 0
        && entry.name().bytes().latin1().equals("lost+found");
  }

  private boolean isSystemFile(Entry entry) {
    if (!mountPoint || !entry.stat().isRegular() || entry.stat().uid() != 0) {
      return false;
    }
    String name = entry.name().bytes().latin1();
    return name.equals(".journal") || name.equals("aquota.user") || name.equals("aquota.group");
  }
}
