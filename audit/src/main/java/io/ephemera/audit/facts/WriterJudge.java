// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.facts;

import io.ephemera.fs.Handle;
import io.ephemera.fs.Stat;
import io.ephemera.process.Access;
import io.ephemera.process.AccessJudge;
import io.ephemera.process.GroupMembers;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Answers who besides the owner of an inode, and root, can write to it. Thread-safe. */
public final class WriterJudge {
  private final GroupMembers members;
  private final Map<Integer, AccessJudge> judges = new ConcurrentHashMap<>();

  WriterJudge(GroupMembers members) {
    this.members = members;
  }

  /** Who else can write to it. */
  public Access writers(Handle inode, Stat stat) {
    return judges
        .computeIfAbsent(stat.uid(), uid -> new AccessJudge(uid, members))
        .writing(inode, stat);
  }
}
