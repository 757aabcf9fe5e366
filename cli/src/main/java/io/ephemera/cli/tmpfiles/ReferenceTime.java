// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.tmpfiles;

import io.ephemera.cli.command.Option;
import io.ephemera.cli.command.ParsedCommandLine;
import io.ephemera.cli.command.UsageException;
import io.ephemera.fs.Bytes;
import io.ephemera.tmpfiles.language.TimeSpan;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The time that ages are compared with: now, or the one that {@code --at=} or {@code --in=} selects
 * for a dry run.
 */
public final class ReferenceTime {
  private static final long SECOND = 1_000_000;

  /** The beginning of the year 10000; anything later is a mistake. */
  private static final long LATEST = 253_402_300_800L * SECOND;

  private ReferenceTime() {}

  /** Now, in microseconds since 1970. */
  public static long now() {
    return micros(Instant.now());
  }

  private static long micros(Instant instant) {
    return instant.getEpochSecond() * SECOND + instant.getNano() / 1000;
  }

  /**
   * The time that a command line selects, in microseconds since 1970.
   *
   * @param inOption the option of a span from now on
   * @param atOption the option of a time
   * @param now used if it selects none
   */
  public static long of(ParsedCommandLine line, Option inOption, Option atOption, long now)
      throws UsageException {
    Bytes in = line.last(inOption);
    Bytes at = line.last(atOption);
    return in != null ? after(in, now) : at != null ? at(at) : now;
  }

  private static long after(Bytes span, long now) throws UsageException {
    OptionalLong micros = TimeSpan.micros(span.latin1());
    if (micros.isEmpty() || micros.getAsLong() > LATEST - now) {
      throw new UsageException(
          "invalid time span '--in=" + span + "': expected one such as 2w, 36h or '1d 12h'");
    }
    return now + micros.getAsLong();
  }

  private static long at(Bytes text) throws UsageException {
    Instant instant = parse(text.latin1().trim());
    if (instant == null) {
      throw new UsageException(
          "invalid time '--at="
              + text
              + "': expected one such as 2027-01-31, '2027-01-31 12:00', 2027-01-31T12:00:00Z or @1801396800");
    }
    return micros(instant);
  }

  private static @Nullable Instant parse(String text) {
    try {
      if (text.startsWith("@")) {
        return Instant.ofEpochSecond(Long.parseLong(text, 1, text.length(), 10));
      }
      String iso = text.replace(' ', 'T');
      if (iso.length() == "2027-01-31".length()) {
        return LocalDate.parse(iso).atStartOfDay(ZoneId.systemDefault()).toInstant();
      }
      return iso.indexOf('Z') > 0 || iso.lastIndexOf('+') > 0
          ? OffsetDateTime.parse(iso).toInstant()
          : LocalDateTime.parse(iso).atZone(ZoneId.systemDefault()).toInstant();
    } catch (DateTimeException | NumberFormatException wrong) {
      return null;
    }
  }
}
