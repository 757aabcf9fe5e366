// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.plan;

import io.ephemera.fs.Bytes;
import java.util.List;

/**
 * A program and how it is called.
 *
 * @param program its path, or a name that is looked for in PATH
 * @param words how it is called and its arguments, at least one word
 * @param expandsVariables whether {@code $NAME} and {@code ${NAME}} in its arguments are replaced
 *     by its variables, as systemd.service(5) has it
 * @param ignoresFailure whether what comes after it is done even if it fails
 */
public record Invocation(
    Bytes program, List<Bytes> words, boolean expandsVariables, boolean ignoresFailure) {

  /** Takes a copy. */
  public Invocation {
    words = List.copyOf(words);
  }

  /** A command as a shell would call it. */
  public static Invocation of(List<Bytes> words) {
    return new Invocation(words.getFirst(), words, false, false);
  }

  /** The same program with other words. */
  public Invocation withWords(List<Bytes> others) {
    return new Invocation(program, others, expandsVariables, ignoresFailure);
  }
}
