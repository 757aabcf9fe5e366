// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.service;

import io.ephemera.fs.Bytes;
import io.ephemera.isolate.plan.AccessRule;
import io.ephemera.isolate.plan.Declaration;
import io.ephemera.isolate.plan.DirectoryRequest;
import io.ephemera.isolate.plan.EnvironmentRequest;
import io.ephemera.isolate.plan.Invocation;
import io.ephemera.isolate.plan.MountRequest;
import io.ephemera.isolate.plan.PrivateTmp;
import io.ephemera.isolate.plan.ProcessSettings;
import io.ephemera.isolate.plan.ResourceLimit;
import io.ephemera.isolate.plan.StandardStream;
import io.ephemera.isolate.plan.StartDirectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a unit file can declare, as lines of text; what is not declared has no line. */
final class DeclarationText {
  private final List<String> lines = new ArrayList<>();

  private DeclarationText() {}

  static List<String> lines(Declaration declaration) {
    DeclarationText text = new DeclarationText();
    text.identity(declaration);
    declaration.directories().forEach(text::directory);
    text.add(declaration.keep(), "keep");
    text.mounts(declaration);
    text.environment(declaration.environment());
    declaration.before().forEach(before -> text.lines.add("before " + invocation(before)));
    text.lines.add("start " + invocation(declaration.command()));
    text.lines.add("in " + start(declaration.startDirectory()));
    text.lines.add("umask " + Integer.toOctalString(declaration.umask()));
    text.settings(declaration.settings());
    return text.lines;
  }

  private void add(boolean isSo, String line) {
    if (isSo) {
      lines.add(line);
    }
  }

  private void identity(Declaration declaration) {
    add(declaration.user() != null, "user " + declaration.user());
    add(declaration.group() != null, "group " + declaration.group());
    declaration.supplementaryGroups().forEach(group -> lines.add("also group " + group));
  }

  private void directory(DirectoryRequest directory) {
    lines.add(
        directory.kind().name().toLowerCase(Locale.ROOT)
            + " "
            + directory.name()
            + " 0"
            + Integer.toOctalString(directory.mode())
            + directory.links().stream().map(link -> " <- " + link).collect(Collectors.joining())
            + (directory.readOnly() ? " ro" : ""));
  }

  private void mounts(Declaration declaration) {
    switch (declaration.mounts().tmp()) {
      case PrivateTmp.Shared _ -> {}
      case PrivateTmp.OnDisk _ -> lines.add("tmp on disk");
      case PrivateTmp.InMemory memory -> lines.add("tmp in memory " + memory.size());
    }
    declaration.mounts().others().forEach(mount -> lines.add(mount(mount)));
    for (AccessRule rule : declaration.mounts().access()) {
      String access = rule.access().name().toLowerCase(Locale.ROOT).replace('_', '-');
      lines.add(access + " " + rule.path() + (rule.optional() ? " if there" : ""));
    }
  }

  private static String mount(MountRequest mount) {
    return switch (mount) {
      case MountRequest.Bind bind ->
          "bind "
              + bind.source()
              + " at "
              + bind.target()
              + (bind.readOnly() ? " ro" : "")
              + (bind.recursive() ? "" : " alone")
              + (bind.optional() ? " if there" : "");
      case MountRequest.Tmpfs tmpfs ->
          "tmpfs "
              + tmpfs.target()
              + " "
              + new TreeMap<>(tmpfs.options())
              + (tmpfs.readOnly() ? " ro" : "");
    };
  }

  private void environment(EnvironmentRequest environment) {
    environment.passed().forEach(name -> lines.add("pass " + name));
    environment.entries().forEach(entry -> lines.add("set " + entry));
    environment.unset().forEach(entry -> lines.add("unset " + entry));
  }

  private static String invocation(Invocation invocation) {
    String program = invocation.program().toString();
    String words =
        invocation.words().stream().map(Bytes::toString).collect(Collectors.joining("|"));
    return program
        + (words.equals(program) || words.startsWith(program + "|") ? "" : " as ")
        + (words.startsWith(program) ? words.substring(program.length()) : words)
        + (invocation.expandsVariables() ? "" : " literally")
        + (invocation.ignoresFailure() ? " or not" : "");
  }

  private static String start(StartDirectory start) {
    return switch (start) {
      case StartDirectory.Current _ -> "the current directory";
      case StartDirectory.At at -> at.path() + (at.optional() ? " or /" : "");
      case StartDirectory.Home home -> "home" + (home.optional() ? " or /" : "");
    };
  }

  private void settings(ProcessSettings settings) {
    add(settings.noNewPrivileges(), "no new privileges");
    for (ResourceLimit limit : settings.limits()) {
      lines.add(
          "limit " + limit.resource() + " " + value(limit.soft()) + ":" + value(limit.hard()));
    }
    add(settings.nice() != null, "nice " + settings.nice());
    add(settings.oomScoreAdjust() != null, "oom " + settings.oomScoreAdjust());
    lines.add("ignores SIGPIPE: " + settings.ignoresBrokenPipe());
    lines.add("input " + stream(settings.input()));
    lines.add("output " + stream(settings.output()));
    lines.add("error " + stream(settings.error()));
  }

  private static String value(long limit) {
    return limit == ResourceLimit.INFINITY ? "infinity" : Long.toUnsignedString(limit);
  }

  private static String stream(StandardStream stream) {
    return switch (stream) {
      case StandardStream.Inherited _ -> "inherited";
      case StandardStream.Null _ -> "null";
      case StandardStream.OfFile file ->
          file.opening().name().toLowerCase(Locale.ROOT) + " " + file.path();
    };
  }
}
