// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.check;

import io.ephemera.audit.facts.Facts;
import io.ephemera.fs.BytePath;
import io.ephemera.fs.Stat;
import io.ephemera.report.Rule;
import io.ephemera.report.Severity;
import java.util.List;

/** HA101: /tmp, /var/tmp and /dev/shm belong to root and have mode 1777. */
final class SharedDirectories implements HostCheck {
  private static final Rule RULE =
      Check.rule(
          "HA101",
          "shared-directory",
          Severity.WARNING,
          "A directory for the temporary files of all users has a wrong mode or owner",
          732,
          "STIG-RHEL-08-010190",
          "STIG-RHEL-08-010700");

  private static final List<BytePath> PATHS =
      List.of(BytePath.of("/tmp"), BytePath.of("/var/tmp"), BytePath.of("/dev/shm"));

  private static final int RIGHT = 01777;
  private static final int OTHERS_WRITE = 2;

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public void run(Facts facts, Findings findings) {
    for (BytePath path : PATHS) {
      Stat stat = facts.paths().look(path);
      if (stat != null && !stat.isSymlink()) {
        judge(path, stat, findings);
      }
    }
  }

  private static void judge(BytePath path, Stat stat, Findings findings) {
    Findings.Draft draft = findings.of(RULE, path).seen(stat);
    if (!stat.isDirectory()) {
      draft
          .fix("rm " + path + " && mkdir -m 1777 " + path)
          .add(
              "it is a " + stat.type().text() + ": programs have no directory for temporary files");
    } else if (stat.uid() != 0) {
      draft
          .as(Severity.ERROR)
          .fix("chown root:root " + path)
          .add("its owner can remove and rename the files of all other users in it");
    } else if ((stat.mode() & OTHERS_WRITE) != 0 && !stat.isSticky()) {
      draft
          .as(Severity.ERROR)
          .fix("chmod 1777 " + path)
          .add("without the sticky bit, any user can remove and rename the files of other users");
    } else if (stat.mode() != RIGHT) {
      draft
          .fix("chmod 1777 " + path)
          .add("with mode " + Shown.octal(stat.mode()) + " some users cannot create files in it");
    }
  }
}
