// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.service;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.isolate.plan.DeclarationBuilder;
import io.ephemera.isolate.plan.DirectoryKind;
import io.ephemera.isolate.plan.DirectoryRequest;
import io.ephemera.tmpfiles.language.Excerpt;
import io.ephemera.units.syntax.Assignment;
import io.ephemera.units.syntax.Booleans;
import io.ephemera.units.syntax.Modes;
import io.ephemera.units.syntax.Tuples;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code RuntimeDirectory=}, {@code RuntimeDirectoryMode=} and their kin of systemd.exec(5), and
 * {@code RuntimeDirectoryPreserve=}.
 */
final class DirectoryTopic implements Topic {
  private static final String DIRECTORY = "Directory";
  private static final String MODE = "DirectoryMode";
  private static final String PRESERVE = "RuntimeDirectoryPreserve";
  private static final BytePath PRIVATE = BytePath.of("private");

  private final Values values;
  private final List<OfKind> kinds = new ArrayList<>();
  private boolean keep;

  /** What is said of one directory; its name may be repeated, for further links. */
  private static final class Wanted {
    private final List<BytePath> links = new ArrayList<>();
    private boolean readOnly;
  }

  /** What is said of the directories of one kind. */
  private static final class OfKind {
    private final DirectoryKind kind;
    private final String name;
    private final Map<BytePath, Wanted> wanted = new LinkedHashMap<>();
    private int mode = DirectoryRequest.USUAL_MODE;

    OfKind(DirectoryKind kind) {
      this.kind = kind;
      this.name = nameOf(kind);
    }
  }

  DirectoryTopic(Values values) {
    this.values = values;
    for (DirectoryKind kind : DirectoryKind.values()) {
      kinds.add(new OfKind(kind));
    }
  }

  @Override
  public boolean take(Assignment assignment) {
    if (assignment.key().equals(PRESERVE)) {
      preserve(assignment);
      return true;
    }
    for (OfKind kind : kinds) {
      if (assignment.key().equals(kind.name + DIRECTORY)) {
        add(kind, assignment);
        return true;
      }
      if (assignment.key().equals(kind.name + MODE)) {
        setMode(kind, assignment);
        return true;
      }
    }
    return false;
  }

  private static String nameOf(DirectoryKind kind) {
    return switch (kind) {
      case RUNTIME -> "Runtime";
      case STATE -> "State";
      case CACHE -> "Cache";
      case LOGS -> "Logs";
      case CONFIGURATION -> "Configuration";
    };
  }

  /** Between the runs of a command, nothing tells a restart from a new start. */
  private void preserve(Assignment assignment) {
    if (assignment.value().equals("restart")) {
      keep = false;
      return;
    }
    Boolean value = Booleans.parse(assignment.value());
    if (value == null) {
      values.warn(
          assignment,
          0,
          "invalid value " + Excerpt.quoted(assignment.value()) + ": expected yes, no or restart");
    } else {
      keep = value;
    }
  }

  private void setMode(OfKind kind, Assignment assignment) {
    int mode = Modes.parse(assignment.value());
    if (mode == Modes.INVALID) {
      values.warn(
          assignment,
          0,
          "invalid mode " + Excerpt.quoted(assignment.value()) + ": expected octal digits");
    } else {
      kind.mode = mode;
    }
  }

  private void add(OfKind kind, Assignment assignment) {
    if (assignment.isEmpty()) {
      kind.wanted.clear();
      return;
    }
    Tuples.TupleList tuples = Tuples.directories(assignment.value());
    for (Tuples.Tuple tuple : tuples.tuples()) {
      add(kind, assignment, tuple);
    }
    values.warnOf(assignment, tuples.invalid());
  }

  private void add(OfKind kind, Assignment assignment, Tuples.Tuple tuple) {
    BytePath name = below(assignment, tuple, tuple.field(0));
    boolean hasLink = !tuple.field(1).isEmpty();
    BytePath link = hasLink ? below(assignment, tuple, tuple.field(1)) : null;
    boolean readOnly = tuple.field(2).equals("ro");
    if (name == null || (hasLink && link == null)) {
      return;
    }
    String wrong = wrong(kind.kind, tuple, readOnly);
    if (wrong != null) {
      values.warn(assignment, tuple.index(), wrong);
      return;
    }
    Wanted one = kind.wanted.computeIfAbsent(name, none -> new Wanted());
    one.readOnly |= readOnly;
    if (link != null && !one.links.contains(link)) {
      one.links.add(link);
    }
  }

  private static @Nullable String wrong(DirectoryKind kind, Tuples.Tuple tuple, boolean readOnly) {
    if (!readOnly && !tuple.field(2).isEmpty()) {
      return "invalid item: expected NAME, NAME:LINK or NAME:LINK:ro";
    }
    return kind == DirectoryKind.CONFIGURATION && !tuple.field(1).isEmpty()
        ? "a configuration directory has no link"
        : null;
  }

  /** A relative path without {@code ..}, in its simplest spelling, or null with a warning. */
  private @Nullable BytePath below(Assignment assignment, Tuples.Tuple tuple, String text) {
    String expanded = values.expand(assignment, tuple.index(), text);
    if (expanded == null) {
      return null;
    }
    BytePath path = BytePath.of(Bytes.latin1(expanded));
    boolean valid =
        !path.isAbsolute()
            && !path.hasDotDot()
            && !path.components().isEmpty()
            && !path.startsWith(PRIVATE);
    if (!valid) {
      values.warn(
          assignment,
          tuple.index(),
          "invalid directory "
              + Excerpt.quoted(expanded)
              + ": expected a relative path without '..', and not below 'private'");
      return null;
    }
    return path;
  }

  @Override
  public void addTo(DeclarationBuilder builder) {
    List<DirectoryRequest> requests = new ArrayList<>();
    for (OfKind kind : kinds) {
      kind.wanted.forEach((name, one) ->
          requests.add(new DirectoryRequest(kind.kind, name, kind.mode, one.links, one.readOnly)));
    }
    builder.directories(requests).keep(keep);
  }
}
