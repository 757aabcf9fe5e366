// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ephemera.fs.Bytes;
import io.ephemera.isolate.plan.RunException;
import io.ephemera.isolate.plan.RunException.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which files are read, and in which order. */
class UnitFilesTest {
  @TempDir private Path folder;

  @Test
  void dropInsComeAfterTheUnitInTheOrderOfTheirNames() throws IOException {
    Path unit = UnitText.write(folder, "test.service", "Environment=A=1 B=1 ;; User=a");
    UnitText.dropIn(folder, "test.service.d/20.conf", "[Service] ;; Environment=B=3 ;; Group=g");
    UnitText.dropIn(folder, "test.service.d/10.conf", "[Service] ;; Environment=B=2 ;; User=");
    UnitText.dropIn(folder, "test.service.d/30.txt", "[Service] ;; User=b");
    UnitText.dropIn(folder, "test.service.d/.40.conf", "[Service] ;; User=b");

    assertThat(UnitText.describe(folder, UnitText.read(unit)))
        .isEqualTo("group g ;; set A=1 ;; set B=1 ;; set B=2 ;; set B=3");
  }

  @Test
  void aDropInLiftsARefusal() throws IOException {
    Path unit = UnitText.write(folder, "test.service", "PrivateDevices=yes ;; SystemCallFilter=a");
    Path dropIn =
        UnitText.dropIn(
            folder, "test.service.d/a.conf", "[Service] ;; PrivateDevices=no ;; ProtectClock=yes");

    assertThatThrownBy(() -> UnitText.read(unit))
        .hasMessageContaining("SystemCallFilter=a")
        .hasMessageContaining(dropIn + ":3:14: ProtectClock=yes")
        .hasMessageNotContaining("PrivateDevices");
  }

  @Test
  void problemsOfADropInNameIt() throws IOException {
    Path unit = UnitText.write(folder, "test.service", "");
    Path dropIn = UnitText.dropIn(folder, "test.service.d/a.conf", "[Service] ;; Nice=x ;; [x");

    assertThat(UnitText.read(unit).problems())
        .extracting(Object::toString)
        .anyMatch(text -> text.startsWith(dropIn + ":2:6: Nice=: invalid value 'x'"))
        .anyMatch(text -> text.startsWith(dropIn + ":3:1: invalid section header"));
  }

  @Test
  void anInstanceReadsItsTemplate() throws IOException {
    UnitText.write(folder, "web@.service", "Environment=I=%i N=%n J=%j ;; RuntimeDirectory=%p/%i");
    UnitText.dropIn(folder, "web@.service.d/a.conf", "[Service] ;; User=%i");
    UnitText.dropIn(folder, "web@a\\x2db.service.d/a.conf", "[Service] ;; User=%I");

    assertThat(UnitText.describe(folder, UnitText.read(folder.resolve("web@1.service"))))
        .isEqualTo("user 1 ;; runtime web/1 0755 ;; set I=1 ;; set N=web@1.service ;; set J=web");
    assertThat(UnitText.describe(folder, UnitText.read(folder.resolve("web@a\\x2db.service"))))
        .startsWith("user a-b ;; runtime web/a\\\\x2db 0755");
  }

  @Test
  void theNameIsThatOfTheUnitWithoutItsType() throws IOException {
    UnitText.write(folder, "web@.service", "");

    assertThat(
            UnitText.read(folder.resolve("web@1.service"))
                .builder()
                .build(io.ephemera.isolate.plan.Invocation.of(java.util.List.of(Bytes.latin1("x"))))
                .name())
        .isEqualTo(Bytes.latin1("web@1"));
  }

  @Test
  void anEnvironmentFileComesAfterTheVariables() throws IOException {
    Path file = Files.writeString(folder.resolve("a.env"), "# x\nA=2\nB=\"c d\"\nexport C=1\n1x\n");
    Path unit =
        UnitText.write(
            folder, "test.service", "EnvironmentFile=-" + file + " ;; Environment=A=1 Z=1");

    assertThat(UnitText.describe(folder, UnitText.read(unit)))
        .startsWith("set A=1 ;; set Z=1 ;; set A=2 ;; set B=c d ;; ")
        .contains("a.env:4:");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          masked.service        | masked.service is masked: its file is empty or leads to /dev/null
          null.service          | null.service is masked: its file is empty or leads to /dev/null
          missing.service       | missing.service: there is no such file
          missing@1.service     | missing@1.service: there is no such file
          test@.service         | test@.service is a template: name an instance of it, such as test@1.service
          test.socket           | test.socket is not a service
          test                  | test: not the name of a unit: expected a name such as web.service
          a b.service           | not the name of a unit
          commandless.service   | NONE
          """)
  void thisIsNotRun(String name, String message) throws IOException {
    Files.writeString(folder.resolve("masked.service"), "");
    Files.createSymbolicLink(folder.resolve("null.service"), Path.of("/dev/null"));
    UnitText.write(folder, "test@.service", "");
    Files.writeString(folder.resolve("test.socket"), "[Socket]\n");
    Files.writeString(folder.resolve("test"), "[Service]\n");
    Files.writeString(folder.resolve("commandless.service"), "[Service]\nUser=a\n");

    if (message.equals("NONE")) {
      assertThat(UnitText.read(folder.resolve(name)).command()).isNull();
      return;
    }
    assertThatThrownBy(() -> UnitText.read(folder.resolve(name)))
        .isInstanceOf(RunException.class)
        .hasMessageContaining(message)
        .extracting(e -> ((RunException) e).failure())
        .isEqualTo(Failure.CONFIGURATION);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          no-such-unit-4711.service | no-such-unit-4711.service is in none of
          web                       | web is neither the name of a unit, such as web.service, nor a path
          web@.timer                | web@.timer is in none of
          """)
  void aNameIsLookedFor(String name, String message) {
    assertThatThrownBy(() -> ServiceFile.read(Bytes.latin1(name), Set.of()))
        .isInstanceOf(RunException.class)
        .hasMessageContaining(message);
  }
}
