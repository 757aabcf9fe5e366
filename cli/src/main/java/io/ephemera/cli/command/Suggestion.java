// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.command;

import java.util.ArrayList;
import java.util.List;

/** Names the words that someone may have meant who wrote an unknown one. */
public final class Suggestion {
  /** Letters of a word for which one may be wrong. */
  private static final int LETTERS_PER_MISTAKE = 3;

  private static final int SHORTEST_PREFIX = 2;

  /** A word is near to a prefix that is not shorter than this part of it. */
  private static final int LEAST_PART = 3;

  private static final int MOST = 3;

  private Suggestion() {}

  /** {@code ; did you mean 'x'?}, to follow a message; empty if no word is near. */
  public static String of(String unknown, List<String> words) {
    return among(nearest(unknown, words));
  }

  /** As {@link #of}; all words if none is near. */
  static String ofAll(String unknown, List<String> words) {
    String near = of(unknown, words);
    return near.isEmpty() ? ": expected " + list(words) : near;
  }

  /** The same question about these words. */
  static String among(List<String> words) {
    List<String> quoted = new ArrayList<>();
    for (String word : words) {
      quoted.add("'" + word + "'");
    }
    return words.isEmpty() ? "" : "; did you mean " + list(quoted) + "?";
  }

  /** As {@code a, b or c}. */
  static String list(List<String> words) {
    int last = words.size() - 1;
    return last < 1
        ? String.join("", words)
        : String.join(", ", words.subList(0, last)) + " or " + words.get(last);
  }

  /** The words at the smallest distance, in their order; none if that is too large. */
  static List<String> nearest(String unknown, List<String> words) {
    int limit = Math.max(1, bare(unknown).length() / LETTERS_PER_MISTAKE);
    List<String> nearest = new ArrayList<>();
    for (String word : words) {
      int distance = distance(bare(unknown), bare(word));
      if (distance < limit) {
        nearest.clear();
        limit = distance;
      }
      if (distance <= limit && nearest.size() < MOST) {
        nearest.add(word);
      }
    }
    return nearest;
  }

  /** Without the dashes of an option, and without the difference of cases. */
  private static String bare(String word) {
    int start = 0;
    while (start < word.length() && word.charAt(start) == '-') {
      start++;
    }
    return word.substring(start).toLowerCase(java.util.Locale.ROOT);
  }

  private static int distance(String unknown, String word) {
    return isPrefix(unknown, word) || isPrefix(word, unknown) ? 1 : edits(unknown, word);
  }

  private static boolean isPrefix(String start, String word) {
    return start.length() >= SHORTEST_PREFIX
        && start.length() < word.length()
        && start.length() * LEAST_PART >= word.length()
        && word.startsWith(start);
  }

  /**
   * The Damerau-Levenshtein distance (optimal string alignment): how many letters are missing, too
   * many, wrong, or exchanged with their neighbour.
   */
  static int edits(String left, String right) {
    int[][] edits = new int[left.length() + 1][right.length() + 1];
    for (int i = 0; i <= left.length(); i++) {
      for (int j = 0; j <= right.length(); j++) {
        edits[i][j] = i == 0 || j == 0 ? i + j : edits(edits, left, right, i, j);
      }
    }
    return edits[left.length()][right.length()];
  }

  private static int edits(int[][] edits, String left, String right, int i, int j) {
    boolean isEqual = left.charAt(i - 1) == right.charAt(j - 1);
    int least = Math.min(edits[i - 1][j], edits[i][j - 1]) + 1;
    least = Math.min(least, edits[i - 1][j - 1] + (isEqual ? 0 : 1));
    boolean isExchanged =
        i > 1
            && j > 1
            && left.charAt(i - 1) == right.charAt(j - 2)
            && left.charAt(i - 2) == right.charAt(j - 1);
    return isExchanged ? Math.min(least, edits[i - 2][j - 2] + 1) : least;
  }
}
