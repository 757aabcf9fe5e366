// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import io.ephemera.fs.Bytes;
import java.util.List;

/**
 * A configuration file, or another source of lines.
 *
 * @param name as shown to the user
 */
public record SourceFile(String name, Bytes content, Kind kind) {
  private static final Bytes NUL = Bytes.of((byte) 0);

  /** The origin of lines. */
  public enum Kind {
    /** A file found in a configuration directory. */
    LISTED,
    /** A file that the user named, or the standard input. */
    NAMED,
    /** Arguments of the command: each is one line, whatever it contains, and none is a comment. */
    ARGUMENTS
  }

  /** The source of lines that are arguments of the command. */
  public static SourceFile ofArguments(List<Bytes> lines) {
    Bytes content = Bytes.EMPTY;
    for (Bytes line : lines) {
      content = content.plus(line).plus(NUL);
    }
    return new SourceFile("(argument)", content, Kind.ARGUMENTS);
  }

  /** Whether a problem with {@link Problem.Level#ABORT} in it ends the run. */
  public boolean isNamed() {
    return kind != Kind.LISTED;
  }
}
