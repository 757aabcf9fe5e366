// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.service;

import io.ephemera.fs.BytePath;
import io.ephemera.isolate.plan.AccessRule;
import io.ephemera.isolate.plan.AccessRule.Access;
import io.ephemera.isolate.plan.DeclarationBuilder;
import io.ephemera.isolate.plan.MountPlan;
import io.ephemera.isolate.plan.MountRequest;
import io.ephemera.isolate.plan.PrivateTmp;
import io.ephemera.tmpfiles.language.Excerpt;
import io.ephemera.units.syntax.Assignment;
import io.ephemera.units.syntax.Booleans;
import io.ephemera.units.syntax.Tuples;
import io.ephemera.units.syntax.Word;
import io.ephemera.units.syntax.WordStyle;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the service sees of the file system, and what it may do there, systemd.exec(5). */
final class FileSystemTopic implements Topic {
  private final Values values;
  private final List<AccessRule> given = new ArrayList<>();

  /** Of both directives, which an empty value of one clears. */
  private final List<MountRequest.Bind> binds = new ArrayList<>();

  private final List<Temporary> temporary = new ArrayList<>();
  private PrivateTmp tmp = new PrivateTmp.Shared();
  private ProtectedSystem system = ProtectedSystem.NO;
  private ProtectedHome home = ProtectedHome.NO;

  /** A temporary file system, and where it is asked for. */
  private record Temporary(Assignment assignment, int index, MountRequest.Tmpfs mount) {}

  FileSystemTopic(Values values) {
    this.values = values;
  }

  @Override
  public boolean take(Assignment assignment) {
    switch (assignment.key()) {
      case "PrivateTmp" -> setTmp(assignment);
      case "ProtectSystem" -> setSystem(assignment);
      case "ProtectHome" -> setHome(assignment);
      case "ReadWritePaths", "ReadWriteDirectories" -> addPaths(assignment, Access.READ_WRITE);
      case "ReadOnlyPaths", "ReadOnlyDirectories" -> addPaths(assignment, Access.READ_ONLY);
      case "InaccessiblePaths", "InaccessibleDirectories" ->
          addPaths(assignment, Access.INACCESSIBLE);
      case "BindPaths" -> addBinds(assignment, false);
      case "BindReadOnlyPaths" -> addBinds(assignment, true);
      case "TemporaryFileSystem" -> addTemporary(assignment);
      default -> {
        return false;
      }
    }
    return true;
  }

  private void setTmp(Assignment assignment) {
    Boolean value = Booleans.parse(assignment.value());
    if (value != null) {
      tmp = value ? new PrivateTmp.OnDisk() : new PrivateTmp.Shared();
    } else if (assignment.value().equals("disconnected")) {
      tmp = new PrivateTmp.InMemory(PrivateTmp.InMemory.USUAL_SIZE);
    } else {
      invalid(assignment, "yes, no or disconnected");
    }
  }

  private void setSystem(Assignment assignment) {
    ProtectedSystem value = ProtectedSystem.parse(assignment.value());
    if (value == null) {
      invalid(assignment, "yes, no, full or strict");
    } else {
      system = value;
    }
  }

  private void setHome(Assignment assignment) {
    ProtectedHome value = ProtectedHome.parse(assignment.value());
    if (value == null) {
      invalid(assignment, "yes, no, read-only or tmpfs");
    } else {
      home = value;
    }
  }

  private void invalid(Assignment assignment, String expected) {
    values.warn(
        assignment,
        0,
        "invalid value " + Excerpt.quoted(assignment.value()) + ": expected " + expected);
  }

  private void addPaths(Assignment assignment, Access access) {
    if (assignment.isEmpty()) {
      given.removeIf(rule -> rule.access() == access);
    }
    for (Word word : values.words(assignment, WordStyle.QUOTED)) {
      Marks marks = Marks.of(word.text());
      BytePath path = values.path(assignment, word.index(), marks.rest(word.text()));
      if (path != null) {
        given.add(new AccessRule(path, access, marks.optional()));
      }
    }
  }

