// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.check;

import io.ephemera.audit.facts.Facts;
import io.ephemera.fs.BytePath;
import io.ephemera.fs.Stat;
import io.ephemera.report.Rule;
import io.ephemera.report.Severity;
import io.ephemera.tmpfiles.language.Line;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** HA310: the directories of X11 sockets belong to root and have the sticky bit. */
final class DisplayDirectories implements HostCheck {
  private static final Rule RULE =
      Check.rule(
          "HA310",
          "display-directories",
          Severity.ERROR,
          "A directory of X11 sockets is missing, or belongs to another user",
          379);

  private static final List<BytePath> PATHS =
      List.of(BytePath.of("/tmp/.X11-unix"), BytePath.of("/tmp/.ICE-unix"));
  private static final List<String> SERVERS =
      List.of("Xorg", "Xwayland", "Xvfb", "Xvnc", "Xtigervnc", "Xephyr");
  private static final int RIGHT = 01777;

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public void run(Facts facts, Findings findings) {
    for (BytePath path : PATHS) {
      Stat stat = facts.paths().look(path);
      if (stat != null) {
        judge(path, stat, findings);
      }
    }
    String server = server(facts);
    BytePath sockets = PATHS.getFirst();
    if (server != null && facts.paths().look(sockets) == null && !isMadeAtBoot(sockets, facts)) {
      findings
          .of(RULE, sockets)
          .as(Severity.NOTE)
          .seen(server + " is installed, and no line of tmpfiles.d(5) makes the directory")
          .fix("echo 'D! " + sockets + " 1777 root root 10d' >/etc/tmpfiles.d/x11.conf")
          .add("the first user who creates it owns the sockets of all displays");
    }
  }

  /** Whether a path is that of a directory of sockets. */
  static boolean areAt(BytePath path) {
    return PATHS.contains(path);
  }

  private static void judge(BytePath path, Stat stat, Findings findings) {
    if (stat.isDirectory() && stat.uid() == 0 && (stat.mode() & 07777) == RIGHT) {
      return;
    }
    boolean danger = !stat.isDirectory() || stat.uid() != 0 || (stat.mode() & 01002) == 2;
    findings
        .of(RULE, path)
        .as(danger ? Severity.ERROR : Severity.WARNING)
        .seen(stat)
        .fix("chown root:root " + path + " && chmod 1777 " + path)
        .add(
            stat.uid() != 0
                ? "its owner can put a socket in the place of any display's"
                : danger
                    ? "any user can put a socket in the place of any display's"
                    : "only root can start an X server with a socket");
  }

  private static @Nullable String server(Facts facts) {
    for (String name : SERVERS) {
      if (facts.files().isExecutable(BytePath.of("/usr/bin/" + name))) {
        return name;
      }
    }
    return null;
  }

  private static boolean isMadeAtBoot(BytePath path, Facts facts) {
    for (Line line : facts.boot().lines()) {
      if (line.path().equals(path) && line.type().creates()) {
        return true;
      }
    }
    return false;
  }
}
