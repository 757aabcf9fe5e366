// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.schedule;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.DirectoryStream;
import io.ephemera.fs.Name;
import io.ephemera.fs.Root;
import io.ephemera.host.files.Folder;
import io.ephemera.host.files.RootFiles;
import io.ephemera.host.schedule.Cleaner.Program;
import java.io.IOException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The jobs of cron that run a cleaner: scripts in the directories that are run hourly, daily,
 * weekly or monthly, and lines of the tables, cron(8), crontab(5).
 */
final class CronJobs {
  private static final int LARGEST = 256 << 10;
  private static final int MOST_FILES = 1000;
  private static final long DAY = 86_400_000_000L;

  private static final Map<String, Long> PERIODS =
      Map.of(
          "15min", DAY / 96, "hourly", DAY / 24, "daily", DAY, "weekly", 7 * DAY, "monthly",
          31 * DAY);

  /** Debian's and its like, then Alpine's. */
  private static final String[] SCRIPTS = {"/etc/cron.", "/etc/periodic/"};

  private static final String[] TABLE_DIRECTORIES = {"/etc/cron.d"};

  /** Root's own tables of Debian, Red Hat and Alpine: their lines name no user. */
  private static final String[] OWN_TABLES = {
    "/var/spool/cron/crontabs/root", "/var/spool/cron/root", "/etc/crontabs/root"
  };

  private static final String[] PROGRAM_PLACES = {
    "/usr/sbin/", "/usr/bin/", "/sbin/", "/bin/", "/usr/local/sbin/", "/usr/local/bin/"
  };

  private static final String[] DAEMONS = {"cron", "crond", "anacron", "fcron", "dcron"};

  private final RootFiles files;
  private final Now now;
  private final boolean isHost;
  private final List<Cleaner> cleaners = new ArrayList<>();
  private final List<String> gaps = new ArrayList<>();

  private CronJobs(RootFiles files, Now now, boolean isHost) {
    this.files = files;
    this.now = now;
    this.isHost = isHost;
  }

  /** The cleaners that cron runs; a gap is a cleaner of which nothing is known. */
  static CronJobs read(Root root, Now now, boolean isHost) {
    CronJobs jobs = new CronJobs(new RootFiles(root), now, isHost);
    for (String above : SCRIPTS) {
      PERIODS.forEach((period, micros) -> jobs.addScripts(BytePath.of(above + period), micros));
    }
    for (String directory : TABLE_DIRECTORIES) {
      jobs.forEach(BytePath.of(directory), (path, text) -> jobs.addTable(path, text, true));
    }
    jobs.readTable(BytePath.of("/etc/crontab"), true);
    for (String table : OWN_TABLES) {
      jobs.readTable(BytePath.of(table), false);
    }
    return jobs;
  }

  List<Cleaner> cleaners() {
    return cleaners;
  }

  /** What could not be read, for messages. */
  List<String> gaps() {
    return gaps;
  }

  private interface FileReader {
    void read(BytePath path, String text);
  }

  /** Reads the files of a directory whose names run-parts(8) and cron(8) accept. */
  private void forEach(BytePath directory, FileReader reader) {
    try (Folder folder = files.openIfExists(directory)) {
      if (folder != null) {
        forEach(folder, reader);
      }
    } catch (IOException e) {
      gaps.add(String.valueOf(e.getMessage()));
    }
  }

  private void forEach(Folder folder, FileReader reader) throws IOException {
    DirectoryStream entries = folder.entries();
    Name name = entries.next();
    for (int count = 0; name != null; count++) {
      if (count == MOST_FILES) {
        throw new IOException(folder.path() + " has more than " + MOST_FILES + " entries");
      }
      if (name.bytes().latin1().matches("[A-Za-z0-9_-]+")) {
        read(folder.path().child(name), reader);
      }
      name = entries.next();
    }
  }

  private void read(BytePath path, FileReader reader) {
    try {
      Bytes content = files.readIfExists(path, LARGEST);
      if (content != null) {
        reader.read(path, content.latin1());
      }
    } catch (IOException e) {
      gaps.add(String.valueOf(e.getMessage()));
    }
  }

  private void addScripts(BytePath directory, long micros) {
    forEach(
        directory,
        (path, text) -> {
          if (files.isExecutable(path)) { // run-parts(8) runs no other
            add(path, text, new NextRun.Every(micros, path.toString()));
          }
        });
  }

  private void readTable(BytePath path, boolean namesUser) {
    if (files.exists(path)) {
      read(path, (table, text) -> addTable(table, text, namesUser));
    }
  }

  private void addTable(BytePath path, String text, boolean namesUser) {
    for (String line : text.split("\n", -1)) {
      String job = line.strip();
      int timeWords = job.startsWith("@") ? 1 : 5;
      String[] words = job.split("[ \t]+", timeWords + (namesUser ? 2 : 1));
      if (words.length == timeWords + (namesUser ? 2 : 1) && !job.startsWith("#")) {
        String time = String.join(" ", List.of(words).subList(0, timeWords));
        add(path, words[words.length - 1], next(path, time));
      }
    }
  }

  private NextRun next(BytePath path, String time) {
    CronTime parsed = CronTime.parse(time);
    Optional<ZonedDateTime> next = parsed == null ? Optional.empty() : parsed.next(now.time());
    if (parsed == null || next.isEmpty()) {
      return new NextRun.Unknown(path + " runs it by \"" + Bytes.latin1(time) + "\"");
    }
    long at = micros(next.get());
    if (isHost) {
      return new NextRun.At(at, path.toString());
    }
    return new NextRun.Every(micros(parsed.next(next.get()).orElseThrow()) - at, path.toString());
  }

  private static long micros(ZonedDateTime time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time.toInstant());
  }

  private void add(BytePath path, String text, NextRun next) {
    for (Program program : CleanerCommand.in(text)) {
      cleaners.add(new Cleaner(program, ifInstalled(path, program, next), OptionalLong.empty()));
    }
  }

  /** A job stays when its package or cron itself is removed. */
  private NextRun ifInstalled(BytePath path, Program program, NextRun next) {
    if (!isInstalled(program.command())) {
      return new NextRun.Never(path + " runs " + program.command() + ", which is not installed");
    }
    for (String daemon : DAEMONS) {
      if (isInstalled(daemon)) {
        return next;
      }
    }
    return new NextRun.Never(path + " is not run, for no cron is installed");
  }

  private boolean isInstalled(String program) {
    for (String place : PROGRAM_PLACES) {
      if (files.exists(BytePath.of(place + program))) {
        return true;
      }
    }
    return false;
  }
}
