// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.plan;

/** Whether a command of a name runs once at a time. */
public sealed interface Locking {
  /** Any number of them may run. */
  record None() implements Locking {}

  /**
   * If one runs, the next is not started.
   *
   * @param status the exit status then, 0 to 255
   */
  record Fail(int status) implements Locking {}

  /** If one runs, the next one waits for its end. */
  record Await() implements Locking {}
}
