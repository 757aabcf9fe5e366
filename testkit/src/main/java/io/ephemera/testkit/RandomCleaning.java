// SPDX-License-Identifier: Apache-2.0
package io.ephemera.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * A random tree in the directory {@code t} and lines of tmpfiles.d(5) that clean it, as text: the
 * same for the same random numbers. The last line is for {@code /t} itself.
 *
 * <p>Names with {@code \x} are in the notation of {@link Tree}, which is also that of the lines.
 */
public final class RandomCleaning {
  /** What may be in a tree and in lines, besides what always may. */
  public enum Part {
    /** Several names of one file. */
    HARD_LINKS,
    /** Directories of an unprivileged user, with entries of root. Needs root. */
    OTHER_OWNERS,
    /**
     * Lines that remove what they name, {@code r} and {@code R}. That makes its directory young, at
     * the time of the kernel's clock, so there is no line without an age then.
     */
    REMOVALS
  }

  private static final String[] NAMES = {"a", "b", "c", ".d", "e f", "a1", "\\xff"};
  private static final String[] AGES = {"", "", " @2d", " @5d", " @20d", " a@9d m@3d"};
  private static final String[] FIELDS = {
    "0", "1d", "am:1d", "am:4d", "m:4d", "aAmM:10d", "~am:2d", "M:3d", "c:1d", "b:6d", "-", "AM:15d"
  };

  private final RandomGenerator random;
  private final Set<Part> parts;
  private final List<String> directories = new ArrayList<>(List.of("t"));
  private final List<String> files = new ArrayList<>();
  private final List<String> lines = new ArrayList<>();
  private final StringBuilder tree = new StringBuilder("t/\n");

  private RandomCleaning(RandomGenerator random, Set<Part> parts) {
    this.random = random;
    this.parts = parts;
  }

  /** A tree and lines. */
  public static RandomCleaning of(RandomGenerator random, Set<Part> parts) {
    RandomCleaning one = new RandomCleaning(random, parts);
    one.grow();
    one.write();
    return one;
  }

  /** The tree in the notation of {@link Tree}. */
  public String tree() {
    return tree.toString();
  }

  /** Its directories, {@code t} first, without a slash before or after. */
  public List<String> directories() {
    return directories;
  }

  /** Everything else in it. */
  public List<String> files() {
    return files;
  }

  /** The lines. */
  public List<String> lines() {
    return lines;
  }

  private String one(List<String> of) {
    return of.get(random.nextInt(of.size()));
  }

  private String one(String... of) {
    return of[random.nextInt(of.length)];
  }

  private void grow() {
    for (int i = 3 + random.nextInt(18); i > 0; i--) {
      String path = one(directories) + "/" + one(NAMES);
      if (directories.contains(path) || files.contains(path)) {
        continue;
      }
      switch (random.nextInt(12)) {
        case 0, 1, 2, 3 -> {
          directories.add(path);
          tree.append(word(path)).append('/').append(mode(" 0700", " 1777")).append(one(AGES));
          if (parts.contains(Part.OTHER_OWNERS) && random.nextInt(4) == 0) {
            tree.append(" 4321:4321");
          }
        }
        case 4 -> add(path, "|" + one(AGES));
        case 5 -> add(path, " => " + one("a", "/nowhere", ".."));
        case 6 -> add(path, "=" + one(AGES));
        case 7 -> add(path, isLinkable() ? " == " + word(files.getFirst()) : " 0600" + one(AGES));
        default -> add(path, mode(" 0600", " 1644") + one(AGES));
      }
      tree.append('\n');
    }
  }

  private boolean isLinkable() {
    return parts.contains(Part.HARD_LINKS)
        && !files.isEmpty()
        && tree.indexOf(word(files.getFirst()) + " 06") >= 0;
  }

  private void add(String path, String rest) {
    files.add(path);
    tree.append(word(path)).append(rest);
  }

  private static String word(String path) {
    return path.replace(" ", "\\x20");
  }

  private String mode(String usual, String rare) {
    return random.nextInt(10) == 0 ? rare : usual;
  }

  private void write() {
    List<String> all = new ArrayList<>(directories);
    all.addAll(files);
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      lines.add(line(all));
    }
    lines.add("d /t - - - " + field());
  }

  private String removal(String type, String path) {
    String field = field();
    String age = type.equals("r") ? field.replace("~", "") : field; // which r does not support
    return type + " " + path + " - - - " + age;
  }

  private String field() {
    String field = one(FIELDS);
    return field.equals("0") && parts.contains(Part.REMOVALS) ? "10h" : field;
  }

  private String line(List<String> all) {
    String path = "\"/" + one(all) + "\"";
    boolean removals = parts.contains(Part.REMOVALS);
    return switch (removals ? random.nextInt(9) : 3 + random.nextInt(9)) {
      case 0 -> removal(one("R", "R", "r", "R!"), path);
      case 1, 2 -> removal(one("R", "r"), "\"/" + one(directories) + "/*\"");
      case 3, 4 -> one("d", "q", "D", "d!", "d$", "D$") + " " + path + " - - - " + field();
      case 5 -> one("e", "e$") + " " + path + " - - - " + field();
      case 6, 7 ->
          "e \"/" + one(directories) + one("/*", "/{a,b}", "/?", "*") + "\" - - - " + field();
      case 8 -> one("x", "X") + " " + path;
      case 9 -> one("x", "X") + " \"/" + one(directories) + one("/*", "/a*", "/.*") + "\"";
      case 10 -> "x " + path + " - - - " + field();
      default -> "f$ " + path;
    };
  }
}
