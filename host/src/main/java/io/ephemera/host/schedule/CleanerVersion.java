// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.schedule;

import io.ephemera.fs.Bytes;
import io.ephemera.fs.Root;
import io.ephemera.process.SystemProgram;
import io.ephemera.tmpfiles.language.Numbers;
import java.io.IOException;
import java.time.Duration;

/** The version of the systemd-tmpfiles that cleans. */
public sealed interface CleanerVersion {
  /** The number of systemd's version, such as 252. */
  record Known(int number) implements CleanerVersion {}

  /**
   * It is not known.
   *
   * @param why for messages
   */
  record Unknown(String why) implements CleanerVersion {}

  /**
   * The version of the program of the running host, which is asked for at most two seconds. The
   * program of an image is not run: its version is unknown.
   */
  static CleanerVersion of(Root root) {
    if (!root.isHost()) {
      return new Unknown("programs of another root directory are not run");
    }
    try {
      return parse(
          SystemProgram.run(Duration.ofSeconds(2), "systemd-tmpfiles", "--version").said());
    } catch (IOException e) {
      return new Unknown("systemd-tmpfiles cannot be asked: " + e.getMessage());
    }
  }

  /** The version in what {@code --version} prints: {@code systemd 252 (252.38-1~deb12u1)}. */
  static CleanerVersion parse(String said) {
    String[] words = said.split("[ \n]", 3);
    long number =
        words.length > 1 && words[0].equals("systemd")
            ? Numbers.parse(words[1], 0, words[1].length(), Numbers.DECIMAL, 99_999)
            : -1;
    return number <= 0
        ? new Unknown("systemd-tmpfiles says " + Bytes.utf8(said.strip()))
        : new Known((int) number);
  }
}
