// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.explain;

import io.ephemera.audit.names.Judgement;
import io.ephemera.audit.names.KnownName;
import io.ephemera.fs.BytePath;
import io.ephemera.fs.Stat;
import io.ephemera.process.Access;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which rule of docs/places.md applies to a path, and whether it obeys.
 *
 * @param rule the rule, as a sentence
 * @param answer whether it obeys
 * @param why what decides the answer
 */
public record HouseRule(String rule, Answer answer, String why) {
  private static final List<BytePath> SHARED =
      List.of(BytePath.of("/tmp"), BytePath.of("/var/tmp"), BytePath.of("/dev/shm"));
  private static final BytePath RUN = BytePath.of("/run");
  private static final BytePath OF_USERS = BytePath.of("/run/user");
  private static final int OTHERS = 077;
  private static final int SHORTEST_RANDOM = 6;
  private static final Pattern NUMBER = Pattern.compile("(?<!\\d)\\d{1,8}$");

  /** Whether a path obeys. */
  public enum Answer {
    /** It does. */
    OBEYS,
    /** It does not. */
    BREAKS,
    /** It cannot be told. */
    UNKNOWN
  }

  /**
   * The rule for a path that exists.
   *
   * @param path without symbolic links
   * @param known what is known of its name
   * @return null if no rule applies
   */
  static @Nullable HouseRule of(BytePath path, Chain chain, Optional<KnownName> known) {
    Stat stat = chain.last();
    if (stat == null || path.isRoot()) {
      return null;
    }
    for (BytePath shared : SHARED) {
      if (path.parent().equals(shared)) {
        return inSharedPlace(path, shared, stat, known);
      }
      if (path.startsWith(shared) && !path.equals(shared)) {
        return ofChain("What is in a directory below " + shared + " is only its owner's.", chain);
      }
    }
    if (path.startsWith(OF_USERS) && path.components().size() > 2) {
      return ofChain("A user's runtime directory is for that user alone.", chain);
    }
    return path.startsWith(RUN) && !path.equals(RUN)
        ? ofChain(
            "Sockets, locks and pid files belong where no other user can replace them.", chain)
        : null;
  }

  private static HouseRule inSharedPlace(
      BytePath path, BytePath shared, Stat stat, Optional<KnownName> known) {
    String rule =
        "What is in " + shared + " has an unguessable name, and only its owner can use it.";
    if (known.isPresent() && known.get().row().predictable().answer() == Judgement.Answer.YES) {
      boolean harmless = known.get().row().hijackable().answer() == Judgement.Answer.NO;
      return new HouseRule(
          rule,
          harmless ? Answer.OBEYS : Answer.BREAKS,
          "any user can make this name first: " + known.get().row().predictable().text());
    }
    if (known.isEmpty() && !isUnguessable(path)) {
      return new HouseRule(rule, Answer.BREAKS, "any user can guess this name, and make it first");
    }
    if (stat.isSymlink()) {
      return new HouseRule(rule, Answer.UNKNOWN, "it is a symbolic link");
    }
    boolean open = (stat.mode() & OTHERS) != 0;
    return new HouseRule(
        rule,
        open ? Answer.BREAKS : Answer.OBEYS,
        open
            ? "others can open it: mode " + Integer.toOctalString(stat.mode() & 07777)
            : "its name cannot be guessed, and its mode is private");
  }

  private static HouseRule ofChain(String rule, Chain chain) {
    return chain
        .firstChangeable()
        .map(link ->
            new HouseRule(
                rule, answer(link.replacing()), link.path() + " " + link.replacing().how()))
        .orElseGet(() -> new HouseRule(rule, Answer.OBEYS, "no other user can replace it"));
  }

  private static Answer answer(Access access) {
    return access instanceof Access.Unknown ? Answer.UNKNOWN : Answer.BREAKS;
  }

  /**
   * Whether the name has a part that looks random: letters of both cases, or with digits. A number
   * at its end may be that of a process, a user or a day.
   */
  static boolean isUnguessable(BytePath path) {
    int run = 0;
    int kinds = 0;
    String name = path.latin1().substring(path.latin1().lastIndexOf('/') + 1);
    String counted = NUMBER.matcher(name).replaceFirst("");
    for (int i = 0; i < counted.length(); i++) {
      char c = counted.charAt(i);
      boolean letterOrDigit = c < 128 && Character.isLetterOrDigit(c);
      run = letterOrDigit ? run + 1 : 0;
      kinds = letterOrDigit ? kinds | kind(c) : 0;
      if (run >= SHORTEST_RANDOM && Integer.bitCount(kinds) > 1) {
        return true;
      }
    }
    return false;
  }

  private static int kind(char c) {
    return Character.isDigit(c) ? 1 : Character.isUpperCase(c) ? 2 : 4;
  }
}
