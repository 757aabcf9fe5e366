// SPDX-License-Identifier: Apache-2.0
package io.ephemera.units.syntax;

import io.ephemera.tmpfiles.language.Position;
import java.util.List;
import java.util.Set;

/**
 * A command of an Exec line, with specifiers expanded and variables not.
 *
 * @param path absolute and in its simplest spelling, or a name without slash, which is looked for
 *     in {@code PATH}; with {@link Prefix#SHELL} always {@code /bin/sh}
 * @param argv the arguments with the zeroth, which is the path as written, or, with {@link
 *     Prefix#ARGUMENT_ZERO}, the next word; with {@link Prefix#SHELL} {@code sh}, or {@code -sh}
 *     with both, followed by all words
 * @param prefixes those before the path
 * @param position where the command begins
 */
public record ExecCommand(String path, List<String> argv, Set<Prefix> prefixes, Position position) {
  /** The characters before the path of a command (systemd.service(5), "Command lines"). */
  public enum Prefix {
    /** A failure counts as success. */
    IGNORE_FAILURE("-"),
    /** The next word is the zeroth argument. */
    ARGUMENT_ZERO("@"),
    /** Variables are not expanded. */
    NO_VARIABLES(":"),
    /** Run with full privileges, outside the sandbox of the unit. */
    PRIVILEGED("+"),
    /** Run with the user and capabilities of the manager, inside the sandbox. */
    KEEP_USER("!"),
    /** Ignored by systemd 262; earlier versions used it on kernels without ambient capabilities. */
    AMBIENT("!!"),
    /** Run by the shell. */
    SHELL("|");

    private final String text;

    Prefix(String text) {
      this.text = text;
    }

    /** As written in unit files. */
    public String text() {
      return text;
    }
  }

  /** Whether it has a prefix. */
  public boolean has(Prefix prefix) {
    return prefixes.contains(prefix);
  }
}
