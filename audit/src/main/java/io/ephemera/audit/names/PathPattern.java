// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.names;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A path with placeholders.
 *
 * <p>Matching takes at most the square of the length of a path for each placeholder, whatever name
 * a user has made.
 */
final class PathPattern {
  private static final String SEPARATORS = "-._:@/,+=#";

  private final List<Part> parts = new ArrayList<>();
  private int literals;

  /** A literal text, or else a placeholder. */
  private record Part(String literal, @Nullable Placeholder placeholder) {}

  private PathPattern() {}

  /**
   * The pattern in a text of the table.
   *
   * @throws IllegalArgumentException if a placeholder is unknown or not closed
   */
  static PathPattern parse(String text) {
    PathPattern pattern = new PathPattern();
    int at = 0;
    while (at < text.length()) {
      int open = text.indexOf('<', at);
      int end = open < 0 ? text.length() : open;
      if (end > at) {
        pattern.literals += end - at;
        pattern.parts.add(new Part(text.substring(at, end), null));
      }
      at = end;
      if (open >= 0) {
        int close = text.indexOf('>', open);
        Placeholder placeholder =
            close < 0 ? null : Placeholder.named(text.substring(open + 1, close));
        if (placeholder == null) {
          throw new IllegalArgumentException("unknown placeholder in " + text);
        }
        pattern.parts.add(new Part("", placeholder));
        at = close + 1;
      }
    }
    return pattern;
  }

  /** How many characters of the path are fixed: the more, the better it fits. */
  int literals() {
    return literals;
  }

  /** The values of the placeholders in order; null if the path does not match. */
  @Nullable List<KnownName.Value> match(String path) {
    return new Match(path).run();
  }

  /** One path being matched. */
  private final class Match {
    private final String path;

    /** For each part, where the rest of the pattern is known not to match. */
    private final List<BitSet> failed = new ArrayList<>();

    private final List<KnownName.Value> values = new ArrayList<>();

    Match(String path) {
      this.path = path;
      for (int i = 0; i <= parts.size(); i++) {
        failed.add(new BitSet());
      }
    }

    @Nullable List<KnownName.Value> run() {
      return fits(0, 0) ? List.copyOf(values) : null;
    }

    private boolean fits(int index, int at) {
      if (index == parts.size()) {
        return at == path.length();
      }
      if (failed.get(index).get(at)) {
        return false;
      }
      Part part = parts.get(index);
      Placeholder placeholder = part.placeholder();
      boolean fits =
          placeholder == null
              ? path.startsWith(part.literal(), at) && fits(index + 1, at + part.literal().length())
              : fits(index, placeholder, at);
      if (!fits) {
        failed.get(index).set(at);
      }
      return fits;
    }

    private boolean fits(int index, Placeholder placeholder, int at) {
      int slash = path.indexOf('/', at);
      int last = Math.min(slash < 0 ? path.length() : slash, at + placeholder.longest());
      for (int i = 0; i < last - at; i++) {
        int end = placeholder.isGreedy() ? last - i : at + 1 + i;
        String text = path.substring(at, end);
        if (placeholder.accepts(text, isSeparated(at))) {
          values.add(new KnownName.Value(placeholder, text));
          if (fits(index + 1, end)) {
            return true;
          }
          KnownName.Value ignored = values.removeLast();
        }
      }
      return false;
    }

    private boolean isSeparated(int at) {
      return at > 0 && SEPARATORS.indexOf(path.charAt(at - 1)) >= 0;
    }
  }
}
