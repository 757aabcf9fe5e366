// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import io.ephemera.fs.Bytes;
import java.util.List;

/**
 * Lines that were read from one place.
 *
 * @param name as shown to the user
 */
public record SourceFile(String name, Bytes content, Kind kind) {
  private static final Bytes NUL = Bytes.of((byte) 0);

  /** How lines came to be read. */
  public enum Kind {
    /** From a file that was found in a configuration directory. */
    LISTED,
    /** From a file that the user named, or the standard input. */
    NAMED,
    /**
     * From the command itself: each argument is one line, whatever it holds, and none is a comment.
     */
    ARGUMENTS
  }

  /** Lines that are arguments of the command. */
  public static SourceFile ofArguments(List<Bytes> lines) {
    Bytes content = Bytes.EMPTY;
    for (Bytes line : lines) {
      content = content.plus(line).plus(NUL);
    }
    return new SourceFile("(argument)", content, Kind.ARGUMENTS);
  }

  /** Whether a problem of level {@link Problem.Level#ABORT} in it ends the run. */
  public boolean isNamed() {
    return kind != Kind.LISTED;
  }
}
