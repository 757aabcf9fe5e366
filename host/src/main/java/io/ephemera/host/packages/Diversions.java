// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.packages;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Files that dpkg installs under another name, dpkg-divert(1): all packages but one that list the
 * original path have their file at the other one.
 */
final class Diversions {
  private static final Bytes LOCAL = Bytes.latin1(":");

  private final List<Diversion> diversions = new ArrayList<>();

  /**
   * A diversion.
   *
   * @param by the package whose file keeps the original path; null if none does
   */
  private record Diversion(BytePath original, BytePath other, @Nullable Bytes by) {}

  /**
   * What a line of a list answers, if the package fits.
   *
   * @param only the package that must have the list, without its architecture, or null
   * @param except the package that must not have it, or null
   */
  record Wanted(Questions.Question question, @Nullable Bytes only, @Nullable Bytes except) {
    boolean fits(Bytes packageName) {
      return (only == null || only.equals(packageName))
          && (except == null || !except.equals(packageName));
    }
  }

  /** Reads the file {@code diversions}: three lines for each. */
  static Diversions parse(Bytes content) {
    Diversions read = new Diversions();
    ByteLines lines = new ByteLines(content);
    while (lines.next()) {
      BytePath original = BytePath.of(lines.line());
      BytePath other = lines.next() ? BytePath.of(lines.line()) : BytePath.ROOT;
      Bytes by = lines.next() ? lines.line() : Bytes.EMPTY;
      if (original.isAbsolute() && other.isAbsolute() && !by.isEmpty()) {
        read.diversions.add(new Diversion(original, other, by.equals(LOCAL) ? null : by));
      }
    }
    return read;
  }

  /** The lines to look for in the lists. */
  PathIndex<Wanted> index(Questions questions, Aliases aliases) {
    PathIndex<Wanted> index = new PathIndex<>(aliases);
    PathIndex<Diversion> originals = new PathIndex<>(aliases);
    PathIndex<Diversion> others = new PathIndex<>(aliases);
    for (Diversion diversion : diversions) {
      originals.add(diversion.original, diversion);
      others.add(diversion.other, diversion);
    }
    for (Questions.Question question : questions.all()) {
      byte[] path = question.path().bytes().toArray();
      List<Diversion> diverted = originals.find(path, 0, path.length);
      if (diverted.isEmpty()) {
        index.add(question.path(), new Wanted(question, null, null));
      }
      for (Diversion diversion : diverted) {
        if (diversion.by != null) {
          index.add(question.path(), new Wanted(question, diversion.by, null));
        }
      }
      for (Diversion diversion : others.find(path, 0, path.length)) {
        index.add(diversion.original, new Wanted(question, null, diversion.by));
      }
    }
    return index;
  }
}
