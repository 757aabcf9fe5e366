// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.packages;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The paths whose owners are looked for, and what the databases say of them. */
final class Questions {
  private static final Owner NONE = new Owner.None();

  private final List<Question> questions = new ArrayList<>();
  private @Nullable String gap;

  /** A path, and the packages that were found to own it. */
  static final class Question {
    private final BytePath path;
    private final Map<Bytes, InstalledPackage> owners = new TreeMap<>();
    private @Nullable String gap;

    Question(BytePath path) {
      this.path = path;
    }

    BytePath path() {
      return path;
    }

    boolean isAnswered() {
      return !owners.isEmpty();
    }

    void answer(InstalledPackage owner) {
      owners.put(owner.name(), owner);
    }

    /** Notes why this path may have an owner although no database names it; the first counts. */
    void addGap(String why) {
      if (gap == null) {
        gap = why;
      }
    }
  }

  /** Questions about paths; those that cannot be a path of a package are answered at once. */
  Questions(Collection<BytePath> paths) {
    for (BytePath path : paths) {
      if (isUsable(path)) {
        questions.add(new Question(path));
      }
    }
  }

  private static boolean isUsable(BytePath path) {
    return path.isAbsolute() && !path.hasDotDot();
  }

  List<Question> all() {
    return questions;
  }

  /** The questions by their paths. */
  PathIndex<Question> index(Aliases aliases) {
    PathIndex<Question> index = new PathIndex<>(aliases);
    for (Question question : questions) {
      index.add(question.path, question);
    }
    return index;
  }

  /** As {@link Question#addGap}, for all paths. */
  void addGap(String why) {
    if (gap == null) {
      gap = why;
    }
  }

  /** The owners of all paths, in the order in which they were asked for. */
  Map<BytePath, Owner> answers(Collection<BytePath> paths) {
    Map<BytePath, Owner> answers = new LinkedHashMap<>();
    for (BytePath path : paths) {
      if (!isUsable(path)) {
        answers.put(path, new Owner.Unknown("not an absolute path without \"..\""));
      }
    }
    for (Question question : questions) {
      answers.put(question.path, answer(question));
    }
    return answers;
  }

  private Owner answer(Question question) {
    if (question.isAnswered()) {
      return new Owner.Owned(List.copyOf(question.owners.values()));
    }
    String why = question.gap == null ? gap : question.gap;
    return why == null ? NONE : new Owner.Unknown(why);
  }
}
