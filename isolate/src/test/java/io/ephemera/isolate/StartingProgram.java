// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Handle;
import io.ephemera.fs.Inode;
import io.ephemera.isolate.command.ChildStart;
import io.ephemera.isolate.command.Execution;
import io.ephemera.isolate.command.NamedByPid;
import io.ephemera.isolate.command.Takeover;
import io.ephemera.isolate.identity.IdentityChange;
import io.ephemera.isolate.identity.IdentityLookup;
import io.ephemera.isolate.plan.Descriptors;
import io.ephemera.isolate.plan.Identity;
import io.ephemera.isolate.plan.RunException;
import io.ephemera.process.Environ;
import io.ephemera.process.SignalRelay;
import io.ephemera.process.SignalState;
import io.ephemera.process.ThreadIdentity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A program that starts a command as another user: {@code [user=NAME] [group=NAME]
 * [groups=NAME,...] [as=UID:GID:GROUP,...] [descriptors=POLICY] [pass=FILE] [start=exec|child] --
 * COMMAND [ARG...]}. It ends with the status of a failure, after it has said what it is then.
 */
final class StartingProgram {
  private final Map<String, String> options = new TreeMap<>();
  private final List<Bytes> command = new ArrayList<>();

  private StartingProgram(String[] arguments) {
    List<String> words = Arrays.asList(arguments);
    int end = words.indexOf("--");
    for (String option : words.subList(0, end)) {
      int equals = option.indexOf('=');
      String ignored = options.put(option.substring(0, equals), option.substring(equals + 1));
    }
    words.subList(end + 1, words.size()).forEach(word -> command.add(Bytes.utf8(word)));
  }

  public static void main(String[] arguments) throws IOException {
    try {
      System.exit(new StartingProgram(arguments).run());
    } catch (RunException e) {
      System.err.println(e.getMessage());
      System.err.println("still " + ThreadIdentity.current());
      System.exit(e.failure().status());
    }
  }

  private int run() throws IOException {
    List<Bytes> environment = Environ.ofProcess().entries();
    SignalState signals = SignalState.ofCaller();
    List<Handle> passed =
        options.containsKey("pass")
            ? List.of(Inode.openAmbient(BytePath.of(option("pass"))).openForReading())
            : List.of();
    Identity identity = identity();
    IdentityChange.Terminal terminal = IdentityChange.apply(identity, System.err::println);
    Execution execution =
        new Execution(
            command.getFirst(),
            command,
            environment,
            Execution.keepsDescriptors(
                Descriptors.valueOf(options.getOrDefault("descriptors", "USUAL")),
                identity instanceof Identity.Changed),
            passed,
            signals,
            terminal == IdentityChange.Terminal.NEEDS_SESSION);
    if (option("start").equals("child")) {
      return ChildStart.start(NamedByPid.of(execution), SignalRelay.none()).await();
    }
    Takeover.become(execution);
    return 0;
  }

  private Identity identity() throws RunException {
    String exact = options.get("as");
    if (exact == null) {
      return IdentityLookup.of(name("user"), name("group"), groups());
    }
    String[] ids = exact.split(":", -1);
    List<Integer> groups = Arrays.stream(ids[2].split(",", -1)).map(Integer::valueOf).toList();
    return new Identity.Changed(Integer.parseInt(ids[0]), Integer.parseInt(ids[1]), groups, null);
  }

  private List<Bytes> groups() {
    String value = options.get("groups");
    return value == null
        ? List.of()
        : Arrays.stream(value.split(",", -1)).map(Bytes::utf8).toList();
  }

  private @Nullable Bytes name(String option) {
    String value = options.get(option);
    return value == null ? null : Bytes.utf8(value);
  }

  private String option(String name) {
    return options.getOrDefault(name, "");
  }
}
