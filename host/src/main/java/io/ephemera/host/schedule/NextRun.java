// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.schedule;

/** When a cleaner runs next. */
public sealed interface NextRun {
  /**
   * At a known time.
   *
   * @param micros microseconds since the epoch
   * @param by the timer or the file of the job
   */
  record At(long micros, String by) implements NextRun {}

  /**
   * Again and again, from a moment on that is not known.
   *
   * @param micros how long it is from one run to the next, in microseconds
   * @param by the timer or the file of the job
   */
  record Every(long micros, String by) implements NextRun {}

  /**
   * Not by itself.
   *
   * @param why for messages
   */
  record Never(String why) implements NextRun {}

  /**
   * It is not known.
   *
   * @param why for messages
   */
  record Unknown(String why) implements NextRun {}
}
