// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.schedule;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Inode;
import io.ephemera.fs.Root;
import io.ephemera.fs.Stat;
import io.ephemera.host.files.SystemUnits;
import io.ephemera.host.schedule.Cleaner.Program;
import io.ephemera.units.Unit;
import io.ephemera.units.UnitName;
import io.ephemera.units.syntax.Assignment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** The timers of systemd that start a cleaner. */
final class Timers {
  private static final String STAMPS = "/var/lib/systemd/timers/stamp-";

  private final Root root;
  private final SystemUnits units;

  private final List<CleanerTimer> found = new ArrayList<>();

  /** A timer that starts cleaners. */
  private record CleanerTimer(Unit timer, Set<Program> programs) {
    String name() {
      return timer.name().full();
    }
  }

  Timers(Root root, SystemUnits units) {
    this.root = root;
    this.units = units;
    for (UnitName name : units.ofType("timer")) {
      Unit timer = units.load(name);
      if (timer != null && timer.name().equals(name)) { // not again by an alias
        add(timer);
      }
    }
  }

  private void add(Unit timer) {
    UnitName started =
        timer.state() == Unit.State.MASKED
            ? UnitName.parse(timer.name().withoutSuffix() + ".service")
            : UnitName.parse(TimerFile.started(timer));
    Unit service = started == null ? null : units.load(started);
    if (service != null) {
      StringBuilder commands = new StringBuilder();
      for (Assignment assignment : service.assignments()) {
        if (assignment.key().startsWith("Exec")) {
          commands.append(assignment.value()).append('\n');
        }
      }
      Set<Program> programs = CleanerCommand.in(commands.toString());
      if (!programs.isEmpty()) {
        found.add(new CleanerTimer(timer, programs));
      }
    }
  }

  /** The names of the timers that a manager is asked about. */
  List<String> names() {
    return found.stream().map(CleanerTimer::name).toList();
  }

  /** The cleaners, as the files describe them for a system that runs. */
  List<Cleaner> byFiles() {
    return cleaners((timer, program) -> new Cleaner(program, byFiles(timer), stamp(timer)));
  }

  /** The cleaners of a system whose systemd does not run. */
  List<Cleaner> withoutManager() {
    return cleaners((timer, program) -> {
      String why = timer.name() + " is not run, for systemd does not run";
      return new Cleaner(program, new NextRun.Never(why), stamp(timer));
    });
  }

  /** The cleaners, as the manager tells. */
  List<Cleaner> byManager(Map<String, TimerProperties> told) {
    return cleaners((timer, program) -> {
      String name = timer.name().full();
      TimerProperties properties = told.get(name);
      return properties == null
          ? unknown(program, "systemctl says nothing about " + name)
          : new Cleaner(program, properties.next(name), last(timer, properties));
    });
  }

  /** The cleaners, when the manager was asked in vain. */
  List<Cleaner> unknown(String why) {
    return cleaners((timer, program) -> unknown(program, why));
  }

  private static Cleaner unknown(Program program, String why) {
    return new Cleaner(program, new NextRun.Unknown(why), OptionalLong.empty());
  }

  private interface Maker {
    Cleaner make(Unit timer, Program program);
  }

  private List<Cleaner> cleaners(Maker maker) {
    List<Cleaner> cleaners = new ArrayList<>();
    for (CleanerTimer one : found) {
      for (Program program : one.programs()) {
        cleaners.add(maker.make(one.timer(), program));
      }
    }
    return cleaners;
  }

  private NextRun byFiles(Unit timer) {
    if (timer.state() == Unit.State.MASKED) {
      return new NextRun.Never(timer.name() + " is masked");
    }
    return units.isEnabled(timer.name())
        ? TimerFile.next(timer)
        : new NextRun.Never(timer.name() + " is not enabled");
  }

  private OptionalLong last(Unit timer, TimerProperties properties) {
    OptionalLong told = properties.last();
    return told.isPresent() ? told : stamp(timer);
  }

  /** When a timer with {@code Persistent=} elapsed last: the time of its stamp. */
  private OptionalLong stamp(Unit timer) {
    try (Inode stamp = root.findIfExists(BytePath.of(STAMPS + timer.name()))) {
      long time = stamp == null ? Stat.NO_TIME : stamp.stat().modificationTime();
      return time == Stat.NO_TIME ? OptionalLong.empty() : OptionalLong.of(time);
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }
}
