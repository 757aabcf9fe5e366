// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

/**
 * The answer to one question: who besides a certain user, and root, can change or read an inode.
 * {@link AccessJudge} gives it. Immutable.
 */
public sealed interface Access {
  /** No other user can. */
  static Access exclusive() {
    return new Exclusive();
  }

  /** No other user can. */
  record Exclusive() implements Access {
    @Override
    public String how() {
      return "is accessible to its user only";
    }
  }

  /**
   * These others can.
   *
   * @param how continues a sentence that begins with a path: {@code "is writable by any user"}
   */
  record Shared(String how) implements Access {}

  /**
   * It is not known whether others can.
   *
   * @param cause what is not known
   * @param how as for {@link Shared}
   */
  record Unknown(Cause cause, String how) implements Access {}

  /** What is not known. */
  enum Cause {
    /** The owner is not mapped in this user namespace: root of the system, or any other user. */
    OWNER,
    /** Who is in a group that has the access. */
    MEMBERS,
    /** The access control list, which cannot be read. */
    LIST
  }

  /** Continues a sentence that begins with a path, without a full stop. */
  String how();

  /** Whether it is certain that no other user can. */
  default boolean isExclusive() {
    return this instanceof Exclusive;
  }

  /** This answer and another one about the same inode: others who are known come first. */
  default Access and(Access other) {
    return rank(other) > rank(this) ? other : this;
  }

  private static int rank(Access access) {
    if (access instanceof Shared) {
      return 3;
    }
    if (access instanceof Unknown unknown) {
      return unknown.cause() == Cause.OWNER ? 1 : 2;
    }
    return 0;
  }
}
