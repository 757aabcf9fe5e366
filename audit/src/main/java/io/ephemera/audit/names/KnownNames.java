// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.names;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Name;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The table of known names.
 *
 * <p>It is read at the first use, and of its rows only those whose fixed beginning fits are looked
 * at. Thread-safe.
 */
public final class KnownNames {
  private static final String TABLE = "known-names.tsv";
  private static final String TMP = "/tmp";
  private static final String HOME = "~";
  private static final String RUNTIME = "$XDG_RUNTIME_DIR";
  private static final String ANYWHERE = "<cwd>";
  private static final String USERS = "/run/user/";
  private static final char PLACEHOLDER = '<';

  /** Directories of many programs, the longer ones first. */
  private static final List<String> PLACES =
      List.of(
          "/var/tmp/", "/tmp/", "/dev/shm/", "/run/lock/", "/run/user/", "/run/", RUNTIME + "/");

  /** The patterns by their directory and the first character in it. */
  private final Map<String, List<Candidate>> candidates = new HashMap<>();

  /** The directories of those patterns, likewise. */
  private final Map<String, List<Candidate>> above = new HashMap<>();

  private int rows;

  /**
   * A path of the table.
   *
   * @param start what the path begins with, up to the first placeholder
   * @param line the line that it is in
   */
  private record Candidate(String pattern, String start, String line) {}

  /** The best match so far. */
  private record Best(Candidate candidate, int literals, List<KnownName.Value> values) {}

  KnownNames(List<String> lines) {
    for (String line : lines) {
      if (!line.startsWith("#") && !line.isEmpty()) {
        rows++;
        for (String pattern : NameRow.paths(line)) {
          add(pattern, line, candidates);
          addDirectories(pattern, line);
        }
      }
    }
  }

  /** Adds the directories of a name that are of the same program. */
  private void addDirectories(String pattern, String line) {
    String place = sharedPlace(pattern);
    int slash = place == null ? 0 : pattern.lastIndexOf('/');
    while (place != null && slash > place.length()) {
      String directory = pattern.substring(0, slash);
      if (hasLiteral(directory.substring(directory.lastIndexOf('/') + 1))) {
        add(directory, line, above);
      }
      slash = pattern.lastIndexOf('/', slash - 1);
    }
  }

  /** The place that a pattern is in, with a slash at its end; null if it is in none. */
  private static @Nullable String sharedPlace(String pattern) {
    for (String place : PLACES) {
      if (pattern.startsWith(place)) {
        return place;
      }
    }
    return null;
  }

  /** Whether a component is more than placeholders. */
  private static boolean hasLiteral(String component) {
    int at = 0;
    while (at < component.length() && component.charAt(at) == '<') {
      at = component.indexOf('>', at) + 1;
    }
    return at < component.length();
  }

  private static void add(String pattern, String line, Map<String, List<Candidate>> to) {
    to.computeIfAbsent(place(pattern), none -> new ArrayList<>()).add(of(pattern, line));
  }

  private static Candidate of(String pattern, String line) {
    int begin = pattern.startsWith(ANYWHERE) ? ANYWHERE.length() : 0;
    int placeholder = pattern.indexOf('<', begin);
    String start = placeholder < 0 ? pattern : pattern.substring(0, placeholder);
    return new Candidate(pattern, start, line);
  }

  /** By what a pattern or a path is found: its directory and the first character in it. */
  private static String place(String pattern) {
    int slash = pattern.indexOf('/', 1);
    return slash < 0 ? pattern : pattern.substring(0, Math.min(slash + 2, pattern.length()));
  }

  /** The lines of the table after its heading. */
  static List<String> lines() {
    try (InputStream table = KnownNames.class.getResourceAsStream(TABLE)) {
      if (table == null) {
        throw new IllegalStateException(TABLE + " is missing");
      }
      String text = new String(table.readAllBytes(), StandardCharsets.UTF_8);
      List<String> lines = new ArrayList<>();
      for (String line : text.split("\n", -1)) {
        if (!line.startsWith("#") && !line.startsWith("paths\t") && !line.isEmpty()) {
          lines.add(line);
        }
      }
      return lines;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The table of this version. */
  public static KnownNames get() {
    return Loaded.TABLE;
  }

  private static final class Loaded {
    static final KnownNames TABLE = new KnownNames(lines());
  }

  /** How many rows the table has. */
  public int rows() {
    return rows;
  }

  /**
   * What is known of the name of a path; if several rows match, the one with the most fixed
   * characters. If none does, a row with names in a directory of that name.
   *
   * @param path absolute
   */
  public Optional<KnownName> match(BytePath path, Directories directories) {
    Best best = null;
    for (String seen : views(path, directories)) {
      best = better(best, candidates, seen);
    }
    for (String seen : best == null ? views(path, directories) : List.<String>of()) {
      best = better(best, above, seen);
    }
    return best == null
        ? Optional.empty()
        : Optional.of(
            new KnownName(
                path, best.candidate.pattern, NameRow.parse(best.candidate.line), best.values));
  }

  /** As {@link #match}, of the path itself or the nearest directory above it that matches. */
  public Optional<KnownName> nearest(BytePath path, Directories directories) {
    for (BytePath at = path; at.isAbsolute() && !at.isRoot(); at = at.parent()) {
      Optional<KnownName> found = match(at, directories);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /** The best match of those that fit by their directory, and begin with its next character. */
  private static @Nullable Best better(
      @Nullable Best best, Map<String, List<Candidate>> candidates, String seen) {
    String place = place(seen);
    String anything = place.substring(0, place.length() - 1) + PLACEHOLDER;
    for (Candidate candidate : candidates.getOrDefault(place, List.of())) {
      best = better(best, candidate, seen);
    }
    for (Candidate candidate : candidates.getOrDefault(anything, List.of())) {
      best = better(best, candidate, seen);
    }
    return best;
  }

  private static @Nullable Best better(@Nullable Best best, Candidate candidate, String seen) {
    if (!seen.startsWith(candidate.start)) {
      return best;
    }
    String pattern = candidate.pattern;
    boolean isAnywhere = pattern.startsWith(ANYWHERE);
    int skipped = isAnywhere ? ANYWHERE.length() : 0;
    PathPattern parsed = PathPattern.parse(pattern.substring(skipped));
    int literals = isAnywhere ? 0 : parsed.literals();
    if (best != null && literals <= best.literals) {
      return best;
    }
    List<KnownName.Value> values = parsed.match(seen.substring(skipped));
    return values == null ? best : new Best(candidate, literals, values);
  }

  /** The ways in which the table can name a path. */
  private static List<String> views(BytePath path, Directories directories) {
    List<String> views = new ArrayList<>();
    String text = path.latin1();
    views.add(text);
    add(path, directories.temporary(), TMP, views);
    add(path, directories.runtime(), RUNTIME, views);
    add(path, directories.homes(), HOME, views);
    if (text.startsWith(USERS) && text.indexOf('/', USERS.length()) > 0) {
      views.add(RUNTIME + text.substring(text.indexOf('/', USERS.length())));
    }
    Name name = path.name();
    if (name != null) {
      views.add(ANYWHERE + "/" + name.bytes().latin1());
    }
    return views;
  }

  private static void add(
      BytePath path, List<BytePath> directories, String written, List<String> views) {
    for (BytePath directory : directories) {
      if (path.startsWith(directory) && !path.equals(directory)) {
        Bytes rest =
            Bytes.of(
                path.bytes().toArray(),
                directory.isRoot() ? 0 : directory.bytes().length(),
                path.bytes().length());
        views.add(written + rest.latin1());
      }
    }
  }
}
