// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Directory;
import io.ephemera.fs.Handle;
import io.ephemera.fs.Stat;
import io.ephemera.fs.UnsafePathException;
import io.ephemera.fs.Way;
import io.ephemera.process.Access;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What other users can do to one path: the one rule by which places are decided on and created.
 * Reasons continue a sentence that begins with the path.
 *
 * <p>A directory on the way is right if only root and the caller can replace its entries. If others
 * can, the way is right nevertheless from the first directory on that the caller owns and only the
 * caller may write to: it is held open, so whatever gets its name later, nothing of it can be read
 * or changed. Others can then take it away, which {@link #cautions} says, but nothing is created
 * where they may write. An owner who is not mapped in this user namespace is taken for root, with a
 * caution, as long as only such owners and the caller could create what the path names.
 *
 * <p>For one path. Not thread-safe.
 */
final class Survey implements Way {
  private final Caller caller;
  private @Nullable String fault;
  private @Nullable String replaceable;
  private @Nullable String unmapped;

  /** Whether others could have created what comes next on the way. */
  private boolean exposed;

  Survey(Caller caller) {
    this.caller = caller;
  }

  /** A new one for the same caller. */
  Survey again() {
    return new Survey(caller);
  }

  @Override
  public boolean mayLead(int uid) {
    return uid == caller.uid() || (!exposed && caller.judge().isUnmapped(uid));
  }

  @Override
  public void passes(Directory directory, Stat stat, BytePath path) {
    Access access = owner(stat, "is below " + path + ", which ");
    access = access.and(caller.replacing(directory, stat));
    if (access.isExclusive()) {
      arrive(stat);
    } else if (fault == null) {
      fault = "is below " + path + ", which " + access.how();
    }
    exposed |= !caller.creating(directory, stat).isExclusive();
  }

  /**
   * Who else owns an inode; an unmapped owner is only remembered, unless it may be any user who
   * created it where others can.
   */
  private Access owner(Stat stat, String before) {
    Access owner = caller.judge().owner(stat);
    if (owner instanceof Access.Unknown && !exposed) {
      unmapped = unmapped == null ? before + owner.how() : unmapped;
      return Access.exclusive();
    }
    return owner;
  }

  /** The way is right from a directory of the caller's on. */
  private void arrive(Stat stat) {
    if (fault != null && caller.owns(stat)) {
      replaceable = fault;
      fault = null;
    }
  }

  @Override
  public void creates(Directory directory, Stat stat, BytePath path) throws UnsafePathException {
    Access access = owner(stat, "").and(caller.creating(directory, stat));
    String reason = access.isExclusive() ? fault : "is below " + path + ", which " + access.how();
    if (reason != null) {
      throw new UnsafePathException(reason + ": it would have to be created there");
    }
  }

  /** The reason against the directories on the way, or null. */
  @Nullable String fault() {
    return fault;
  }

  /**
   * The reason against a directory of the caller's own, which was reached, or null.
   *
   * <p>Root may own one whose users are trusted.
   *
   * @param anyOwner whether another user may own it
   */
  @Nullable String against(Handle directory, Stat stat, boolean anyOwner) {
    String reason = type(stat);
    if (reason == null && !anyOwner && !caller.owns(stat) && !caller.trustsRoot(stat)) {
      reason = belongsTo(stat);
    }
    if (reason == null) {
      Access access = caller.changing(directory, stat);
      reason = access.isExclusive() ? null : access.how() + " (mode " + octal(stat.mode()) + ")";
    }
    if (reason == null) {
      arrive(stat);
      reason = fault;
    }
    return reason;
  }

  /** As {@link #against}, for a shared directory, which belongs to root or to the caller. */
  @Nullable String againstShared(Handle directory, Stat stat) {
    String reason = type(stat);
    if (reason == null) {
      Access access = caller.replacing(directory, stat);
      reason =
          access.isExclusive()
              ? null
              : access.how() + (access.how().indexOf(',') < 0 ? "" : ",") + " and not sticky";
    }
    if (reason == null && !owner(stat, "").isExclusive()) {
      reason = belongsTo(stat);
    }
    if (reason == null) {
      arrive(stat);
      reason = fault;
    }
    return reason;
  }

  private static @Nullable String type(Stat stat) {
    return stat.isDirectory() ? null : "is not a directory but a " + stat.type().text();
  }

  private String belongsTo(Stat stat) {
    return "belongs to uid " + id(stat.uid()) + ", you are uid " + id(caller.uid());
  }

  /** What others could do, or what is not known, although there is no reason against the path. */
  List<String> cautions() {
    List<String> cautions = new ArrayList<>();
    if (replaceable != null) {
      cautions.add(
          replaceable
              + ": other users can move the directory away and put another one in its place."
              + " What this library opened is not affected; programs that use the path may be");
    }
    if (unmapped != null) {
      cautions.add(unmapped + ": taken for root");
    }
    return cautions;
  }

  private static String id(int uid) {
    return Integer.toUnsignedString(uid);
  }

  private static String octal(int mode) {
    String digits = Integer.toOctalString(mode);
    return "0".repeat(Math.max(0, 4 - digits.length())) + digits;
  }
}
