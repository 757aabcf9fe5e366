// SPDX-License-Identifier: Apache-2.0
package io.ephemera.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.linux.NameService.Group;
import io.ephemera.linux.NameService.User;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NameServiceTest {
  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void rootIsFoundByNameAndByNumber() {
    User user = NameService.user(bytes("root")).entry();
    assertThat(user).isNotNull().isEqualTo(NameService.user(0).entry());
    assertThat(user).extracting(User::name, User::uid, User::gid).containsExactly("root", 0, 0);
    assertThat(NameService.group(bytes("root")).entry()).isEqualTo(new Group("root", 0));
    assertThat(NameService.group(0).entry()).isEqualTo(new Group("root", 0));
  }

  @Test
  void everyLocalUserIsFoundWithAllFields() throws IOException {
    for (String line : Files.readAllLines(Path.of("/etc/passwd"), StandardCharsets.ISO_8859_1)) {
      String[] field = line.split(":", -1);
      int uid = Integer.parseUnsignedInt(field[2]);
      int gid = Integer.parseUnsignedInt(field[3]);
      assertThat(NameService.user(bytes(field[0])).entry())
          .isEqualTo(new User(field[0], uid, gid, field[5], field[6]));
    }
  }

  @Test
  void everyLocalGroupIsFound() throws IOException {
    for (String line : Files.readAllLines(Path.of("/etc/group"), StandardCharsets.ISO_8859_1)) {
      String[] field = line.split(":", -1);
      assertThat(NameService.group(bytes(field[0])).entry())
          .isEqualTo(new Group(field[0], Integer.parseUnsignedInt(field[2])));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nobody-has-this-name", "", "0", "ro:ot", "r\u00f6\u00f6t"})
  void anUnknownNameIsNotFound(String name) {
    assertThat(NameService.user(bytes(name)).entry()).isNull();
    assertThat(NameService.group(bytes(name)).entry()).isNull();
  }

  @Test
  void anOverlongNameIsUnknown() {
    assertThat(NameService.user(bytes("n".repeat(5000))).entry()).isNull();
    assertThat(NameService.group(bytes("n".repeat(5000))).entry()).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, -2, 1_999_999_999})
  void anUnknownNumberIsNotFound(int id) {
    assertThat(NameService.user(id).entry()).isNull();
    assertThat(NameService.group(id).entry()).isNull();
  }
}
