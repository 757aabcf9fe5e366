// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.isolate.command.CommandLimits;
import io.ephemera.isolate.command.OpenedStreams;
import io.ephemera.isolate.plan.Declaration;
import io.ephemera.isolate.plan.DeclarationBuilder;
import io.ephemera.isolate.plan.Identity;
import io.ephemera.isolate.plan.Invocation;
import io.ephemera.isolate.plan.ProcessSettings;
import io.ephemera.isolate.plan.Resource;
import io.ephemera.isolate.plan.ResourceLimit;
import io.ephemera.isolate.plan.RunException;
import io.ephemera.isolate.plan.RunPlan;
import io.ephemera.isolate.plan.StandardStream;
import io.ephemera.isolate.plan.StartDirectory;
import io.ephemera.process.SignalRelay;
import io.ephemera.process.SignalState;
import io.ephemera.process.Users;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Runs a script of sh(1) with settings: {@code [LimitX=SOFT:HARD] [nice=N] [oom=N] [pipe=BOOLEAN]
 * [nnp=true] [in=FILE] [out=OPENING:FILE] [err=...] [uid=N] [umask=OCTAL] [directory=PATH]
 * [before=SCRIPT] [start=child] SCRIPT}. With a child, prints its own limit of open files and nice
 * value afterwards.
 */
final class SettingsMain {
  private final Map<String, String> options = new TreeMap<>();

  private SettingsMain(List<String> words) {
    for (String word : words) {
      int equals = word.indexOf('=');
      String ignored = options.put(word.substring(0, equals), word.substring(equals + 1));
    }
  }

  public static void main(String[] arguments) throws IOException {
    List<String> words = Arrays.asList(arguments);
    try {
      new SettingsMain(words.subList(0, words.size() - 1)).run(words.getLast());
    } catch (RunException e) {
      System.err.println(e.getMessage());
      Runtime.getRuntime().halt(e.failure().status());
    }
  }

  private void run(String script) throws IOException {
    int uid = Integer.parseInt(options.getOrDefault("uid", "" + Users.effectiveUid()));
    int umask = Integer.parseInt(options.getOrDefault("umask", "-1"), 8);
    Identity identity =
        options.containsKey("uid")
            ? new Identity.Changed(uid, uid, List.of(uid), null)
            : new Identity.Unchanged(uid, Users.effectiveGid());
    DeclarationBuilder builder = new DeclarationBuilder().settings(settings()).umask(umask);
    String directory = options.get("directory");
    BytePath path = directory == null ? null : BytePath.of(directory);
    if (path != null) {
      builder.startDirectory(new StartDirectory.At(path, options.containsKey("optional")));
    }
    String before = options.get("before");
    if (before != null) {
      builder.before(List.of(shell(before)));
    }
    Declaration declaration = builder.build(shell(script));
    RunPlan plan =
        new RunPlan(declaration, "", identity, List.of(), List.of(), List.of(), null, path);
    OpenedStreams streams = OpenedStreams.open(settings(), identity, umask);
    LastSteps last =
        new LastSteps(
            plan,
            declaration.command(),
            LastSteps.environment(plan),
            List.of(),
            streams,
            CommandLimits.open(settings()),
            SignalState.ofCaller(),
            System.err::println);
    if (options.containsKey("start")) {
      int status = last.start(SignalRelay.none()).await();
      streams.close();
      int ignored =
          new ProcessBuilder("sh", "-c", "echo own $(ulimit -n) $(nice)")
              .inheritIO()
              .start()
              .onExit()
              .join()
              .exitValue();
      Runtime.getRuntime().halt(status);
    }
    last.become();
  }

  private static Invocation shell(String script) {
    return Invocation.of(List.of(Bytes.latin1("/bin/sh"), Bytes.latin1("-c"), Bytes.utf8(script)));
  }

  private ProcessSettings settings() {
    List<ResourceLimit> limits = new ArrayList<>();
    for (Resource resource : Resource.values()) {
      String value = options.get(resource.directive());
      if (value != null) {
        String[] both = value.split(":", -1);
        limits.add(
            new ResourceLimit(resource.number(), Long.parseLong(both[0]), Long.parseLong(both[1])));
      }
    }
    String pipe = options.get("pipe");
    return new ProcessSettings(
        options.containsKey("nnp"),
        limits,
        number("nice"),
        number("oom"),
        pipe == null ? null : Boolean.valueOf(pipe),
        stream("in"),
        stream("out"),
        stream("err"));
  }

  private @Nullable Integer number(String name) {
    String value = options.get(name);
    return value == null ? null : Integer.valueOf(value);
  }

  private StandardStream stream(String name) {
    String value = options.get(name);
    if (value == null) {
      return new StandardStream.Inherited();
    }
    int colon = value.indexOf(':');
    return colon < 0
        ? new StandardStream.Null()
        : new StandardStream.OfFile(
            BytePath.of(value.substring(colon + 1)),
            StandardStream.Opening.valueOf(value.substring(0, colon)));
  }
}
