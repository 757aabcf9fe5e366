// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.findings;

import io.ephemera.cli.command.Option;
import io.ephemera.cli.command.ParsedCommandLine;
import io.ephemera.cli.command.UsageException;
import io.ephemera.fs.Bytes;
import io.ephemera.tmpfiles.language.TimeSpan;
import java.util.OptionalLong;

/** An option whose value is a time span, systemd.time(7). */
public final class TimeSpanOption {
  private TimeSpanOption() {}

  /** Its value in microseconds, more than 0; the default if it is not given. */
  public static long micros(ParsedCommandLine line, Option option, long otherwise)
      throws UsageException {
    Bytes text = line.last(option);
    if (text == null) {
      return otherwise;
    }
    OptionalLong micros = TimeSpan.micros(text.latin1());
    if (micros.isEmpty() || micros.getAsLong() <= 0) {
      throw new UsageException(
          "invalid time span '--"
              + option.name()
              + "="
              + text
              + "': expected one such as 30s, 5min or 1h");
    }
    return micros.getAsLong();
  }
}
