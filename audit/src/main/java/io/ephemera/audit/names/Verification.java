// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.names;

/**
 * How a row of the table was verified.
 *
 * @param grade the kind of evidence
 * @param evidence what was found and where; may be empty
 */
public record Verification(Grade grade, String evidence) {
  /** The kinds of evidence, the strongest first. */
  public enum Grade {
    /** The program was run, and made the name. */
    RUN,
    /** A package or a source was read. */
    READ,
    /** The class files of a release were disassembled. */
    JAVAP,
    /** The name is in the text of a program. */
    STRINGS,
    /** The name was seen in public listings, messages, scripts or sources. */
    SEEN,
    /** A public list of exceptions has the name. */
    LISTED,
    /** General knowledge: nothing was looked at. */
    KNOWLEDGE
  }

  /** Whether something was looked at. */
  public boolean isVerified() {
    return grade != Grade.KNOWLEDGE;
  }
}
