// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Root;
import io.ephemera.testkit.TestFolder;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When cleaners run: by the timers of systemd, by what a running systemd tells, and by cron. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CleanerScheduleTest {
  private static final String TIMER = "usr/lib/systemd/system/systemd-tmpfiles-clean.timer";

  /** As Debian 12 has it. */
  private static final String SYSTEMD =
      """
      lib => usr/lib
      usr/lib/systemd/system/systemd-tmpfiles-clean.timer "[Timer]\\nOnBootSec=15min\\nOnUnitActiveSec=1d\\n"
      usr/lib/systemd/system/systemd-tmpfiles-clean.service "[Service]\\nExecStart=systemd-tmpfiles --clean\\n"
      usr/lib/systemd/system/other.timer "[Timer]\\nOnCalendar=daily\\n"
      usr/lib/systemd/system/other.service "[Service]\\nExecStart=/bin/true\\n"
      """;

  private static final String ENABLED =
      SYSTEMD
          + "usr/lib/systemd/system/timers.target.wants/systemd-tmpfiles-clean.timer"
          + " => ../systemd-tmpfiles-clean.timer\n";

  private static final String CRON = "usr/sbin/cron\nusr/sbin/tmpreaper\nusr/bin/ephemera\n";
  private static final long NOW = micros("2026-11-29T22:00:00Z");

  private final List<String> asked = new ArrayList<>();

  private static long micros(String time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(time));
  }

  private CleanerSchedule schedule(String tree, boolean isHost, CleanerSchedule.Manager manager)
      throws IOException {
    try (TestFolder folder = TestFolder.with(tree);
        Root root = Root.at(BytePath.of(folder.path().toString()))) {
      Now now = new Now(NOW, 7_200_000_000L, ZoneId.of("Europe/Berlin"));
      return CleanerSchedule.ofSystem(root, isHost, now, manager);
    }
  }

  private CleanerSchedule ofImage(String tree) throws IOException {
    return schedule(tree, false, this::refuse);
  }

  private String refuse(List<String> timers) {
    throw new AssertionError("the manager of the host was asked about " + timers);
  }

  /** The cleaners in words, sorted. */
  private static String shown(CleanerSchedule schedule) {
    List<String> lines = new ArrayList<>();
    for (Cleaner cleaner : schedule.cleaners()) {
      lines.add(cleaner.program().command() + ": " + shown(cleaner.next()));
    }
    return String.join("; ", lines.stream().sorted().toList());
  }

  private static String shown(NextRun next) {
    return switch (next) {
      case NextRun.At at ->
          "at " + Instant.EPOCH.plus(at.micros(), ChronoUnit.MICROS) + " by " + at.by();
      case NextRun.Every every -> "every " + every.micros() / 60_000_000 + "min by " + every.by();
      case NextRun.Never never -> "never: " + never.why();
      case NextRun.Unknown unknown -> "unknown: " + unknown.why();
    };
  }

  @Test
  void theTimerOfAnImageRunsDailyOnceItIsBooted() throws IOException {
    assertThat(shown(ofImage(ENABLED)))
        .isEqualTo("systemd-tmpfiles: every 1440min by systemd-tmpfiles-clean.timer");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          etc/systemd/system/x => y | every 1440min by systemd-tmpfiles-clean.timer
          etc/systemd/system/systemd-tmpfiles-clean.timer => /dev/null | never: systemd-tmpfiles-clean.timer is masked
          etc/systemd/system/systemd-tmpfiles-clean.timer "" | never: systemd-tmpfiles-clean.timer is masked
          etc/systemd/system/systemd-tmpfiles-clean.timer.d/a.conf "[Timer]\\nOnUnitActiveSec=\\nOnUnitActiveSec=6h\\n" | every 360min by systemd-tmpfiles-clean.timer
          etc/systemd/system/systemd-tmpfiles-clean.timer.d/a.conf "[Timer]\\nOnUnitActiveSec=\\nOnCalendar=weekly\\n" | every 10080min by systemd-tmpfiles-clean.timer
          etc/systemd/system/systemd-tmpfiles-clean.timer.d/a.conf "[Timer]\\nOnUnitActiveSec=\\nOnCalendar=Mon 3:00\\n" | unknown: systemd-tmpfiles-clean.timer elapses by OnCalendar=Mon 3:00
          etc/systemd/system/systemd-tmpfiles-clean.timer.d/a.conf "[Timer]\\nOnUnitActiveSec=\\n" | unknown: systemd-tmpfiles-clean.timer does not repeat
          """)
  void theFilesOfATimerSayHowOftenItElapses(String more, String next) throws IOException {
    assertThat(shown(ofImage(ENABLED + more))).isEqualTo("systemd-tmpfiles: " + next);
  }

  @Test
  void aTimerThatNothingWantsDoesNotRun() throws IOException {
    assertThat(shown(ofImage(SYSTEMD)))
        .isEqualTo("systemd-tmpfiles: never: systemd-tmpfiles-clean.timer is not enabled");
  }

  @Test
  void anyTimerWhoseServiceRunsACleanerCounts() throws IOException {
    String own =
        """
        etc/systemd/system/clean.timer "[Timer]\\nOnCalendar=hourly\\nUnit=tidy.service\\n"
        etc/systemd/system/tidy.service "[Service]\\nExecStart=/usr/bin/ephemera tmpfiles --clean\\n"
        etc/systemd/system/timers.target.wants/clean.timer => ../clean.timer
        var/lib/systemd/timers/stamp-clean.timer @2h
        """;
    CleanerSchedule schedule = ofImage(own);
    assertThat(shown(schedule)).isEqualTo("ephemera: every 60min by clean.timer");
    OptionalLong last = schedule.cleaners().getFirst().last();
    assertThat(last).isPresent();
    long age = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()) - last.getAsLong();
    assertThat(age).isBetween(7_200_000_000L, 7_500_000_000L);
  }

  @Test
  void onAHostWithoutSystemdNoTimerRuns() throws IOException {
    assertThat(shown(schedule(ENABLED, true, this::refuse)))
        .isEqualTo(
            "systemd-tmpfiles: never: systemd-tmpfiles-clean.timer is not run,"
                + " for systemd does not run");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          active|1h 30min 2.5s|     | at 2026-11-29T21:30:02.500Z by systemd-tmpfiles-clean.timer
          active|1d 15min|          | at 2026-11-30T20:15:00Z by systemd-tmpfiles-clean.timer
          active|infinity|Mon 2026-11-30 01:02:03 CET | at 2026-11-30T00:02:03Z by systemd-tmpfiles-clean.timer
          active|infinity|Mon 2026-11-30 01:02:03.000005 UTC | at 2026-11-30T01:02:03.000005Z by systemd-tmpfiles-clean.timer
          active|0|@1795996800      | at 2026-11-30T00:00:00Z by systemd-tmpfiles-clean.timer
          active|infinity|          | unknown: systemctl does not say when systemd-tmpfiles-clean.timer elapses
          active||n/a               | unknown: systemctl does not say when systemd-tmpfiles-clean.timer elapses
          active|x y|a b c          | unknown: systemctl does not say when systemd-tmpfiles-clean.timer elapses
          inactive|1h|              | never: systemd-tmpfiles-clean.timer is inactive, not active
          failed|1h|                | never: systemd-tmpfiles-clean.timer is failed, not active
          """)
  void aRunningSystemdTellsWhenItElapses(
      String state, String monotonic, String realtime, String next) throws IOException {
    CleanerSchedule schedule =
        schedule(
            ENABLED + "run/systemd/system/\n",
            true,
            timers -> {
              asked.addAll(timers);
              return "Id=systemd-tmpfiles-clean.timer\nActiveState="
                  + state
                  + "\nNextElapseUSecMonotonic="
                  + (monotonic == null ? "" : monotonic)
                  + "\nNextElapseUSecRealtime="
                  + (realtime == null ? "" : realtime)
                  + "\nLastTriggerUSec=Sun 2026-11-29 21:00:00.000001 UTC\n";
            });
    assertThat(shown(schedule)).isEqualTo("systemd-tmpfiles: " + next);
    assertThat(asked).containsExactly("systemd-tmpfiles-clean.timer");
    assertThat(schedule.cleaners().getFirst().last())
        .hasValue(micros("2026-11-29T21:00:00.000001Z"));
  }

  @Test
  void aSystemdThatDoesNotAnswerLeavesItUnknown() throws IOException {
    CleanerSchedule.Manager late =
        timers -> {
          throw new IOException("systemctl did not end in time");
        };
    assertThat(shown(schedule(ENABLED + "run/systemd/system/\n", true, late)))
        .isEqualTo("systemd-tmpfiles: unknown: systemctl did not end in time");
    assertThat(shown(schedule(ENABLED + "run/systemd/system/\n", true, timers -> "")))
        .isEqualTo(
            "systemd-tmpfiles: unknown: systemctl says nothing about systemd-tmpfiles-clean.timer");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          etc/cron.daily/tmpreaper 0755 "#!/bin/sh\\nnice tmpreaper 7d /tmp\\n" | tmpreaper: every 1440min by /etc/cron.daily/tmpreaper
          etc/periodic/weekly/clean 0755 "ephemera tmpfiles --clean\\n" | ephemera: every 10080min by /etc/periodic/weekly/clean
          etc/cron.daily/old.dpkg-dist 0755 "tmpreaper 7d /tmp\\n" | ''
          etc/cron.daily/off "tmpreaper 7d /tmp\\n" | ''
          etc/cron.daily/other 0755 "rm -f /tmp/x\\n" | ''
          etc/cron.d/clean "SHELL=/bin/sh\\n# m h dom\\n15 4 * * * root ephemera tmpfiles --clean\\n" | ephemera: at 2026-11-30T03:15:00Z by /etc/cron.d/clean
          etc/cron.d/clean "@daily root ephemera tmpfiles --clean" | ephemera: at 2026-11-29T23:00:00Z by /etc/cron.d/clean
          etc/cron.d/clean "@reboot root ephemera tmpfiles --clean" | ephemera: unknown: /etc/cron.d/clean runs it by "@reboot"
          etc/crontab "*/5 * * * * root tmpreaper 1h /tmp" | tmpreaper: at 2026-11-29T22:05:00Z by /etc/crontab
          var/spool/cron/crontabs/root "0 23 * * * tmpreaper 1h /tmp" | tmpreaper: at 2026-11-30T22:00:00Z by /var/spool/cron/crontabs/root
          etc/cron.daily/x 0755 "tmpwatch 1d /tmp" | tmpwatch: never: /etc/cron.daily/x runs tmpwatch, which is not installed
          """)
  void jobsOfCronRunCleaners(String job, String expected) throws IOException {
    assertThat(shown(schedule(CRON + job, true, this::refuse))).isEqualTo(expected);
  }

  @Test
  void aJobOfAnImageHasAPeriodAndNoTime() throws IOException {
    assertThat(shown(ofImage(CRON + "etc/crontab \"15 4 * * * root tmpreaper 1h /tmp\"\n")))
        .isEqualTo("tmpreaper: every 1440min by /etc/crontab");
  }

  @Test
  void withoutCronNoJobRuns() throws IOException {
    String tree = "usr/sbin/tmpreaper\netc/cron.daily/x 0755 \"tmpreaper 1d /tmp\"\n";
    assertThat(shown(ofImage(tree)))
        .isEqualTo("tmpreaper: never: /etc/cron.daily/x is not run, for no cron is installed");
  }

  @Test
  void aDirectoryWithTooManyJobsIsAGap() throws IOException {
    StringBuilder tree = new StringBuilder();
    for (int i = 0; i <= 1000; i++) {
      tree.append("etc/cron.d/j").append(i).append('\n');
    }
    assertThat(ofImage(tree.toString()).gaps())
        .containsExactly("/etc/cron.d has more than 1000 entries");
  }

  @ParameterizedTest
  @ValueSource(strings = {"etc/cron.daily/x|", "etc/crontab|", "etc/cron.d|", TIMER + "|"})
  void whatCannotBeReadIsAGapAndNothingIsWaitedFor(String bad) throws IOException {
    CleanerSchedule schedule = ofImage(CRON + bad);
    assertThat(schedule.gaps()).isNotEmpty().allMatch(gap -> gap.contains("/"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SYSTEMD_TMPFILES every 9, EPHEMERA at 5, EPHEMERA at 3 | at 3
          TMPREAPER at 1, EPHEMERA every 8, SYSTEMD_TMPFILES every 7 | every 7
          TMPWATCH every 1, SYSTEMD_TMPFILES never, EPHEMERA unknown | unknown
          STMPCLEAN every 1, SYSTEMD_TMPFILES never | never
          TMPREAPER at 1 | none
          """)
  void linesAreCarriedOutByTheFirstCleanerThatReadsThem(String cleaners, String expected) {
    List<Cleaner> all = new ArrayList<>();
    for (String one : cleaners.split(", ", -1)) {
      String[] words = one.split(" ", -1);
      NextRun next =
          switch (words[1]) {
            case "at" -> new NextRun.At(Long.parseLong(words[2]), "x");
            case "every" -> new NextRun.Every(Long.parseLong(words[2]), "x");
            case "never" -> new NextRun.Never("x");
            default -> new NextRun.Unknown("x");
          };
      all.add(new Cleaner(Cleaner.Program.valueOf(words[0]), next, OptionalLong.empty()));
    }
    NextRun next = new CleanerSchedule(all, List.of()).nextOfTmpfiles();
    NextRun wanted =
        switch (expected) {
          case "at 3" -> new NextRun.At(3, "x");
          case "every 7" -> new NextRun.Every(7, "x");
          case "unknown" -> new NextRun.Unknown("x");
          case "never" -> new NextRun.Never("x");
          default -> new NextRun.Never("no timer of systemd and no job of cron cleans");
        };
    assertThat(next).isEqualTo(wanted);
  }

  @Test
  void aUsersTimersAreReadFromTheUsersDirectories() throws IOException {
    String tree =
        """
        usr/lib/systemd/user/systemd-tmpfiles-clean.timer "[Timer]\\nOnUnitActiveSec=1d\\n"
        usr/lib/systemd/user/systemd-tmpfiles-clean.service "[Service]\\nExecStart=systemd-tmpfiles --user --clean\\n"
        home/u/.config/systemd/user/timers.target.wants/systemd-tmpfiles-clean.timer => /usr/lib/systemd/user/systemd-tmpfiles-clean.timer
        """;
    try (TestFolder folder = TestFolder.with(tree);
        Root root = Root.at(BytePath.of(folder.path().toString()))) {
      List<BytePath> unitPath =
          io.ephemera.units.UnitPath.ofUser(
              BytePath.of("/home/u/.config"), null, BytePath.of("/home/u/.local/share"));
      assertThat(shown(CleanerSchedule.ofUser(root, unitPath)))
          .isEqualTo("systemd-tmpfiles: every 1440min by systemd-tmpfiles-clean.timer");
      assertThat(shown(CleanerSchedule.ofUser(root, unitPath.subList(1, unitPath.size()))))
          .isEqualTo("systemd-tmpfiles: never: systemd-tmpfiles-clean.timer is not enabled");
    }
  }

  @Test
  void thisMachineIsReadInTime() throws IOException {
    try (Root root = Root.host()) {
      long start = System.nanoTime();
      CleanerSchedule schedule = CleanerSchedule.ofSystem(root);
      assertThat((System.nanoTime() - start) / 1_000_000).isLessThan(5_000);
      assertThat(schedule.nextOfTmpfiles()).isNotNull();
    }
  }
}
