// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.facts;

import io.ephemera.host.accounts.AccountTable;
import io.ephemera.host.processes.HostProcess;
import io.ephemera.tmpfiles.language.Line;
import io.ephemera.tmpfiles.language.Owner;
import io.ephemera.units.Unit;
import io.ephemera.units.syntax.Assignment;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The users that units, lines of tmpfiles.d(5) and running processes name. */
public final class ServiceUsers {
  /** What systemd gives to DynamicUser=, and the user who is not mapped. */
  private static final int FIRST_DYNAMIC = 61184;

  private static final int LAST_DYNAMIC = 65519;
  private static final int UNMAPPED = 65534;

  private ServiceUsers() {}

  /** Their numbers; root is one of them. */
  public static Set<Integer> of(Facts facts) {
    Set<Integer> users = new HashSet<>();
    boolean ignored = users.add(0);
    for (Unit unit : facts.units().all()) {
      for (Assignment assignment : unit.assignments()) {
        if (assignment.key().equals("User") || assignment.key().equals("SocketUser")) {
          add(facts.accounts(), assignment.value(), users);
        }
      }
    }
    for (Line line : facts.boot().lines()) {
      addOwner(line.user(), users);
    }
    if (facts.isHost()) {
      for (HostProcess process : facts.processes().processes()) {
        ignored = users.add(process.uid());
      }
    }
    return users;
  }

  private static void add(AccountTable accounts, String name, Set<Integer> users) {
    AccountTable.User user = accounts.named(name);
    if (user != null) {
      boolean ignored = users.add(user.uid());
    } else if (name.matches("[0-9]{1,9}")) {
      boolean ignored = users.add(Integer.valueOf(name));
    }
  }

  private static void addOwner(@Nullable Owner owner, Set<Integer> users) {
    if (owner != null) {
      boolean ignored = users.add(owner.id());
    }
  }

  /** Whether a service or a user namespace is given such a number for a while. */
  public static boolean isDynamic(int uid) {
    return (uid >= FIRST_DYNAMIC && uid <= LAST_DYNAMIC) || uid == UNMAPPED;
  }
}
