// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Finds the existing paths that match a pattern, glob(3), and hands out each as soon as it was
 * found: matches are never collected. Directories that cannot be opened have no matches.
 *
 * <p>Order: that of the file system. What is done to a match must neither create nor rename entries
 * that the pattern may match, for these might be found as well; removing a match is fine.
 *
 * <p>Safety: it only looks, without the ownership rule. To act on a match, resolve it again with
 * {@link Root}, which keeps the directory of the last match open.
 */
public final class GlobExpansion {
  private static final Bytes SLASH = Bytes.latin1("/");

  /** A pattern for each component with special characters, otherwise null. */
  private final @Nullable NamePatterns[] patterns;

  /** After each component, those that follow up to the next with special characters. */
  private final Literal[] literal;

  /**
   * Components without special characters.
   *
   * @param bytes each after one slash
   * @param only the name, if there is one component that is a name
   */
  private record Literal(Bytes bytes, @Nullable Name only) {
    static final Literal NONE = new Literal(Bytes.EMPTY, null);

    /** These components after another one. */
    Literal after(Bytes component) {
      Name name = bytes.isEmpty() ? BytePath.ROOT.below(SLASH.plus(component)).name() : null;
      return new Literal(SLASH.plus(component).plus(bytes), name);
    }

    boolean isEmpty() {
      return bytes.isEmpty();
    }

    BytePath below(BytePath directory) {
      if (only != null) {
        return directory.child(only);
      }
      return isEmpty() ? directory : directory.below(bytes);
    }
  }

  /** Receives matches, in one thread. */
  public interface Seeker {
    /** Resolves paths for this seeker alone. */
    Root root();

    /** Whether to look further; asked before each entry. */
    boolean goesOn();

    /**
     * Receives a match. What several patterns match is received once for each, by their order.
     *
     * @param pattern the number of the pattern, from 0
     * @param seen whether it was listed; otherwise it is below a match of the last component with
     *     special characters, and may not exist: see {@link GlobExpansion#exists}
     */
    void found(int pattern, BytePath match, boolean seen);

    /** Called for a directory whose entries could not be read, or not all. */
    void unreadable(BytePath directory, IOException reason);

    /**
     * Whether other threads may share the siblings that match the first component with special
     * characters, each with {@link #another}.
     */
    boolean mayShare();

    /**
     * A seeker for another thread, which calls this if they may share, and closes the root at the
     * end.
     */
    Seeker another() throws IOException;
  }

  /**
   * The expansion of one path, or of several that differ in the last component.
   *
   * @param last that component of each
   */
  private GlobExpansion(BytePath path, List<Bytes> last) {
    List<Bytes> components = path.components();
    int count = components.size();
    patterns = new @Nullable NamePatterns[count];
    literal = new Literal[count + 1];
    literal[count] = Literal.NONE;
    for (int i = count - 1; i >= 0; i--) {
      Bytes component = components.get(i);
      boolean special = Glob.isPattern(component);
      List<Bytes> alternatives = i == count - 1 ? last : List.of(component);
      patterns[i] = special ? new NamePatterns(alternatives) : null;
      literal[i] = special ? Literal.NONE : literal[i + 1].after(component);
    }
  }

  private static List<Bytes> last(BytePath path) {
    Name name = path.name();
    return name == null ? List.of() : List.of(name.bytes());
  }

  /** Whether a pattern has no special characters, so that it can only match itself. */
  public static boolean isLiteral(BytePath pattern) {
    return !Glob.isPattern(pattern.bytes()) && pattern.latin1().indexOf('{') < 0;
  }

  /**
   * Whether two patterns differ in the last component alone, which has special characters: {@link
   * #expandTogether} searches their directories once for both.
   */
  public static boolean searchTheSame(BytePath one, BytePath other) {
    return endsSpecial(one) && endsSpecial(other) && one.parent().equals(other.parent());
  }

  private static boolean endsSpecial(BytePath pattern) {
    Name name = pattern.name();
    return name != null && Glob.isPattern(name.bytes()) && pattern.latin1().indexOf('{') < 0;
  }

  /** Whether a path exists, links on the way followed, as for a match that was not listed. */
  public static boolean exists(Root root, BytePath path) throws IOException {
    try (Inode inode = root.lookUnguarded(path, false)) {
      return inode != null;
    } catch (SystemCallException e) {
      return false; // with ELOOP, links of one user must not hide all other matches
    }
  }

  /** Hands out all matches of a pattern, braces expanded first. */
  public static void expand(BytePath pattern, Seeker seeker) throws IOException {
    expand(pattern, seeker, SiblingThreads.WORTH_A_THREAD);
  }

