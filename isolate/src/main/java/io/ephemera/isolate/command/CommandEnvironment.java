// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.command;

import io.ephemera.fs.Bytes;
import io.ephemera.isolate.plan.EnvironmentRequest;
import io.ephemera.isolate.plan.RunPlan;
import io.ephemera.process.CallerEnvironment;
import io.ephemera.process.Environ;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The environment of a command, environ(7).
 *
 * <p>A clean one has, beside the variables of the plan, a PATH that the caller does not choose; the
 * terminal and the language, as su(1) and sudo(8) keep them, without which nothing can be read; and
 * the variables of the protocols between a service and its manager, sd_listen_fds(3) and
 * sd_notify(3), which are about this very process.
 */
public final class CommandEnvironment {
  private static final Bytes SAFE_PATH =
      Bytes.latin1("PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");

  private static final Set<String> KEPT =
      Set.of("TERM", "COLORTERM", "LANG", "LANGUAGE", "NOTIFY_SOCKET");
  private static final List<String> KEPT_FAMILIES = List.of("LC_", "LISTEN_", "WATCHDOG_");

  private CommandEnvironment() {}

  /**
   * The entries {@code NAME=value}.
   *
   * @param ours the environment of this process
   * @param hidden names that the launcher hid, {@link CallerEnvironment#hiddenNames}
   */
  public static List<Bytes> of(RunPlan plan, Environ ours, List<String> hidden) {
    List<Bytes> entries = new ArrayList<>();
    boolean clean = plan.declaration().environment().base() != EnvironmentRequest.Base.CALLER;
    if (clean) {
      entries.add(SAFE_PATH);
    }
    Predicate<String> inherited = clean ? CommandEnvironment::isKept : name -> true;
    Set<String> replaced = new HashSet<>(plan.removedVariables());
    for (Bytes variable : plan.variables()) {
      boolean ignored = replaced.add(name(variable));
    }
    for (Bytes entry : CallerEnvironment.restore(ours.entries(), hidden)) {
      String name = name(entry);
      if (inherited.test(name) && !replaced.contains(name)) {
        entries.add(entry);
      }
    }
    entries.addAll(plan.variables());
    return entries;
  }

  private static boolean isKept(String name) {
    return KEPT.contains(name) || KEPT_FAMILIES.stream().anyMatch(name::startsWith);
  }

  /** One character for a byte; all of an entry without {@code =}. */
  private static String name(Bytes entry) {
    String text = entry.latin1();
    int equals = text.indexOf('=');
    return equals < 0 ? text : text.substring(0, equals);
  }
}
