// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What systemd 252 and 262.1 printed, booted in namespaces, and {@code list-timers} beside it. */
class TimerPropertiesTest {
  private static final String V252 =
      """
      NextElapseUSecRealtime=
      NextElapseUSecMonotonic=54min 53.349707s
      LastTriggerUSec=
      Id=systemd-tmpfiles-clean.timer
      LoadState=loaded
      ActiveState=active

      NextElapseUSecRealtime=
      NextElapseUSecMonotonic=infinity
      LastTriggerUSec=
      Id=logrotate.timer
      LoadState=not-found
      ActiveState=inactive

      NextElapseUSecRealtime=Mon 2026-11-30 15:33:39 UTC
      NextElapseUSecMonotonic=0
      LastTriggerUSec=
      Id=apt-daily.timer
      LoadState=loaded
      ActiveState=active
      """;

  private static final String V262 =
      """
      Id=systemd-tmpfiles-clean.timer
      LoadState=loaded
      ActiveState=active
      NextElapseUSecRealtime=
      NextElapseUSecMonotonic=54min 53.349707s
      LastTriggerUSec=

      Id=logrotate.timer
      LoadState=not-found
      ActiveState=inactive
      NextElapseUSecRealtime=
      NextElapseUSecMonotonic=infinity
      LastTriggerUSec=

      Id=apt-daily.timer
      LoadState=loaded
      ActiveState=active
      NextElapseUSecRealtime=Mon 2026-11-30 15:33:39.000000 UTC
      NextElapseUSecMonotonic=0
      LastTriggerUSec=
      """;

  private static long micros(String time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(time));
  }

  @ParameterizedTest
  @ValueSource(strings = {V252, V262})
  void eachTimerIsToldByItself(String said) {
    Now now = new Now(micros("2026-11-29T22:23:21Z"), 2_397_610_000L, ZoneOffset.UTC);
    Map<String, TimerProperties> timers = TimerProperties.parse(said, now);
    assertThat(timers).hasSize(3);
    String clean = "systemd-tmpfiles-clean.timer";
    TimerProperties told = Objects.requireNonNull(timers.get(clean));
    assertThat(told.next(clean))
        .isEqualTo(new NextRun.At(micros("2026-11-29T22:38:16.739707Z"), clean));
    assertThat(told.last()).isEmpty();
    assertThat(Objects.requireNonNull(timers.get("apt-daily.timer")).next("apt-daily.timer"))
        .isEqualTo(new NextRun.At(micros("2026-11-30T15:33:39Z"), "apt-daily.timer"));
    assertThat(Objects.requireNonNull(timers.get("logrotate.timer")).next("logrotate.timer"))
        .isInstanceOf(NextRun.Never.class);
  }
}
