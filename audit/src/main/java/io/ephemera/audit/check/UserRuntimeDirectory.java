// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.check;

import io.ephemera.audit.facts.Facts;
import io.ephemera.fs.BytePath;
import io.ephemera.fs.Name;
import io.ephemera.fs.Stat;
import io.ephemera.report.Rule;
import io.ephemera.report.Severity;

/** HA201: the runtime directory of a user belongs to that user alone. */
final class UserRuntimeDirectory implements HostCheck {
  private static final Rule RULE =
      Check.rule(
          "HA201",
          "user-runtime-directory",
          Severity.ERROR,
          "The runtime directory of a user is accessible to other users",
          732);

  private static final BytePath USERS = BytePath.of("/run/user");
  private static final int RIGHT = 0700;

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public void run(Facts facts, Findings findings) {
    for (Name name : facts.paths().names(USERS)) {
      String text = name.bytes().latin1();
      if (text.matches("[0-9]{1,10}")) {
        BytePath path = USERS.child(name);
        Stat stat = facts.paths().look(path);
        if (stat != null) {
          judge(path, stat, text, findings);
        }
      }
    }
  }

  private static void judge(BytePath path, Stat stat, String uid, Findings findings) {
    Findings.Draft draft = findings.of(RULE, path).seen(stat);
    if (stat.isSymlink() || !stat.isDirectory()) {
      draft
          .fix("rm " + path)
          .fix("systemctl restart user-runtime-dir@" + uid)
          .add("it is a " + stat.type().text() + ", not a directory of user " + uid);
    } else if (!Integer.toUnsignedString(stat.uid()).equals(uid)) {
      draft
          .fix("chown " + uid + ": " + path)
          .add("it belongs to another user than " + uid + ", who can read and replace everything");
    } else if ((stat.mode() & 0777) != RIGHT) {
      boolean access = (stat.mode() & 077) != 0;
      draft
          .as(access ? Severity.ERROR : Severity.WARNING)
          .fix("chmod 0700 " + path)
          .add(
              access
                  ? "other users can reach the sockets and keys of user " + uid
                  : "with mode " + Shown.octal(stat.mode()) + " programs refuse to use it");
    }
  }
}
