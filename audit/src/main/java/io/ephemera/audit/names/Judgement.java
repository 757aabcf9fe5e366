// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.names;

/**
 * An answer, and what has to be said with it.
 *
 * @param answer the answer in one word
 * @param text the whole answer, for messages: {@code yes: uid}
 */
public record Judgement(Answer answer, String text) {
  /** The answers. */
  public enum Answer {
    /** It is so. */
    YES,
    /** It is not so. */
    NO,
    /** It depends on what the text says, or holds for some of the names only. */
    PARTLY
  }

  /** The judgement that a text begins with. */
  static Judgement parse(String text) {
    return new Judgement(
        begins(text, "yes") ? Answer.YES : begins(text, "no") ? Answer.NO : Answer.PARTLY, text);
  }

  private static boolean begins(String text, String word) {
    return text.startsWith(word)
        && (text.length() == word.length()
            || !Character.isLetterOrDigit(text.charAt(word.length())))
        && !text.startsWith(word + " for ");
  }
}
