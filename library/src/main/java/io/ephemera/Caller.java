// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.Handle;
import io.ephemera.fs.Stat;
import io.ephemera.process.Access;
import io.ephemera.process.AccessJudge;
import io.ephemera.process.GroupMembers;
import io.ephemera.process.Users;

/**
 * The user for whom a place is decided on and created in, and what others can do there.
 *
 * @param uid an unsigned 32-bit number
 * @param judge answers for this user
 * @param trusted directories all of whose users are trusted
 */
record Caller(int uid, AccessJudge judge, TrustedDirectories trusted) {
  /** The effective user of this process. */
  static Caller ofProcess(TrustedDirectories trusted) {
    int uid = Users.effectiveUid();
    return new Caller(uid, new AccessJudge(uid, GroupMembers.ofSystem()), trusted);
  }

  /** The effective user of this process, with the directories that its environment trusts. */
  static Caller ofProcess() {
    return ofProcess(TrustedDirectories.ofProcess());
  }

  boolean owns(Stat stat) {
    return stat.uid() == uid;
  }

  /** Whether it is a directory of root all of whose users are trusted. */
  boolean trustsRoot(Stat stat) {
    return stat.uid() == 0 && trusted.contains(stat);
  }

  /** Who else can write to it, or has write access to what is created in it. */
  Access changing(Handle inode, Stat stat) {
    Access access = judge.writing(inode, stat);
    return allowed(stat.isDirectory() ? access.and(judge.inheriting(inode)) : access, stat);
  }

  /** Who else can remove or replace entries of a directory: in a sticky one, its owner alone. */
  Access replacing(Handle directory, Stat stat) {
    return stat.isSticky() ? Access.exclusive() : allowed(judge.writing(directory, stat), stat);
  }

  /** Who else can create entries in a directory. */
  Access creating(Handle directory, Stat stat) {
    return allowed(judge.writing(directory, stat), stat);
  }

  private Access allowed(Access access, Stat stat) {
    return access.isExclusive() || !trusted.contains(stat) ? access : Access.exclusive();
  }
}
