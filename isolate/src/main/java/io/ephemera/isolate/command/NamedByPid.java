// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.command;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.isolate.plan.RunException;
import io.ephemera.process.CurrentProcess;
import java.util.ArrayList;
import java.util.List;

/**
 * A command that is started beside this process, and for which its service manager means it: the
 * variables of sd_listen_fds(3) and sd_watchdog_enabled(3) that name this process by its pid must
 * name the command. As its pid is not known before it runs, a shell sets them and becomes the
 * command.
 */
public final class NamedByPid {
  private static final List<String> NAMES = List.of("LISTEN_PID", "WATCHDOG_PID");

  private NamedByPid() {}

  /**
   * What to start for a command: itself, if no variable names this process.
   *
   * @throws RunException if there is no such program
   */
  public static Execution of(Execution command) throws RunException {
    StringBuilder script = new StringBuilder();
    for (String name : NAMES) {
      Bytes ours = Bytes.latin1(name + "=" + CurrentProcess.pid());
      if (command.environment().contains(ours)) {
        script.append(name).append("=$$; ");
      }
    }
    return script.isEmpty() ? command : byShell(command, script + "exec \"$0\" \"$@\"");
  }

  private static Execution byShell(Execution command, String script) throws RunException {
    Program.check(command.program(), command.environment(), BytePath.of("."));
    List<Bytes> words = new ArrayList<>();
    words.add(Bytes.latin1("/bin/sh"));
    words.add(Bytes.latin1("-c"));
    words.add(Bytes.latin1(script));
    words.add(command.program());
    words.addAll(command.words().subList(1, command.words().size()));
    return command.of(words.getFirst(), words);
  }
}
