// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.check;

import io.ephemera.audit.facts.Facts;
import io.ephemera.audit.facts.PidFacts;
import io.ephemera.audit.facts.Sighting;
import io.ephemera.fs.BytePath;
import io.ephemera.fs.Name;
import io.ephemera.report.Rule;
import io.ephemera.report.Severity;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** HA505: the process whose number is in a name has ended. */
final class Orphan implements EntryCheck {
  private static final Rule RULE =
      Check.rule(
          "HA505",
          "orphan",
          Severity.NOTE,
          "A file has the number of a process in its name that has ended",
          459);

  /** The number in the names of agent.PID of ssh-agent and others is that of another process. */
  private static final Pattern NAME =
      Pattern.compile(
          "(?:\\.java_pid|\\.attach_pid|perf-|clr-debug-pipe-|dotnet-diagnostic-|wpa_ctrl_|monit_)"
              + "([1-9][0-9]{0,9})(?:\\.map|\\.sock|-.*)?");

  private static final Pattern NUMBER = Pattern.compile("([1-9][0-9]{0,9})");
  private static final String JVM_DIRECTORY = "hsperfdata_";

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public boolean isForImages() {
    return false;
  }

  @Override
  public void begin(Facts facts) {
    PidFacts ignored = facts.pids(); // before the walk: a process that starts later is no stranger
  }

  /** The process id in such a name; empty if it is none. */
  static OptionalLong pid(BytePath path, Name name) {
    String text = name.bytes().latin1();
    char first = text.charAt(0);
    boolean number = first >= '1' && first <= '9';
    if (!number && ".pcdwm".indexOf(first) < 0) {
      return OptionalLong.empty();
    }
    if (number && !isInJvmDirectory(path)) {
      return OptionalLong.empty();
    }
    Matcher matcher = (number ? NUMBER : NAME).matcher(text);
    return matcher.matches()
        ? OptionalLong.of(Long.parseLong(matcher.group(1)))
        : OptionalLong.empty();
  }

  private static boolean isInJvmDirectory(BytePath path) {
    Name above = path.parent().name();
    return above != null && above.bytes().latin1().startsWith(JVM_DIRECTORY);
  }

  @Override
  public void look(Sighting seen, Facts facts, Findings findings) {
    if (seen.stat().isDirectory()) {
      return;
    }
    OptionalLong pid = pid(seen.path(), seen.name());
    if (pid.isPresent()
        && facts.pids().find(pid.getAsLong(), seen.stat().modificationTime())
            instanceof PidFacts.Dead) {
      findings
          .of(RULE, seen.path())
          .seen(seen.stat())
          .fix("rm " + Shown.word(seen.path()))
          .add("process " + pid.getAsLong() + " has ended, and nothing else removes the file");
    }
  }
}
