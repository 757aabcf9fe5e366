// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.isolate.mounts.HandoverReader;
import io.ephemera.isolate.mounts.HandoverWriter;
import io.ephemera.isolate.plan.AccessRule;
import io.ephemera.isolate.plan.DeclarationBuilder;
import io.ephemera.isolate.plan.Descriptors;
import io.ephemera.isolate.plan.EnvironmentRequest;
import io.ephemera.isolate.plan.Identity;
import io.ephemera.isolate.plan.Invocation;
import io.ephemera.isolate.plan.MountPlan;
import io.ephemera.isolate.plan.MountRequest;
import io.ephemera.isolate.plan.PrivateTmp;
import io.ephemera.isolate.plan.ProcessSettings;
import io.ephemera.isolate.plan.ResourceLimit;
import io.ephemera.isolate.plan.RunException;
import io.ephemera.isolate.plan.RunPlan;
import io.ephemera.isolate.plan.StandardStream;
import io.ephemera.isolate.plan.StartDirectory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the second start needs of a plan, as bytes: what it shall mount, run and set. It reads
 * neither options nor unit files: in its user namespace it could not judge who wrote them.
 */
final class HandedPlan {
  private final HandoverWriter out = new HandoverWriter();

  private HandedPlan() {}

  /** The bytes for a plan. */
  static Bytes write(RunPlan plan) {
    HandedPlan handed = new HandedPlan();
    handed.plan(plan);
    return handed.out.written();
  }

  private void plan(RunPlan plan) {
    mounts(plan.mounts());
    out.each(plan.declaration().before(), this::invocation);
    name(plan.declaration().descriptors());
    environment(plan.declaration().environment());
    start(plan.declaration().startDirectory());
    out.number(plan.declaration().umask());
    settings(plan.declaration().settings());
    invocation(plan.declaration().command());
    out.each(plan.variables(), out::bytes);
    out.each(plan.removedVariables(), this::text);
    path(plan.workingDirectory());
  }

  private void text(String text) {
    out.bytes(Bytes.latin1(text));
  }

  private void name(Enum<?> constant) {
    text(constant.name());
  }

  private void path(@Nullable BytePath path) {
    out.flag(path != null);
    if (path != null) {
      out.bytes(path.bytes());
    }
  }

  private void mounts(MountPlan mounts) {
    tmp(mounts.tmp());
    out.flag(mounts.tmpRequired());
    out.each(mounts.exceptions(), this::path);
    out.each(mounts.others(), this::mount);
    out.each(mounts.access(), this::rule);
    out.flag(mounts.privateIpc());
  }

  // No switches over types: the virtual machine generates classes for them at every start.

  private void tmp(PrivateTmp tmp) {
    if (tmp instanceof PrivateTmp.InMemory inMemory) {
      out.number(1);
      text(inMemory.size());
    } else {
      out.number(tmp instanceof PrivateTmp.OnDisk ? 2 : 0);
    }
  }

  private void mount(MountRequest request) {
    out.flag(request instanceof MountRequest.Bind);
    path(request.target());
    if (request instanceof MountRequest.Bind bind) {
      path(bind.source());
      out.flag(bind.readOnly());
      out.flag(bind.recursive());
      out.flag(bind.optional());
    } else if (request instanceof MountRequest.Tmpfs tmpfs) {
      out.each(
          List.copyOf(tmpfs.options().entrySet()),
          option -> {
            text(option.getKey());
            text(option.getValue());
          });
      out.flag(tmpfs.readOnly());
    }
  }

  private void rule(AccessRule rule) {
    path(rule.path());
    name(rule.access());
    out.flag(rule.optional());
  }

  private void invocation(Invocation invocation) {
    out.bytes(invocation.program());
    out.each(invocation.words(), out::bytes);
    out.flag(invocation.expandsVariables());
    out.flag(invocation.ignoresFailure());
  }

  private void environment(EnvironmentRequest environment) {
    name(environment.base());
    out.each(environment.passed(), this::text);
    out.each(environment.entries(), out::bytes);
    out.each(environment.unset(), out::bytes);
  }

  private void start(StartDirectory start) {
    if (start instanceof StartDirectory.At at) {
      out.number(1);
      path(at.path());
      out.flag(at.optional());
    } else if (start instanceof StartDirectory.Home home) {
      out.number(2);
      out.flag(home.optional());
    } else {
      out.number(0);
    }
  }

  private void settings(ProcessSettings settings) {
    out.flag(settings.noNewPrivileges());
    out.each(settings.limits(), this::limit);
    optional(settings.nice());
    optional(settings.oomScoreAdjust());
    Boolean ignores = settings.ignoresBrokenPipe();
    optional(ignores == null ? null : ignores ? 1 : 0);
    stream(settings.input());
    stream(settings.output());
    stream(settings.error());
  }

  private void optional(@Nullable Integer number) {
    out.flag(number != null);
    if (number != null) {
      out.number(number);
    }
  }

  private void limit(ResourceLimit limit) {
    out.number(limit.resource());
    out.number(limit.soft());
    out.number(limit.hard());
  }

