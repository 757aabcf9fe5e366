// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.run;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.isolate.plan.AccessRule;
import io.ephemera.isolate.plan.Declaration;
import io.ephemera.isolate.plan.EnvironmentRequest;
import io.ephemera.isolate.plan.Identity;
import io.ephemera.isolate.plan.Invocation;
import io.ephemera.isolate.plan.Locking;
import io.ephemera.isolate.plan.MountPlan;
import io.ephemera.isolate.plan.MountRequest;
import io.ephemera.isolate.plan.PlannedDirectory;
import io.ephemera.isolate.plan.PrivateTmp;
import io.ephemera.isolate.plan.RunPlan;
import io.ephemera.isolate.plan.Supervision;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A plan for people, one step a line, in the order in which it is carried out. */
final class TextRunPlan implements RunPlanReport {
  private static final int COLUMN = 14;
  private static final String IF_THERE = ", if it exists";

  private final Consumer<String> lines;

  /** Prints each line, which ends with a line feed. */
  TextRunPlan(Consumer<String> lines) {
    this.lines = lines;
  }

  @Override
  public void print(RunPlan plan) {
    Declaration declaration = plan.declaration();
    locking(plan);
    for (PlannedDirectory directory : plan.directories()) {
      row("directory", directory(directory));
    }
    if (declaration.cleanBefore()) {
      row("clean", "dead sockets and stale pid files in the runtime directories");
    }
    mounts(declaration.mounts());
    for (BytePath file : declaration.tmpfiles()) {
      row("tmpfiles", file.toString());
    }
    if (plan.pidFile() != null) {
      row("pid file", plan.pidFile().toString());
    }
    environment(plan);
    identity(plan.identity());
    for (Invocation before : declaration.before()) {
      row("before", ShownCommand.before(before));
    }
    row("command", ShownCommand.words(declaration.command().words()));
    supervision(declaration.supervision());
  }

  private void row(String what, String text) {
    lines.accept(what + " ".repeat(Math.max(1, COLUMN - what.length())) + text + "\n");
  }

  private void locking(RunPlan plan) {
    if (!plan.name().isEmpty()) {
      row("name", plan.name());
    }
    switch (plan.declaration().locking()) {
      case Locking.None _ -> {}
      case Locking.Fail fail -> row("lock", "if one runs, end with " + fail.status());
      case Locking.Await _ -> row("lock", "if one runs, wait for its end");
    }
  }

  private static String directory(PlannedDirectory directory) {
    return directory.path()
        + " mode 0"
        + Integer.toOctalString(directory.mode())
        + " uid "
        + Integer.toUnsignedString(directory.uid())
        + " gid "
        + Integer.toUnsignedString(directory.gid());
  }

  private void mounts(MountPlan mounts) {
    switch (mounts.tmp()) {
      case PrivateTmp.Shared _ -> {}
      case PrivateTmp.InMemory memory ->
          row("private tmp", "/tmp and /var/tmp in memory, size " + memory.size());
      case PrivateTmp.OnDisk _ -> row("private tmp", "/tmp and /var/tmp on disk");
    }
    for (BytePath exception : mounts.exceptions()) {
      row("exception", exception.toString());
    }
    for (MountRequest mount : mounts.others()) {
      row("mount", mount(mount));
    }
    for (AccessRule rule : mounts.access()) {
      row("access", access(rule));
    }
    if (mounts.privateIpc()) {
      row("private IPC", "System V IPC, /dev/shm, /dev/mqueue");
    }
  }

  private static String mount(MountRequest mount) {
    return switch (mount) {
      case MountRequest.Bind bind ->
          bind.source()
              + " at "
              + bind.target()
              + (bind.readOnly() ? ", read-only" : "")
              + (bind.recursive() ? "" : ", without mounts below it")
              + (bind.optional() ? IF_THERE : "");
      case MountRequest.Tmpfs tmpfs ->
          "an empty tmpfs at "
              + tmpfs.target()
              + options(tmpfs.options())
              + (tmpfs.readOnly() ? ", read-only" : "");
    };
  }

  private static String options(Map<String, String> options) {
    List<String> texts = new ArrayList<>();
    new TreeMap<>(options)
        .forEach((name, value) -> texts.add(name + "=" + Bytes.latin1(value).toString()));
    return texts.isEmpty() ? "" : ", " + String.join(",", texts);
  }

  private static String access(AccessRule rule) {
    String may =
        switch (rule.access()) {
          case READ_WRITE -> "writable";
          case READ_ONLY -> "read-only";
          case INACCESSIBLE -> "none";
        };
    return rule.path() + " " + may + (rule.optional() ? IF_THERE : "");
  }

  private void environment(RunPlan plan) {
    if (plan.declaration().environment().base() != EnvironmentRequest.Base.CALLER) {
      row("environment", "clean");
    }
    for (String name : plan.removedVariables()) {
      row("unset", name);
    }
    for (Bytes entry : plan.variables()) {
      row("set", entry.toString());
    }
  }

  private void identity(Identity identity) {
    if (identity instanceof Identity.Changed changed) {
      List<String> groups = new ArrayList<>();
      changed.groups().forEach(group -> groups.add(Integer.toUnsignedString(group)));
      row(
          "user",
          "uid "
              + Integer.toUnsignedString(changed.uid())
              + " gid "
              + Integer.toUnsignedString(changed.gid())
              + " groups "
              + String.join(",", groups));
    }
  }

  private void supervision(Supervision supervision) {
    if (supervision.stays()) {
      row(
          "supervise",
          (supervision.isInit() ? "as init" : "beside it")
              + (supervision.killsRest() ? ", ends what the command leaves" : ""));
    }
  }
}
