// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.schedule;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Root;
import io.ephemera.host.files.RootFiles;
import io.ephemera.host.files.SystemUnits;
import io.ephemera.process.SystemProgram;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * When the cleaners of a host or an image run: what is due is not removed before.
 *
 * @param cleaners those that a timer of systemd or a job of cron runs, or would run
 * @param gaps what could not be read, for messages
 */
public record CleanerSchedule(List<Cleaner> cleaners, List<String> gaps) {
  private static final BytePath BOOTED = BytePath.of("/run/systemd/system");
  private static final Duration LIMIT = Duration.ofSeconds(2);

  /** A schedule; the lists are copied. */
  public CleanerSchedule {
    cleaners = List.copyOf(cleaners);
    gaps = List.copyOf(gaps);
  }

  /** Asks the manager of the system about timers. */
  interface Manager {
    /**
     * What {@code systemctl show} prints.
     *
     * @throws IOException if it cannot be run, does not end in time, or fails
     */
    String show(List<String> timers) throws IOException;
  }

  /**
   * The schedule of the system below a root directory. On the running host a running systemd is
   * asked, for at most two seconds.
   */
  public static CleanerSchedule ofSystem(Root root) {
    return ofSystem(root, root.isHost(), Now.read(root), CleanerSchedule::askSystemctl);
  }

  private static String askSystemctl(List<String> timers) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("show", "--timestamp=us+utc"));
    for (String property : TimerProperties.NAMES) {
      arguments.add("--property=" + property);
    }
    arguments.add("--");
    arguments.addAll(timers);
    SystemProgram done = SystemProgram.run(LIMIT, "systemctl", arguments.toArray(String[]::new));
    if (done.exitCode() != 0) {
      throw new IOException("systemctl: " + done.said().strip());
    }
    return done.said();
  }

  static CleanerSchedule ofSystem(Root root, boolean isHost, Now now, Manager manager) {
    SystemUnits units = SystemUnits.read(root, SystemUnits.SYSTEM);
    Timers timers = new Timers(root, units);
    CronJobs jobs = CronJobs.read(root, now, isHost);
    List<Cleaner> cleaners = new ArrayList<>(jobs.cleaners());
    if (!isHost) {
      cleaners.addAll(timers.byFiles());
    } else if (!new RootFiles(root).exists(BOOTED)) {
      cleaners.addAll(timers.withoutManager());
    } else {
      cleaners.addAll(asked(timers, now, manager));
    }
    List<String> gaps = new ArrayList<>(units.gaps());
    gaps.addAll(jobs.gaps());
    return new CleanerSchedule(cleaners, gaps);
  }

  private static List<Cleaner> asked(Timers timers, Now now, Manager manager) {
    List<String> names = timers.names();
    if (names.isEmpty()) {
      return List.of();
    }
    try {
      return timers.byManager(TimerProperties.parse(manager.show(names), now));
    } catch (IOException e) {
      return timers.unknown(String.valueOf(e.getMessage()));
    }
  }

  /**
   * The schedule of a user's own timers, as the files describe it while the user is logged in.
   *
   * @param unitPath the directories of the user's unit files, {@link
   *     io.ephemera.units.UnitPath#ofUser}
   */
  public static CleanerSchedule ofUser(Root root, List<BytePath> unitPath) {
    SystemUnits units = SystemUnits.read(root, unitPath);
    return new CleanerSchedule(new Timers(root, units).byFiles(), units.gaps());
  }

  /**
   * When lines of tmpfiles.d(5) are next carried out: the earliest known time, else the shortest
   * period, else why it is not known or does not happen.
   */
  public NextRun nextOfTmpfiles() {
    List<NextRun> runs = new ArrayList<>();
    for (Cleaner cleaner : cleaners) {
      if (cleaner.program().readsTmpfiles()) {
        runs.add(cleaner.next());
      }
    }
    return runs.stream()
        .min(
            Comparator.comparingInt(CleanerSchedule::rank).thenComparingLong(CleanerSchedule::time))
        .orElse(new NextRun.Never("no timer of systemd and no job of cron cleans"));
  }

  private static int rank(NextRun run) {
    return switch (run) {
      case NextRun.At at -> 0;
      case NextRun.Every every -> 1;
      case NextRun.Unknown unknown -> 2;
      case NextRun.Never never -> 3;
    };
  }

  private static long time(NextRun run) {
    return switch (run) {
      case NextRun.At at -> at.micros();
      case NextRun.Every every -> every.micros();
      case NextRun.Unknown unknown -> 0;
      case NextRun.Never never -> 0;
    };
  }
}
