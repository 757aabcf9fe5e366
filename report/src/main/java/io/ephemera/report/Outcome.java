// SPDX-License-Identifier: Apache-2.0
package io.ephemera.report;

/** The result of one step. */
public sealed interface Outcome {
  /** The step. */
  Step step();

  /** The kind of outcome, for switches. */
  Kind kind();

  /** The reason in words, names escaped; empty if there is nothing to explain. */
  default String reason() {
    return "";
  }

  /** The name of the error number: {@code ENOSPC}; empty if the kernel gave none. */
  default String errno() {
    return "";
  }

  /** Whether it failed, but the configuration allows that. */
  default boolean tolerated() {
    return false;
  }

  /** Whether it makes the whole run fail. */
  default boolean isFailure() {
    return false;
  }

  /** Whether it is reported even if the user did not ask for details. */
  default boolean notable() {
    return true;
  }

  /** The kinds of outcomes. */
  enum Kind {
    DONE("done"),
    ALREADY_RIGHT("already-right"),
    WOULD_DO("would-do"),
    SKIPPED("skipped"),
    REFUSED("refused"),
    FAILED("failed");

    private final String id;

    Kind(String id) {
      this.id = id;
    }

    /** Its name in machine-readable output: {@code already-right}. */
    public String id() {
      return id;
    }
  }

  /** It was done. */
  record Done(Step step) implements Outcome {
    @Override
    public Kind kind() {
      return Kind.DONE;
    }

    @Override
    public boolean notable() {
      return false;
    }
  }

  /** Nothing had to be done. */
  record AlreadyRight(Step step) implements Outcome {
    @Override
    public Kind kind() {
      return Kind.ALREADY_RIGHT;
    }

    @Override
    public boolean notable() {
      return false;
    }
  }

  /** It would have been done, but this is a dry run. */
  record WouldDo(Step step) implements Outcome {
    @Override
    public Kind kind() {
      return Kind.WOULD_DO;
    }
  }

  /**
   * It was left alone, as it should be.
   *
   * @param notable whether it is reported even if the user did not ask for details
   */
  record Skipped(Step step, String reason, boolean notable) implements Outcome {
    @Override
    public Kind kind() {
      return Kind.SKIPPED;
    }
  }

  /**
   * It was not done because doing it would not have been safe: an attack or an unsafe layout was
   * found. Never folded into {@link Failed}.
   */
  record Refused(Step step, String reason, boolean tolerated) implements Outcome {
    @Override
    public Kind kind() {
      return Kind.REFUSED;
    }

    @Override
    public boolean isFailure() {
      return !tolerated;
    }
  }

  /** The kernel refused it. */
  record Failed(Step step, String reason, String errno, boolean tolerated) implements Outcome {
    @Override
    public Kind kind() {
      return Kind.FAILED;
    }

    @Override
    public boolean isFailure() {
      return !tolerated;
    }
  }
}
