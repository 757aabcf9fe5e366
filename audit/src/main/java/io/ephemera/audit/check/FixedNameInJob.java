// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.check;

import io.ephemera.audit.facts.Facts;
import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Name;
import io.ephemera.report.Rule;
import io.ephemera.report.Severity;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** HA705: a job of cron writes to a fixed name in /tmp. */
final class FixedNameInJob implements HostCheck {
  private static final Rule RULE =
      Check.rule(
          "HA705",
          "fixed-name-in-job",
          Severity.WARNING,
          "A job of cron writes to a fixed name in a directory to which any user can write",
          377);

  private static final int LARGEST = 1 << 20;
  private static final List<BytePath> DIRECTORIES =
      List.of(
          BytePath.of("/etc/cron.d"),
          BytePath.of("/etc/cron.hourly"),
          BytePath.of("/etc/cron.daily"),
          BytePath.of("/etc/cron.weekly"),
          BytePath.of("/etc/cron.monthly"),
          BytePath.of("/var/spool/cron"),
          BytePath.of("/var/spool/cron/crontabs"),
          BytePath.of("/etc/periodic/daily"));

  private static final BytePath TABLE = BytePath.of("/etc/crontab");

  private static final String PATH = "[\"']?((?:/tmp|/var/tmp|/dev/shm)/[^\\s\"';|&)]+)";

  /** A redirection, a program that creates, or an option that names an output. */
  private static final Pattern WRITE =
      Pattern.compile(
          ">>?\\|?\\s*"
              + PATH
              + "|\\b(?:tee|touch|mkdir|mkfifo|install|cp|mv|ln|rsync|tar|wget|curl)\\b[^;|&#]*?\\s"
              + PATH
              + "(?=[\\s;|&)\"']|$)"
              + "|(?:\\s-[oO]\\s*|--output=|--log(?:file)?=)"
              + PATH);

  private static final Pattern SCRIPT = Pattern.compile("(?:^|\\s)(/[A-Za-z0-9_./-]+)");

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public void run(Facts facts, Findings findings) {
    List<BytePath> files = new ArrayList<>(List.of(TABLE));
    for (BytePath directory : DIRECTORIES) {
      for (Name name : facts.paths().names(directory)) {
        files.add(directory.child(name));
      }
    }
    Set<BytePath> seen = new HashSet<>();
    for (BytePath file : files) {
      String text = text(file, facts);
      if (text != null && seen.add(file)) {
        judge(file, text, findings);
        for (BytePath script : scripts(text)) {
          String called = seen.add(script) ? text(script, facts) : null;
          if (called != null && called.startsWith("#!")) {
            judge(script, called, findings);
          }
        }
      }
    }
  }

  /** Null if it is no regular file, is too large for a script, or may not be read. */
  private static @Nullable String text(BytePath file, Facts facts) {
    try {
      Bytes content = facts.files().readIfExists(file, LARGEST);
      return content == null ? null : content.latin1();
    } catch (IOException e) {
      return null;
    }
  }

  private static List<BytePath> scripts(String text) {
    List<BytePath> scripts = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      Matcher matcher = SCRIPT.matcher(withoutComment(line));
      while (matcher.find()) {
        scripts.add(BytePath.of(Bytes.latin1(matcher.group(1))));
      }
    }
    return scripts;
  }

  private static void judge(BytePath file, String text, Findings findings) {
    String[] lines = text.split("\n", -1);
    Set<BytePath> known = new HashSet<>();
    for (int i = 0; i < lines.length; i++) {
      Matcher matcher = WRITE.matcher(withoutComment(lines[i]));
      while (matcher.find()) {
        BytePath path = FixedName.of(firstGroup(matcher));
        if (path != null && known.add(path)) {
          findings
              .of(RULE, file)
              .about(file + " " + path)
              .seen("line " + (i + 1) + " writes to " + path)
              .fix("file=$(mktemp)   # and $file instead of " + path)
              .add("any user who creates " + path + " first decides where the job writes");
        }
      }
    }
  }

  private static String firstGroup(Matcher matcher) {
    for (int group = 1; group <= matcher.groupCount(); group++) {
      if (matcher.group(group) != null) {
        return matcher.group(group);
      }
    }
    return "";
  }

  /** A line up to a {@code #} at its beginning or after a blank. */
  private static String withoutComment(String line) {
    int comment = line.startsWith("#") ? 0 : line.indexOf(" #");
    return comment < 0 ? line : line.substring(0, comment);
  }
}
