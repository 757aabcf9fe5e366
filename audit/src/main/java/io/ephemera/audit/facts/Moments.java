// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.facts;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Times in messages. */
public final class Moments {
  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm", Locale.ENGLISH);

  private Moments() {}

  /** A time in microseconds since 1970: {@code Tue 2026-12-01 03:12}. */
  public static String at(long micros) {
    Instant instant = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    return FORM.format(instant.atZone(ZoneId.systemDefault()));
  }
}
