// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.host.schedule.Cleaner.Program;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which cleaners a command or a script runs. */
class CleanerCommandTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      textBlock =
          """
          systemd-tmpfiles --clean                           | systemd-tmpfiles
          -/usr/bin/systemd-tmpfiles --clean --user          | systemd-tmpfiles
          systemd-tmpfiles --create --remove --boot          | none
          exec /opt/ephemera/bin/ephemera tmpfiles --clean   | ephemera
          ephemera tmpfiles \\~  --clean                     | ephemera
          ephemera sweep --clean                             | none
          ephemera tmpfiles --create                         | none
          nice -n10 tmpreaper --delay=256 7d /tmp            | tmpreaper
          [ -x /usr/sbin/tmpwatch ] && /usr/sbin/tmpwatch 30d /var/tmp | tmpwatch
          /usr/sbin/stmpclean -p 7d /tmp; tmpwatch 1d /x     | tmpwatch, stmpclean
          # tmpreaper 7d /tmp                                | none
          cat /etc/tmpreaper.conf                            | none
          mytmpreaper /tmp                                   | none
          echo x ~# tmpwatch                                 | none
          """)
  void aCleanerIsFoundByItsWords(String text, String programs) {
    List<String> names = new ArrayList<>();
    for (Program program : CleanerCommand.in(text.replace('~', '\n'))) {
      names.add(program.command());
    }
    assertThat(String.join(", ", names)).isEqualTo(programs == null ? "" : programs);
  }
}
