// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.run;

import com.fasterxml.jackson.core.JsonGenerator;
import io.ephemera.cli.command.Output;
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
import io.ephemera.report.JsonLines;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A plan for programs: lines of JSON, docs/json.md. */
final class JsonRunPlan implements RunPlanReport {
  private static final int SCHEMA = 1;

  private final JsonLines lines;

  JsonRunPlan(Output output) throws IOException {
    this.lines = new JsonLines(output.data());
  }

  @Override
  public void print(RunPlan plan) throws IOException {
    for (PlannedDirectory directory : plan.directories()) {
      directory(directory);
    }
    mounts(plan.declaration().mounts());
    identity(plan.identity());
    lines.object("run", json -> run(json, plan));
    lines.flush();
  }

  private void directory(PlannedDirectory directory) throws IOException {
    lines.object(
        "directory",
        json -> {
          json.writeStringField("kind", directory.kind().name().toLowerCase(Locale.ROOT));
          json.writeStringField("path", directory.path().toString());
          json.writeStringField("mode", "0" + Integer.toOctalString(directory.mode()));
          json.writeNumberField("uid", Integer.toUnsignedLong(directory.uid()));
          json.writeNumberField("gid", Integer.toUnsignedLong(directory.gid()));
        });
  }

  private void mounts(MountPlan mounts) throws IOException {
    if (!(mounts.tmp() instanceof PrivateTmp.Shared)) {
      lines.object(
          "private-tmp",
          json -> {
            boolean inMemory = mounts.tmp() instanceof PrivateTmp.InMemory;
            json.writeStringField("backing", inMemory ? "tmpfs" : "disk");
            if (mounts.tmp() instanceof PrivateTmp.InMemory memory) {
              json.writeStringField("size", memory.size());
            }
            json.writeBooleanField("required", mounts.tmpRequired());
            json.writeArrayFieldStart("exceptions");
            for (BytePath exception : mounts.exceptions()) {
              json.writeString(exception.toString());
            }
            json.writeEndArray();
          });
    }
    for (MountRequest mount : mounts.others()) {
      lines.object("mount", json -> mount(json, mount));
    }
    for (AccessRule rule : mounts.access()) {
      lines.object("access", json -> access(json, rule));
    }
  }

  private static void mount(JsonGenerator json, MountRequest mount) throws IOException {
    json.writeStringField("target", mount.target().toString());
    switch (mount) {
      case MountRequest.Bind bind -> {
        json.writeStringField("kind", "bind");
        json.writeStringField("source", bind.source().toString());
        json.writeBooleanField("readOnly", bind.readOnly());
        json.writeBooleanField("recursive", bind.recursive());
        json.writeBooleanField("optional", bind.optional());
      }
      case MountRequest.Tmpfs tmpfs -> {
        json.writeStringField("kind", "tmpfs");
        json.writeBooleanField("readOnly", tmpfs.readOnly());
        json.writeObjectFieldStart("options");
        for (Map.Entry<String, String> option : new TreeMap<>(tmpfs.options()).entrySet()) {
          json.writeStringField(option.getKey(), Bytes.latin1(option.getValue()).toString());
        }
        json.writeEndObject();
      }
    }
  }

  private static void access(JsonGenerator json, AccessRule rule) throws IOException {
    json.writeStringField("path", rule.path().toString());
    json.writeStringField(
        "access",
        switch (rule.access()) {
          case READ_WRITE -> "read-write";
          case READ_ONLY -> "read-only";
          case INACCESSIBLE -> "none";
        });
    json.writeBooleanField("optional", rule.optional());
  }

  private void identity(Identity identity) throws IOException {
    lines.object(
        "identity",
        json -> {
          json.writeNumberField("uid", Integer.toUnsignedLong(identity.uid()));
          json.writeNumberField("gid", Integer.toUnsignedLong(identity.gid()));
          json.writeBooleanField("changed", identity instanceof Identity.Changed);
          if (identity instanceof Identity.Changed changed) {
            json.writeArrayFieldStart("groups");
            for (int group : changed.groups()) {
              json.writeNumber(Integer.toUnsignedLong(group));
            }
            json.writeEndArray();
          }
        });
  }

  private static void run(JsonGenerator json, RunPlan plan) throws IOException {
    Declaration declaration = plan.declaration();
    json.writeNumberField("schema", SCHEMA);
    if (!plan.name().isEmpty()) {
      json.writeStringField("name", plan.name());
    }
    json.writeStringField("lock", lock(declaration.locking()));
    if (plan.pidFile() != null) {
      json.writeStringField("pidFile", plan.pidFile().toString());
    }
    json.writeBooleanField("privateIpc", declaration.mounts().privateIpc());
    strings(json, "tmpfiles", declaration.tmpfiles());
    strings(json, "set", plan.variables());
    strings(json, "unset", plan.removedVariables());
    json.writeBooleanField(
        "cleanEnvironment", declaration.environment().base() != EnvironmentRequest.Base.CALLER);
    json.writeBooleanField("supervise", declaration.supervision().stays());
    json.writeArrayFieldStart("before");
    for (Invocation before : declaration.before()) {
      json.writeString(ShownCommand.before(before));
    }
    json.writeEndArray();
    strings(json, "command", declaration.command().words());
  }

  private static String lock(Locking locking) {
    return switch (locking) {
      case Locking.None _ -> "none";
      case Locking.Fail _ -> "fail";
      case Locking.Await _ -> "wait";
    };
  }

  private static void strings(JsonGenerator json, String name, List<?> values) throws IOException {
    json.writeArrayFieldStart(name);
    for (Object value : values) {
      json.writeString(value.toString());
    }
    json.writeEndArray();
  }
}
