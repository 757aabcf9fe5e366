// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.records;

import io.ephemera.fs.BytePath;

/**
 * What became of something that a run left.
 *
 * @param result what was done
 * @param path its path
 * @param why continues a sentence about the path; empty if it was removed
 */
public record Outcome(Result result, BytePath path, String why) {
  /** What was done, or in a dry run would be done. */
  public enum Result {
    /** It is gone. */
    REMOVED,
    /** It is in use, or that is not known. */
    KEPT,
    /** It could not be removed. */
    FAILED
  }

  static Outcome removed(BytePath path) {
    return new Outcome(Result.REMOVED, path, "");
  }

  static Outcome kept(BytePath path, String why) {
    return new Outcome(Result.KEPT, path, why);
  }

  static Outcome failed(BytePath path, Exception reason) {
    return new Outcome(Result.FAILED, path, String.valueOf(reason.getMessage()));
  }
}