  /**
   * As {@link #expand(BytePath, Seeker)}.
   *
   * @param worth how long this thread works alone, in nanoseconds
   */
  static void expand(BytePath pattern, Seeker seeker, long worth) throws IOException {
    Braces.expand(
        pattern.latin1(),
        one -> {
          BytePath path = BytePath.of(Bytes.latin1(one));
          new GlobExpansion(path, last(path)).start(path, seeker, worth);
          return seeker.goesOn();
        });
  }

  /**
   * Hands out all matches of patterns that all {@link #searchTheSame}. A directory is read once,
   * and each entry is handed out for one pattern after the other, so it may be gone for the later
   * ones.
   */
  public static void expandTogether(List<BytePath> patterns, Seeker seeker) throws IOException {
    List<Bytes> last = new ArrayList<>(patterns.size());
    for (BytePath pattern : patterns) {
      last.add(Objects.requireNonNull(pattern.name()).bytes());
    }
    BytePath first = patterns.getFirst();
    new GlobExpansion(first, last).start(first, seeker, SiblingThreads.WORTH_A_THREAD);
  }

  private void start(BytePath path, Seeker seeker, long worth) throws IOException {
    int wild = nextWild(0);
    if (wild == patterns.length) {
      seeker.found(0, path, false);
      return;
    }
    BytePath directory = literal[0].below(BytePath.ROOT);
    try (Siblings siblings = siblings(directory, listable(seeker.root(), directory), wild)) {
      if (siblings != null && seeker.mayShare()) {
        share(siblings, seeker, wild + 1, worth);
      } else if (siblings != null) {
        visit(siblings, seeker, wild + 1, null);
      }
    } catch (SystemCallException | AutofsException e) {
      seeker.unreadable(directory, e);
    }
  }

  private void share(Siblings siblings, Seeker seeker, int next, long worth) throws IOException {
    SiblingThreads threads = new SiblingThreads(() -> help(siblings, seeker, next), worth);
    try {
      visit(siblings, seeker, next, threads);
    } finally {
      threads.join();
    }
  }

  private void help(Siblings siblings, Seeker first, int next) throws IOException {
    Seeker seeker = first.another();
    try {
      visit(siblings, seeker, next, null);
    } finally {
      seeker.root().close();
    }
  }

  private void visit(Siblings siblings, Seeker seeker, int next, @Nullable SiblingThreads threads)
      throws IOException {
    List<Name> some = siblings.next();
    while (some != null) {
      for (Name name : some) {
        if (!seeker.goesOn()) {
          return;
        }
        goOn(siblings, name, seeker, next);
      }
      some = seeker.goesOn() ? siblings.next() : null;
      if (threads != null && some != null) {
        threads.startIfWorthwhile();
      }
    }
  }

  /** Goes on below a match of the first components. */
  private void goOn(Siblings siblings, Name name, Seeker seeker, int next) throws IOException {
    int wild = nextWild(next);
    BytePath path = literal[next].below(siblings.path().child(name));
    if (wild == patterns.length) {
      handOut(siblings, name, path, wild == next, seeker);
      return;
    }
    try (Siblings below = siblings(path, open(siblings, name, seeker, path, next), wild)) {
      if (below != null) {
        visit(below, seeker, wild + 1, null);
      }
    } catch (SystemCallException | AutofsException e) {
      seeker.unreadable(path, e);
    }
  }

  private static void handOut(
      Siblings siblings, Name name, BytePath path, boolean seen, Seeker seeker) {
    NamePatterns patterns = siblings.patterns();
    for (int i = patterns.next(name, 0); i >= 0; i = patterns.next(name, i + 1)) {
      seeker.found(i, path, seen);
    }
  }

  private @Nullable Directory open(
      Siblings siblings, Name name, Seeker seeker, BytePath path, int next) throws IOException {
    return literal[next].isEmpty()
        ? siblings.open(seeker.root(), name)
        : listable(seeker.root(), path);
  }

  private @Nullable Siblings siblings(BytePath path, @Nullable Directory opened, int wild)
      throws IOException {
    if (opened == null) {
      return null;
    }
    try (ScopedHandle<Directory> scope = new ScopedHandle<>(opened)) {
      NamePatterns wanted = Objects.requireNonNull(patterns[wild]);
      Siblings siblings = new Siblings(path, opened, wanted, wild + 1 < patterns.length);
      scope.release();
      return siblings;
    }
  }

  /** Opens for listing what a path leads to; null if that is no directory or cannot be opened. */
  static @Nullable Directory listable(Root root, BytePath path) throws IOException {
    try (Inode inode = root.lookUnguarded(path, true)) {
      return inode == null || !inode.stat().isDirectory() ? null : inode.listable();
    } catch (SystemCallException e) {
      return null;
    }
  }

  private int nextWild(int from) {
    int wild = from;
    while (wild < patterns.length && patterns[wild] == null) {
      wild++;
    }
    return wild;
  }
}
