// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.facts;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Name;
import java.util.regex.Pattern;

/**
 * What another user can know of a name before it is made, and what stays the same in another run:
 * numbers (of processes, users, dates, counters) and random parts change.
 */
public final class NameShape {
  /** As mkstemp(3) and its like make: shorter ones are words. */
  private static final int SHORTEST_RANDOM = 6;

  private static final Pattern ORDINARY =
      Pattern.compile("[A-Z]*[a-z]*[0-9]*|[0-9]*[A-Za-z][a-z]*");
  private static final char WILDCARD = '*';

  private NameShape() {}

  /**
   * Whether another user can know the name: it has no run of six or more letters and digits that
   * looks random.
   */
  public static boolean isPredictable(Name name) {
    return !hasRandom(name.bytes().latin1());
  }

  private static boolean hasRandom(String text) {
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || !isAlphanumeric(text.charAt(i))) {
        if (isRandom(text.substring(start, i))) {
          return true;
        }
        start = i + 1;
      }
    }
    return false;
  }

  /** A path whose numbers and random parts are {@code *}, escaped: the same in every run. */
  public static String of(BytePath path) {
    StringBuilder shape = new StringBuilder();
    for (Bytes component : path.components()) {
      shape.append('/').append(Bytes.latin1(of(component.latin1())));
    }
    return shape.isEmpty() ? "/" : shape.toString();
  }

  private static String of(String name) {
    StringBuilder shape = new StringBuilder();
    int start = 0;
    for (int i = 0; i <= name.length(); i++) {
      if (i == name.length() || !isAlphanumeric(name.charAt(i))) {
        String run = name.substring(start, i);
        shape.append(isRandom(run) ? "*" : withoutNumbers(run));
        if (i < name.length()) {
          shape.append(name.charAt(i));
        }
        start = i + 1;
      }
    }
    return shape.toString();
  }

  private static String withoutNumbers(String run) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < run.length(); i++) {
      if (!isDigit(run.charAt(i))) {
        text.append(run.charAt(i));
      } else if (text.isEmpty() || text.charAt(text.length() - 1) != WILDCARD) {
        text.append(WILDCARD);
      }
    }
    return text.toString();
  }

  /**
   * Whether a run of letters and digits looks random: it is more than capitals, small letters and a
   * number in this order, as {@code Xvfb99} is, or a number and small letters.
   */
  private static boolean isRandom(String run) {
    return run.length() >= SHORTEST_RANDOM && !ORDINARY.matcher(run).matches();
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isAlphanumeric(char c) {
    return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
}