  private void stream(StandardStream stream) {
    if (stream instanceof StandardStream.OfFile file) {
      out.number(2);
      path(file.path());
      name(file.opening());
    } else {
      out.number(stream instanceof StandardStream.Null ? 1 : 0);
    }
  }

  /**
   * The plan with these bytes. What was done by the first start is not in it.
   *
   * @param identity of this process
   * @throws RunException if they are not those of a plan
   */
  static RunPlan read(Bytes bytes, Identity identity) throws RunException {
    HandoverReader in = new HandoverReader(bytes);
    DeclarationBuilder builder =
        new DeclarationBuilder()
            .mounts(mounts(in))
            .before(in.each(HandedPlan::invocation))
            .descriptors(in.one(Descriptors.values()))
            .environment(environment(in))
            .startDirectory(start(in))
            .umask((int) in.number())
            .settings(settings(in));
    RunPlan plan =
        new RunPlan(
            builder.build(invocation(in)),
            "",
            identity,
            List.of(),
            in.each(HandoverReader::bytes),
            in.each(HandedPlan::text),
            null,
            optionalPath(in));
    in.expectEnd();
    return plan;
  }

  private static String text(HandoverReader in) throws RunException {
    return in.bytes().latin1();
  }

  private static @Nullable BytePath optionalPath(HandoverReader in) throws RunException {
    return in.flag() ? BytePath.of(in.bytes()) : null;
  }

  private static BytePath path(HandoverReader in) throws RunException {
    BytePath path = optionalPath(in);
    if (path == null) {
      throw HandoverReader.malformed("it has no path");
    }
    return path;
  }

  private static RunException unknown(long number) {
    return HandoverReader.malformed("it has the unknown number " + number);
  }

  private static MountPlan mounts(HandoverReader in) throws RunException {
    long number = in.number();
    PrivateTmp tmp =
        switch ((int) number) {
          case 0 -> new PrivateTmp.Shared();
          case 1 -> new PrivateTmp.InMemory(text(in));
          case 2 -> new PrivateTmp.OnDisk();
          default -> throw unknown(number);
        };
    return new MountPlan(
        tmp,
        in.flag(),
        in.each(HandedPlan::path),
        in.each(HandedPlan::mount),
        in.each(HandedPlan::rule),
        in.flag());
  }

  private static MountRequest mount(HandoverReader in) throws RunException {
    boolean isBind = in.flag();
    BytePath target = path(in);
    if (isBind) {
      return new MountRequest.Bind(path(in), target, in.flag(), in.flag(), in.flag());
    }
    Map<String, String> options = new HashMap<>();
    for (Map.Entry<String, String> option : in.each(HandedPlan::option)) {
      options.put(option.getKey(), option.getValue());
    }
    return new MountRequest.Tmpfs(target, options, in.flag());
  }

  private static Map.Entry<String, String> option(HandoverReader in) throws RunException {
    return Map.entry(text(in), text(in));
  }

  private static AccessRule rule(HandoverReader in) throws RunException {
    return new AccessRule(path(in), in.one(AccessRule.Access.values()), in.flag());
  }

  private static Invocation invocation(HandoverReader in) throws RunException {
    return new Invocation(in.bytes(), in.each(HandoverReader::bytes), in.flag(), in.flag());
  }

  private static EnvironmentRequest environment(HandoverReader in) throws RunException {
    return new EnvironmentRequest(
        in.one(EnvironmentRequest.Base.values()),
        in.each(HandedPlan::text),
        in.each(HandoverReader::bytes),
        in.each(HandoverReader::bytes));
  }

  private static StartDirectory start(HandoverReader in) throws RunException {
    long number = in.number();
    return switch ((int) number) {
      case 0 -> new StartDirectory.Current();
      case 1 -> new StartDirectory.At(path(in), in.flag());
      case 2 -> new StartDirectory.Home(in.flag());
      default -> throw unknown(number);
    };
  }

  private static ProcessSettings settings(HandoverReader in) throws RunException {
    return new ProcessSettings(
        in.flag(),
        in.each(HandedPlan::limit),
        optional(in),
        optional(in),
        truth(optional(in)),
        stream(in),
        stream(in),
        stream(in));
  }

  private static @Nullable Integer optional(HandoverReader in) throws RunException {
    return in.flag() ? (int) in.number() : null;
  }

  private static @Nullable Boolean truth(@Nullable Integer number) {
    return number == null ? null : number == 1;
  }

  private static ResourceLimit limit(HandoverReader in) throws RunException {
    return new ResourceLimit((int) in.number(), in.number(), in.number());
  }

  private static StandardStream stream(HandoverReader in) throws RunException {
    long number = in.number();
    return switch ((int) number) {
      case 0 -> new StandardStream.Inherited();
      case 1 -> new StandardStream.Null();
      case 2 -> new StandardStream.OfFile(path(in), in.one(StandardStream.Opening.values()));
      default -> throw unknown(number);
    };
  }
}
