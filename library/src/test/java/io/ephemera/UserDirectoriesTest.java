// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserDirectoriesTest {
  private static UserDirectories.Setting entry(String text) {
    return new UserDirectories(Bytes.latin1(text), BytePath.of("/home/u"))
        .entry("XDG_DOWNLOAD_DIR");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          XDG_DOWNLOAD_DIR="$HOME/Downloads"          | /home/u/Downloads
          XDG_DOWNLOAD_DIR="$HOME/T\u00c3\u00a9l\u00c3\u00a9chargements" | /home/u/T\u00c3\u00a9l\u00c3\u00a9chargements
          XDG_DOWNLOAD_DIR="/srv/big disk/in"         | /srv/big disk/in
          XDG_DOWNLOAD_DIR = "$HOME/a"                | /home/u/a
          XDG_DOWNLOAD_DIR="$HOME/a\\"b\\\\c\\$d\\`e" | /home/u/a"b\\c$d`e
          XDG_DOWNLOAD_DIR="$HOME/a//b/./"            | /home/u/a/b
          XDG_DOWNLOAD_DIR="$HOME/a" # for now        | /home/u/a
          XDG_DOWNLOAD_DIR="$HOME/"                   | /home/u
          XDG_DOWNLOAD_DIR="$HOME"                    | /home/u
          """)
  void anEntryNamesADirectory(String line, String path) {
    assertThat(entry("# xdg-user-dirs\n  " + line + "\n").path())
        .isEqualTo(BytePath.of(Bytes.latin1(path)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "XDG_DOWNLOAD_DIR=Downloads",
        "XDG_DOWNLOAD_DIR=\"Downloads\"",
        "XDG_DOWNLOAD_DIR='/srv'",
        "XDG_DOWNLOAD_DIR=/srv",
        "XDG_DOWNLOAD_DIR=\"/srv",
        "XDG_DOWNLOAD_DIR=\"/srv\\",
        "XDG_DOWNLOAD_DIR=\"$HOMEX/a\"",
        "XDG_DOWNLOAD_DIR=\"$HOMEbrew\"",
        "XDG_DOWNLOAD_DIR=\"$OTHER/a\"",
        "XDG_DOWNLOAD_DIR=\"$HOME/$(touch x)\"",
        "XDG_DOWNLOAD_DIR=\"$HOME/`touch x`\"",
        "XDG_DOWNLOAD_DIR=\"$HOME/a\u0000b\"",
        "XDG_DOWNLOAD_DIR=\"\"",
        "XDG_DOWNLOAD_DIR=x",
      })
  void shellSyntaxIsRejected(String line) {
    UserDirectories.Setting entry = entry(line);

    assertThat(entry.path()).isNull();
    assertThat(entry.given()).isEqualTo(line.substring("XDG_DOWNLOAD_DIR=".length()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n\n",
        "#XDG_DOWNLOAD_DIR=\"/srv\"",
        "XDG_DOWNLOAD_DIRS=\"/srv\"",
        "XDG_DOWNLOAD_DIR",
        "export XDG_DOWNLOAD_DIR=\"/srv\""
      })
  void otherLinesSayNothing(String text) {
    assertThat(entry(text)).isEqualTo(new UserDirectories.Setting(null, ""));
  }

  @Test
  void lastSettingDecides() {
    assertThat(
            entry("XDG_DOWNLOAD_DIR=\"/a\"\nXDG_DOWNLOAD_DIR=\"/b\"\nXDG_MUSIC_DIR=\"/c\"").path())
        .isEqualTo(BytePath.of("/b"));
  }
}
