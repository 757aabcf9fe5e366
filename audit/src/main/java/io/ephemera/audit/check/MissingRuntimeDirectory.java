// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.check;

import io.ephemera.audit.facts.Facts;
import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Name;
import io.ephemera.report.Rule;
import io.ephemera.report.Severity;
import java.io.IOException;
import java.util.Set;

/** HA202: a user who is logged in has a runtime directory. */
final class MissingRuntimeDirectory implements HostCheck {
  private static final Rule RULE =
      Check.rule(
          "HA202",
          "missing-runtime-directory",
          Severity.WARNING,
          "A user is logged in without a runtime directory",
          0);

  private static final BytePath LOGINS = BytePath.of("/run/systemd/users");
  private static final BytePath USERS = BytePath.of("/run/user");
  private static final int LARGEST = 64 << 10;
  private static final Set<String> LOGGED_IN = Set.of("STATE=active", "STATE=online");

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public boolean isForImages() {
    return false;
  }

  @Override
  public void run(Facts facts, Findings findings) throws IOException {
    for (Name name : facts.paths().names(LOGINS)) {
      BytePath directory = USERS.child(name);
      boolean isUser = name.bytes().latin1().matches("[0-9]{1,10}");
      if (isUser
          && isLoggedIn(facts, LOGINS.child(name))
          && facts.paths().look(directory) == null) {
        findings
            .of(RULE, directory)
            .seen(LOGINS.child(name) + " says that user " + name + " is logged in")
            .fix("systemctl restart user-runtime-dir@" + name)
            .fix("ephemera session -- COMMAND   # where there is no logind")
            .add("programs of user " + name + " fall back to predictable names in /tmp, or fail");
      }
    }
  }

  private static boolean isLoggedIn(Facts facts, BytePath file) throws IOException {
    Bytes content = facts.files().readIfExists(file, LARGEST);
    for (String line : content == null ? new String[0] : content.latin1().split("\n", -1)) {
      if (LOGGED_IN.contains(line)) {
        return true;
      }
    }
    return false;
  }
}
