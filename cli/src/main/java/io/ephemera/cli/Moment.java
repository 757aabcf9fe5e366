// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli;

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
 * The moment from which ages count: now, or with {@code --at=} and {@code --in=} another one that a
 * dry run looks from.
 */
final class Moment {
  private static final long SECOND = 1_000_000;

  /** The year 10000: later than anybody can mean. */
  private static final long LATEST = 253_402_300_800L * SECOND;

  private Moment() {}

  /** Now, in microseconds since 1970. */
  static long now() {
    return micros(Instant.now());
  }

  private static long micros(Instant instant) {
    return instant.getEpochSecond() * SECOND + instant.getNano() / 1000;
  }

  /**
   * The moment that a command line names, in microseconds since 1970.
   *
   * @param now what is taken where it names none
   */
  static long of(Options options, long now) throws UsageException {
    Bytes in = options.last(TmpfilesOption.IN);
    Bytes at = options.last(TmpfilesOption.AT);
    return in != null ? after(in, now) : at != null ? at(at) : now;
  }

  private static long after(Bytes span, long now) throws UsageException {
    OptionalLong micros = TimeSpan.micros(span.latin1());
    if (micros.isEmpty() || micros.getAsLong() > LATEST - now) {
      throw new UsageException(
          "'--in=" + span + "' is no span of time: expected one such as 2w, 36h or '1d 12h'");
    }
    return now + micros.getAsLong();
  }

  private static long at(Bytes text) throws UsageException {
    Instant instant = parse(text.latin1().trim());
    if (instant == null) {
      throw new UsageException(
          "'--at="
              + text
              + "' is no time: expected one such as 2027-01-31, '2027-01-31 12:00', 2027-01-31T12:00:00Z or @1801396800");
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
