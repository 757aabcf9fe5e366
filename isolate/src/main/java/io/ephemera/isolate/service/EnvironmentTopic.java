// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.service;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Glob;
import io.ephemera.fs.Name;
import io.ephemera.isolate.plan.DeclarationBuilder;
import io.ephemera.isolate.plan.EnvironmentRequest;
import io.ephemera.isolate.plan.RunException;
import io.ephemera.isolate.plan.RunException.Failure;
import io.ephemera.tmpfiles.language.Position;
import io.ephemera.units.UnitFiles;
import io.ephemera.units.syntax.Assignment;
import io.ephemera.units.syntax.EnvironmentFile;
import io.ephemera.units.syntax.EnvironmentFileParser;
import io.ephemera.units.syntax.EnvironmentValues;
import io.ephemera.units.syntax.EnvironmentVariable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * {@code Environment=}, {@code EnvironmentFile=}, {@code PassEnvironment=} and {@code
 * UnsetEnvironment=}, systemd.exec(5).
 */
final class EnvironmentTopic implements Topic {
  private final Values values;
  private final UnitFiles files;
  private final List<Bytes> entries = new ArrayList<>();
  private final List<Source> sources = new ArrayList<>();
  private final List<String> passed = new ArrayList<>();
  private final List<Bytes> unset = new ArrayList<>();

  /** A file of variables. */
  private record Source(BytePath path, boolean optional, Position position) {}

  EnvironmentTopic(Values values, UnitFiles files) {
    this.values = values;
    this.files = files;
  }

  @Override
  public boolean take(Assignment assignment) {
    switch (assignment.key()) {
      case "Environment" -> addVariables(assignment);
      case "EnvironmentFile" -> addFile(assignment);
      case "PassEnvironment" -> pass(assignment);
      case "UnsetEnvironment" -> unset(assignment);
      default -> {
        return false;
      }
    }
    return true;
  }

  private void addVariables(Assignment assignment) {
    if (assignment.isEmpty()) {
      entries.clear();
    }
    EnvironmentValues.Variables read =
        EnvironmentValues.environment(assignment, values.specifiers());
    values.addAll(read.problems());
    addAll(read.variables(), entries);
  }

  private static void addAll(List<EnvironmentVariable> variables, List<Bytes> into) {
    for (EnvironmentVariable variable : variables) {
      into.add(Bytes.latin1(variable.name() + "=" + variable.value()));
    }
  }

  private void addFile(Assignment assignment) {
    if (assignment.isEmpty()) {
      sources.clear();
      return;
    }
    boolean optional = assignment.value().startsWith("-");
    int from = optional ? 1 : 0;
    BytePath path = values.path(assignment, from, assignment.value().substring(from));
    if (path != null) {
      sources.add(new Source(path, optional, assignment.position()));
    }
  }

  private void pass(Assignment assignment) {
    if (assignment.isEmpty()) {
      passed.clear();
    }
    EnvironmentValues.Names read = EnvironmentValues.pass(assignment, values.specifiers());
    values.addAll(read.problems());
    passed.addAll(read.names());
  }

  private void unset(Assignment assignment) {
    if (assignment.isEmpty()) {
      unset.clear();
    }
    EnvironmentValues.Names read = EnvironmentValues.unset(assignment, values.specifiers());
    values.addAll(read.problems());
    for (String name : read.names()) {
      unset.add(Bytes.latin1(name));
    }
  }

  @Override
  public void addTo(DeclarationBuilder builder) throws IOException {
    List<Bytes> all = new ArrayList<>(entries);
    for (Source source : sources) {
      for (BytePath path : paths(source)) {
        addAll(read(source, path), all);
      }
    }
    builder.environment(
        new EnvironmentRequest(EnvironmentRequest.Base.SERVICE, passed, all, unset));
  }

  /** The files that a source means: a pattern in its last component means all that match. */
  private List<BytePath> paths(Source source) throws IOException {
    BytePath path = source.path();
    if (!Glob.isPattern(path.bytes())) {
      return List.of(path);
    }
    if (Glob.isPattern(path.parent().bytes())) {
      throw refused(source, "a pattern in the name of a directory is not supported");
    }
    Glob glob = new Glob(Objects.requireNonNull(path.name()).bytes());
    SortedSet<BytePath> matches = new TreeSet<>();
    for (Name name : files.list(path.parent())) {
      if (glob.matches(name.bytes())) {
        boolean ignored = matches.add(path.parent().child(name));
      }
    }
    if (matches.isEmpty() && !source.optional()) {
      throw refused(source, "no file matches");
    }
    return List.copyOf(matches);
  }

  private List<EnvironmentVariable> read(Source source, BytePath path) throws IOException {
    Bytes content = files.readIfExists(path);
    if (content == null) {
      if (source.optional()) {
        return List.of();
      }
      throw refused(source, "there is no such file; create it, or write EnvironmentFile=-PATH");
    }
    EnvironmentFile file = EnvironmentFileParser.parse(path.toString(), content);
    if (!file.isValid() && !source.optional()) {
      throw refused(source, file.problems().getFirst().message());
    }
    values.addWarnings(file.problems());
    return file.variables();
  }

  private static RunException refused(Source source, String why) {
    return new RunException(
        Failure.CONFIGURATION,
        source.position() + ": EnvironmentFile=" + source.path() + ": " + why);
  }
}
