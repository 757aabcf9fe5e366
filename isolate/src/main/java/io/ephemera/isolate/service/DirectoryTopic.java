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
  private static final DirectoryKind[] KINDS = DirectoryKind.values();

  private final Values values;
  private final List<Map<BytePath, Wanted>> wanted = new ArrayList<>();
  private final int[] modes = new int[KINDS.length];
  private boolean keep;

  /** What is said of one directory; its name may be repeated, for further links. */
  private static final class Wanted {
    private final List<BytePath> links = new ArrayList<>();
    private boolean readOnly;
  }

  DirectoryTopic(Values values) {
    this.values = values;
    for (int i = 0; i < KINDS.length; i++) {
      modes[i] = DirectoryRequest.USUAL_MODE;
      wanted.add(new LinkedHashMap<>());
    }
  }

  @Override
  public boolean take(Assignment assignment) {
    if (assignment.key().equals(PRESERVE)) {
      preserve(assignment);
      return true;
    }
    for (DirectoryKind kind : KINDS) {
      String name = nameOf(kind);
      if (assignment.key().equals(name + DIRECTORY)) {
        add(kind, assignment);
        return true;
      }
      if (assignment.key().equals(name + MODE)) {
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
    if (assignment.isEmpty() || assignment.value().equals("restart")) {
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

  private void setMode(DirectoryKind kind, Assignment assignment) {
    int mode =
        assignment.isEmpty() ? DirectoryRequest.USUAL_MODE : Modes.parse(assignment.value());
    if (mode == Modes.INVALID) {
      values.warn(
          assignment,
          0,
          "invalid mode " + Excerpt.quoted(assignment.value()) + ": expected octal digits");
    } else {
      modes[kind.ordinal()] = mode;
    }
  }

  private void add(DirectoryKind kind, Assignment assignment) {
    Map<BytePath, Wanted> ofKind = wanted.get(kind.ordinal());
    if (assignment.isEmpty()) {
      ofKind.clear();
      return;
    }
    Tuples.TupleList tuples = Tuples.split(assignment.value());
    for (Tuples.Tuple tuple : tuples.tuples()) {
      add(kind, assignment, tuple, ofKind);
    }
    if (tuples.invalid() != null) {
      values.warn(assignment, tuples.invalid().index(), tuples.invalid().message());
    }
  }

  private void add(
      DirectoryKind kind,
      Assignment assignment,
      Tuples.Tuple tuple,
      Map<BytePath, Wanted> ofKind) {
    BytePath name = below(assignment, tuple, tuple.field(0));
    boolean hasLink = !tuple.field(1).isEmpty();
    BytePath link = hasLink ? below(assignment, tuple, tuple.field(1)) : null;
    boolean readOnly = tuple.field(2).equals("ro");
    if (name == null || (hasLink && link == null)) {
      return;
    }
    String wrong = wrong(kind, tuple, readOnly);
    if (wrong != null) {
      values.warn(assignment, tuple.index(), wrong);
      return;
    }
    Wanted one = ofKind.computeIfAbsent(name, none -> new Wanted());
    one.readOnly |= readOnly;
    if (link != null && !one.links.contains(link)) {
      one.links.add(link);
    }
  }

  private static @Nullable String wrong(
      DirectoryKind kind, Tuples.Tuple tuple, boolean readOnly) {
    if (tuple.fields().size() > 3 || (!readOnly && !tuple.field(2).isEmpty())) {
      return "invalid item: expected NAME, NAME:LINK or NAME:LINK:ro";
    }
    return kind == DirectoryKind.CONFIGURATION && tuple.fields().size() > 1
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
    for (DirectoryKind kind : KINDS) {
      int mode = modes[kind.ordinal()];
      wanted
          .get(kind.ordinal())
          .forEach(
              (name, one) ->
                  requests.add(new DirectoryRequest(kind, name, mode, one.links, one.readOnly)));
    }
    builder.directories(requests).keep(keep);
  }
}
