// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ephemera.isolate.plan.RunException;
import io.ephemera.isolate.plan.RunException.Failure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Units that are not run; the tables are written as {@link UnitText} says. */
class RefusalsTest {
  @TempDir private Path folder;

  private void assertRefused(String unit, String message) {
    assertThatThrownBy(() -> UnitText.read(folder, unit))
        .isInstanceOf(RunException.class)
        .hasMessageContaining(message)
        .extracting(e -> ((RunException) e).failure())
        .isEqualTo(Failure.CONFIGURATION);
  }

  @Test
  void everyDirectiveThatIsRefusedIsNamedWithItsPlace() {
    String unit = "PrivateDevices=yes ;; SystemCallFilter=@system-service ;; DynamicUser=1";
    String file = folder.resolve("test.service").toString();

    assertThatThrownBy(() -> UnitText.read(folder, unit))
        .hasMessage(
            "the unit asks for what cannot be done here:\n"
                + ("  " + file + ":2:16: PrivateDevices=yes\n")
                + ("  " + file + ":3:18: SystemCallFilter=@system-service\n")
                + ("  " + file + ":4:13: DynamicUser=1\n")
                + "leave out one with --without=PrivateDevices, or all of them with"
                + " --without=sandbox");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ExecCondition=/bin/true",
        "ExecStartPost=/bin/true",
        "RootDirectory=/srv",
        "MountFlags=shared",
        "PrivateNetwork=yes ;; PrivateNetwork=",
        "ProtectProc=invisible ;; ProtectProc=",
        "CapabilityBoundingSet=",
        "CapabilityBoundingSet=CAP_CHOWN ;; CapabilityBoundingSet=",
        "RestrictNamespaces=net",
        "LockPersonality=perhaps",
        "LoadCredential=a:/b",
        "StandardInputText=x",
        "[Unit] ;; JoinsNamespaceOf=a.service",
        "[Unit] ;; ConditionVirtualization=!container",
        "[Unit] ;; AssertKernelVersion=>1",
      })
  void asksForSomething(String unit) {
    String[] lines = unit.split(" ;; ", -1);
    String last = lines[lines.length - 1];

    assertRefused(unit, last.substring(0, last.indexOf('=')) + "=");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PrivateNetwork=no",
        "PrivateNetwork=",
        "PrivateNetwork=yes ;; PrivateNetwork=off",
        "SystemCallFilter=a ;; SystemCallFilter=b ;; SystemCallFilter=",
        "RestrictNamespaces=net ;; RestrictNamespaces=",
        "PrivateMounts=yes ;; PrivateMounts=",
        "RootDirectory=/",
        "RootDirectory=/srv ;; RootDirectory=",
        "MountFlags=slave",
        "ProtectProc=default",
        "ProcSubset=all",
        "DevicePolicy=auto",
        "CapabilityBoundingSet=~",
        "ExecStartPost=",
        "[Unit] ;; JoinsNamespaceOf=a.service ;; JoinsNamespaceOf=",
      })
  void asksForNothing(String unit) throws IOException {
    assertThat(UnitText.describe(folder, UnitText.read(folder, unit))).isEmpty();
  }

  @Test
  void whatIsLeftOutIsNotRefused() throws IOException {
    String unit = "PrivateDevices=yes ;; SystemCallFilter=a ;; User=b ;; PrivateTmp=yes";

    assertThat(
            UnitText.describe(
                folder, UnitText.read(folder, unit, "PrivateDevices", "SystemCallFilter")))
        .isEqualTo("user b ;; tmp on disk");
    assertThat(UnitText.describe(folder, UnitText.read(folder, unit, "sandbox", "PrivateTmp")))
        .isEqualTo("user b");
    assertThatThrownBy(() -> UnitText.read(folder, unit, "PrivateDevices"))
        .hasMessageContaining("SystemCallFilter=a")
        .hasMessageNotContaining("PrivateDevices");
  }

  @Test
  void mountsAreLeftOutTogether() throws IOException {
    String unit =
        "PrivateTmp=yes ;; ProtectSystem=strict ;; ProtectHome=yes ;; ReadWritePaths=/a ;;"
            + " ReadOnlyPaths=/b ;; InaccessiblePaths=/c ;; BindPaths=/d ;; BindReadOnlyPaths=/e ;;"
            + " TemporaryFileSystem=/f ;; RuntimeDirectory=a ;; NoNewPrivileges=yes";

    assertThat(UnitText.describe(folder, UnitText.read(folder, unit, "mounts")))
        .isEqualTo("runtime a 0755 ;; no new privileges");
  }

  @Test
  void aUserThatIsLeftOutIsReported() throws IOException {
    String warning =
        "DynamicUser=: left out, and the unit has no User=; without --user the command runs as the"
            + " caller";

    for (String without : List.of("DynamicUser", "sandbox")) {
      ServiceFile none = UnitText.read(folder, "DynamicUser=yes", without);
      assertThat(none.problems()).singleElement().asString().endsWith(":2:13: " + warning);
    }
    assertThat(UnitText.read(folder, "DynamicUser=yes ;; User=a", "sandbox").problems()).isEmpty();
    assertThat(UnitText.read(folder, "DynamicUser=no", "sandbox").problems()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      quoteCharacter = '`',
      textBlock =
          """
          Type=forking                                => test.service:2:6: Type=forking: a command that goes into the background cannot be run here; add -- and a COMMAND
          ExecStart=/bin/a ;; ExecStart=/bin/b        => test.service:3:11: ExecStart=: more than one command requires Type=oneshot
          Type=simple ;; ExecStart=/bin/a ; /bin/b    => ExecStart=: more than one command requires Type=oneshot
          ExecStart=+/bin/a                           => test.service:2:11: ExecStart=+: a command cannot have more rights than the unit
          ExecStartPre=-!/bin/a                       => test.service:2:14: ExecStartPre=!: a command cannot have more rights
          ExecStart=|/bin/a                           => test.service:2:11: ExecStart=|: the shell of a user is not started here
          ExecStart=/bin/                             => test.service:2:11: path of a command is a directory
          ExecStart=/bin/a %c                         => test.service:2:18: unknown specifier %c
          ExecStart=/bin/a "b                         => test.service:2:18:
          User=%c                                     => User=: expected the name or the number of a user or group
          User=%i                                     => User=: expected the name
          Group=%c                                    => Group=: expected the name
          SupplementaryGroups=a %c                    => SupplementaryGroups=: expected the name
          WorkingDirectory=srv                        => WorkingDirectory=: the directory to start in is not valid
          WorkingDirectory=/srv/%c                    => WorkingDirectory=: the directory to start in is not valid
          TemporaryFileSystem=/a:huge=always          => unknown option 'huge=always': expected ro, rw, mode=, size=
          TemporaryFileSystem=/a:size                 => unknown option 'size'
          StandardInput=tty                           => StandardInput=: cannot be 'tty' here: expected null or file:PATH
          StandardOutput=socket                       => StandardOutput=: cannot be 'socket' here
          EnvironmentFile=/missing                    => test.service:2:17: EnvironmentFile=/missing: there is no such file; create it, or write EnvironmentFile=-PATH
          EnvironmentFile=-/e*/x                      => not supported
          [Unit]x                                     => test.service:1:1: invalid section header '[Unit]x'
          """)
  void isWrong(String unit, String message) {
    assertRefused(unit, message);
  }

  @Test
  void allMistakesAreNamed() {
    assertThatThrownBy(() -> UnitText.read(folder, "Type=forking ;; User=%c ;; ExecStart=+/bin/a"))
        .hasMessageContaining("Type=forking")
        .hasMessageContaining("User=: expected")
        .hasMessageContaining("ExecStart=+");
  }

  @Test
  void aCommandCanTakeThePlaceOfTheOneThatCannotBeRun() throws IOException {
    ServiceFile read =
        UnitText.read(folder, "Type=forking ;; ExecStart=+/bin/a ;; User=b", "Type", "ExecStart");

    assertThat(read.command()).isNull();
    assertThat(UnitText.describe(folder, read)).isEqualTo("user b ;; start none literally");
  }

  @Test
  void whatHasNoEffectIsNamedOnceInItsOrder() throws IOException {
    String unit =
        "[Unit] ;; After=a ;; [Service] ;; Restart=no ;; KillMode=mixed ;; Restart=always";

    assertThat(UnitText.read(folder, unit).ignored())
        .containsExactly("After", "Restart", "KillMode");
  }
}
