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

/** A directory that is a btrfs subvolume, or a plain one where it stands on no btrfs. */
final class SubvolumeKind implements Creation.Kind {
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
  public Directory create(Directory parent, Name name) throws IOException {
    plain = !Subvolume.isPossibleIn(parent);
    if (plain) {
      return parent.createDirectory(name, mode);
    }
    Directory created = Subvolume.create(parent, name, mode);
    arrangeQuota(created);
    return created;
  }

  /** Kept for later: the subvolume is there, and its owner and mode count more than its groups. */
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
   * Says whether the quota groups are as they should be.
   *
   * @throws SystemCallException if they could not be made so; that there are none is right
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
