// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import io.ephemera.fs.Directory;
import io.ephemera.fs.Name;
import io.ephemera.fs.QuotaGroups;
import io.ephemera.fs.Stat;
import io.ephemera.fs.Subvolume;
import io.ephemera.fs.SystemCallException;
import io.ephemera.linux.errno.Errno;
import io.ephemera.report.Operation;
import io.ephemera.tmpfiles.language.Quota;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A btrfs subvolume, or a plain directory on other file systems. */
final class SubvolumeKind implements InodeKind {
  private final int mode;
  private final Quota quota;
  private boolean plain;
  private @Nullable SystemCallException quotaFailure;

  SubvolumeKind(int mode, Quota quota) {
    this.mode = mode;
    this.quota = quota;
  }

  @Override
  public Operation operation() {
    return plain ? Operation.CREATE_DIRECTORY : Operation.CREATE_SUBVOLUME;
  }

  @Override
  public boolean isType(Stat existing) {
    return existing.isDirectory();
  }

  @Override
  public Directory create(Directory parent, Name name, int most) throws IOException {
    plain = !Subvolume.isPossibleIn(parent);
    if (plain) {
      return parent.createDirectory(name, mode & most);
    }
    Directory created = Subvolume.create(parent, name, mode & most);
    arrangeQuota(created);
    return created;
  }

  /** A failure is kept for later: the owner and mode of the subvolume have to be set first. */
  private void arrangeQuota(Directory created) {
    try {
      switch (quota) {
        case NONE -> {}
        case INHERIT -> QuotaGroups.inherit(created);
        case NEW -> QuotaGroups.makeOwn(created);
      }
    } catch (SystemCallException e) {
      boolean withoutQuota = e.is(Errno.ENOTCONN, Errno.ENOTTY) || e.is(Errno.EROFS);
      quotaFailure = withoutQuota ? null : e;
    }
  }

  /**
   * Reports whether the quota groups were set up.
   *
   * @throws SystemCallException if that failed; a file system without quota is no failure
   */
  void checkQuota() throws SystemCallException {
    if (quotaFailure != null) {
      throw quotaFailure;
    }
  }

  @Override
  public boolean isReplacedByPlus() {
    return false;
  }
}