  /** The marks before a path: {@code -}, it may be missing; {@code +}, below the root directory. */
  private record Marks(boolean optional, int length) {
    static Marks of(String text) {
      boolean optional = text.startsWith("-");
      int i = optional ? 1 : 0;
      return new Marks(optional, text.startsWith("+", i) ? i + 1 : i);
    }

    String rest(String text) {
      return text.substring(length);
    }
  }

  private void addBinds(Assignment assignment, boolean readOnly) {
    if (assignment.isEmpty()) {
      binds.clear();
      return;
    }
    Tuples.TupleList tuples = Tuples.binds(assignment.value());
    for (Tuples.Tuple tuple : tuples.tuples()) {
      MountRequest.Bind bind = bind(assignment, tuple, readOnly);
      if (bind != null) {
        binds.add(bind);
      }
    }
    values.warnOf(assignment, tuples.invalid());
  }

  private MountRequest.@Nullable Bind bind(
      Assignment assignment, Tuples.Tuple tuple, boolean readOnly) {
    boolean optional = tuple.field(0).startsWith("-");
    BytePath source =
        values.path(assignment, tuple.index(), tuple.field(0).substring(optional ? 1 : 0));
    BytePath target =
        tuple.fields().size() < 2 ? source : values.path(assignment, tuple.index(), tuple.field(1));
    Boolean recursive =
        switch (tuple.field(2)) {
          case "", "rbind" -> Boolean.TRUE;
          case "norbind" -> Boolean.FALSE;
          default -> null;
        };
    if (recursive == null || tuple.fields().size() > 3) {
      values.warn(
          assignment,
          tuple.index(),
          "invalid item: expected SOURCE, SOURCE:TARGET or SOURCE:TARGET:norbind");
      return null;
    }
    return source == null || target == null
        ? null
        : new MountRequest.Bind(source, target, readOnly, recursive, optional);
  }

  private void addTemporary(Assignment assignment) {
    if (assignment.isEmpty()) {
      temporary.clear();
      return;
    }
    Tuples.TupleList tuples = Tuples.temporaryFileSystems(assignment.value());
    for (Tuples.Tuple tuple : tuples.tuples()) {
      MountRequest.Tmpfs tmpfs = tmpfs(assignment, tuple);
      if (tmpfs != null) {
        temporary.add(new Temporary(assignment, tuple.index(), tmpfs));
      }
    }
    values.warnOf(assignment, tuples.invalid());
  }

  private MountRequest.@Nullable Tmpfs tmpfs(Assignment assignment, Tuples.Tuple tuple) {
    BytePath target = values.path(assignment, tuple.index(), tuple.field(0));
    String options = values.expand(assignment, tuple.index(), tuple.field(1));
    if (target == null || options == null) {
      return null;
    }
    TmpfsOptions parsed = TmpfsOptions.parse(options);
    if (parsed.unknown() != null) {
      values.refuse(
          assignment,
          "unknown option "
              + Excerpt.quoted(parsed.unknown())
              + ": expected "
              + TmpfsOptions.KNOWN);
      return null;
    }
    return new MountRequest.Tmpfs(target, parsed.values(), parsed.readOnly());
  }

  @Override
  public void addTo(DeclarationBuilder builder) {
    OneOfEach all = new OneOfEach(!(tmp instanceof PrivateTmp.Shared));
    all.addRules(given);
    all.addRules(home.rules());
    all.addRules(system.rules());
    binds.forEach(all::addBind);
    for (Temporary one : temporary) {
      addTo(all, one);
    }
    home.mounts().forEach(all::addTmpfs);
    all.addWeakRules(system.exceptions());
    builder.mounts(new MountPlan(tmp, true, List.of(), all.mounts(), all.rules(), false));
  }

  private void addTo(OneOfEach all, Temporary one) {
    if (!all.addTmpfs(one.mount())) {
      values.warn(
          one.assignment(),
          one.index(),
          "another directive is about " + one.mount().target() + ", so that it is not empty");
    }
  }
}
