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

/**
 * The environment of a command, environ(7).
 *
 * <p>A clean one has, beside the variables of the plan, a PATH that the caller does not choose; the
 * terminal and the language, as su(1) and sudo(8) keep them, without which nothing can be read; and
 * the variables of the protocols between a service and its manager, sd_listen_fds(3) and
 * sd_notify(3), which are about this very process.
 *
 * @param entries {@code NAME=value}, each name once
 * @param removed those that the command does not find, {@code UnsetEnvironment=}, but that have a
 *     value in its command line, as for systemd
 */
public record CommandEnvironment(List<Bytes> entries, List<Bytes> removed) {
  private static final Bytes SAFE_PATH =
      Bytes.latin1("PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");

  private static final Bytes PATH_OF_SERVICES =
      Bytes.latin1("PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin");

  private static final String PATH = "PATH";
  private static final Set<String> KEPT = Set.of("LANG", "LANGUAGE", "NOTIFY_SOCKET");
  private static final Set<String> OF_TERMINAL = Set.of("TERM", "COLORTERM");
  private static final List<String> KEPT_FAMILIES = List.of("LC_", "LISTEN_", "WATCHDOG_");

  /** Takes copies. */
  public CommandEnvironment {
    entries = List.copyOf(entries);
    removed = List.copyOf(removed);
  }

  /** The same, with more entries. */
  public CommandEnvironment with(List<Bytes> more) {
    List<Bytes> all = new ArrayList<>(entries);
    all.addAll(more);
    return new CommandEnvironment(all, removed);
  }

  /**
   * The environment of the command of a plan.
   *
   * @param ours the environment of this process
   * @param hidden names that the launcher hid, {@link CallerEnvironment#hiddenNames}
   */
  public static CommandEnvironment of(RunPlan plan, Environ ours, List<String> hidden) {
    EnvironmentRequest request = plan.declaration().environment();
    List<Bytes> set = lastOfEach(plan.variables(), request.entries());
    Set<String> replaced = new HashSet<>();
    for (Bytes variable : set) {
      boolean ignored = replaced.add(name(variable));
    }
    List<Bytes> inherited = new ArrayList<>();
    boolean hasPath = replaced.contains(PATH);
    for (Bytes entry : CallerEnvironment.restore(ours.entries(), hidden)) {
      String name = name(entry);
      if (!replaced.contains(name) && isInherited(name, plan, request)) {
        inherited.add(entry);
        hasPath |= name.equals(PATH);
      }
    }
    List<Bytes> entries = new ArrayList<>();
    if (!hasPath && request.base() != EnvironmentRequest.Base.CALLER) {
      boolean service = request.base() == EnvironmentRequest.Base.SERVICE;
      entries.add(service ? PATH_OF_SERVICES : SAFE_PATH);
    }
    entries.addAll(inherited);
    entries.addAll(set);
    List<Bytes> removed = new ArrayList<>();
    for (Bytes unset : request.unset()) {
      for (Bytes entry : entries) {
        if (entry.equals(unset) || name(entry).equals(unset.latin1())) {
          boolean ignored = removed.add(entry);
        }
      }
    }
    boolean ignored = entries.removeAll(removed);
    return new CommandEnvironment(entries, removed);
  }

  /** In their order; of several with one name, the last. */
  private static List<Bytes> lastOfEach(List<Bytes> first, List<Bytes> then) {
    if (then.isEmpty()) {
      return first;
    }
    List<Bytes> all = new ArrayList<>(first);
    all.addAll(then);
    Set<String> later = new HashSet<>();
    for (int i = all.size() - 1; i >= 0; i--) {
      if (!later.add(name(all.get(i)))) {
        all.remove(i);
      }
    }
    return all;
  }

  private static boolean isInherited(String name, RunPlan plan, EnvironmentRequest request) {
    if (request.passed().contains(name)) {
      return true;
    }
    boolean kept =
        switch (request.base()) {
          case CALLER -> true;
          case CLEAN -> isKept(name) || OF_TERMINAL.contains(name);
          case SERVICE -> isKept(name);
        };
    return kept && !plan.removedVariables().contains(name);
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
