// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.plan;

import java.io.IOException;

/** Why a command cannot be run as it was declared: nothing was started, and this is what to do. */
public final class RunException extends IOException {
  private static final long serialVersionUID = 1;

  /** The ways to fail, numbered as in {@code sysexits.h} and by shells. */
  public enum Failure {
    /** EX_USAGE: the declaration contradicts itself, or is not possible. */
    USAGE(64),
    /** EX_CANTCREAT: something could not be created, or is not safe to use. */
    CANNOT_CREATE(73),
    /** EX_TEMPFAIL: the lock is held. */
    BUSY(75),
    /** EX_NOPERM: the kernel or the system's databases do not allow it. */
    NOT_PERMITTED(77),
    /** EX_CONFIG: a unit file asks for what cannot be done, or is wrong. */
    CONFIGURATION(78),
    /** The command was found, and cannot be run. */
    CANNOT_RUN(126),
    /** The command was not found. */
    NOT_FOUND(127);

    private final int status;

    Failure(int status) {
      this.status = status;
    }

    /** The exit status, 64 to 127. */
    public int status() {
      return status;
    }
  }

  private final Failure failure;

  /**
   * A failure.
   *
   * @param message a sentence without the name of the program: what is wrong, and what to do next
   */
  public RunException(Failure failure, String message) {
    super(message);
    this.failure = failure;
  }

  /** As {@link #RunException(Failure, String)}, with a cause. */
  public RunException(Failure failure, String message, Throwable cause) {
    super(message, cause);
    this.failure = failure;
  }

  /** The way in which it failed. */
  public Failure failure() {
    return failure;
  }
}
