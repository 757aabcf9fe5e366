// SPDX-License-Identifier: Apache-2.0
package io.ephemera.report;

/** What became of one step. */
public sealed interface Outcome {
  /** The step. */
  Step step();

  /** The name of what became of it in machine-readable output: {@code already-right}. */
  String id();

  /** Whether the whole run counts as failed because of it. */
  default boolean isFailure() {
    return false;
  }

  /** It was done. */
  record Done(Step step) implements Outcome {
    @Override
    public String id() {
      return "done";
    }
  }

  /** Nothing had to be done. */
  record AlreadyRight(Step step) implements Outcome {
    @Override
    public String id() {
      return "already-right";
    }
  }

  /** It would have been done, but this is a dry run. */
  record WouldDo(Step step) implements Outcome {
    @Override
    public String id() {
      return "would-do";
    }
  }

  /**
   * It was left alone, and that is right so.
   *
   * @param reason why
   * @param notable whether a user should hear of it without asking
   */
  record Skipped(Step step, String reason, boolean notable) implements Outcome {
    @Override
    public String id() {
      return "skipped";
    }
  }

  /**
   * It was not done because doing it would not have been safe: an attack or an unsafe layout was
   * found. Never folded into {@link Failed}.
   *
   * @param tolerated whether the configuration says that a failure here does not count
   */
  record Refused(Step step, String reason, boolean tolerated) implements Outcome {
    @Override
    public String id() {
      return "refused";
    }

    @Override
    public boolean isFailure() {
      return !tolerated;
    }
  }

  /**
   * The kernel said no.
   *
   * @param reason in words
   * @param errno the name of the error number, such as {@code ENOSPC}
   * @param tolerated whether the configuration says that a failure here does not count
   */
  record Failed(Step step, String reason, String errno, boolean tolerated) implements Outcome {
    @Override
    public String id() {
      return "failed";
    }

    @Override
    public boolean isFailure() {
      return !tolerated;
    }
  }

  /**
   * Ephemera cannot do this yet.
   *
   * @param what in words
   */
  record Unsupported(Step step, String what) implements Outcome {
    @Override
    public String id() {
      return "unsupported";
    }

    @Override
    public boolean isFailure() {
      return true;
    }
  }
}
