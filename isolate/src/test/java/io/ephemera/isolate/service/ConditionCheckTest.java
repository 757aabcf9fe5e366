// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ephemera.isolate.plan.RunException;
import io.ephemera.isolate.plan.RunException.Failure;
import io.ephemera.process.Users;
import io.ephemera.testkit.Tree;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Conditions and assertions; {@code DIR} is a directory with some of each kind of file. */
class ConditionCheckTest {
  @TempDir private Path folder;

  @BeforeEach
  void makeFiles() throws IOException {
    Tree.build(
        """
        empty/
        full/
        full/.hidden
        full/entry
        backups/
        backups/.hidden
        backups/a~
        backups/a.bak
        backups/a.dpkg-old
        file "content"
        nothing ""
        link => file
        dangling => missing
        to-empty => empty
        """,
        folder);
    Files.createDirectory(folder.resolve("backups/lost+found"));
    Files.copy(Path.of("/bin/true"), folder.resolve("program"));
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(folder.resolve("socket")));
    }
  }

  private boolean holds(String conditions) throws IOException {
    String lines = conditions.replace("DIR", folder.toString());
    return UnitText.read(folder, "[Unit] ;; " + lines).failedCondition() == null;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PathExists=DIR/file",
        "PathExists=DIR/link",
        "PathExists=/",
        "PathExistsGlob=DIR/f*",
        "PathExistsGlob=DIR/{x,fil}e",
        "PathIsDirectory=DIR/empty",
        "PathIsDirectory=DIR/to-empty",
        "PathIsSymbolicLink=DIR/link",
        "PathIsSymbolicLink=DIR/dangling",
        "PathIsMountPoint=/proc",
        "PathIsSocket=DIR/socket",
        "PathIsReadWrite=DIR/file",
        "DirectoryNotEmpty=DIR/full",
        "FileNotEmpty=DIR/file",
        "FileNotEmpty=DIR/link",
        "FileIsExecutable=DIR/program",
        "Architecture=native",
        "Architecture=%a",
        "Host=%H",
        "Host=?*",
        "Environment=PATH",
      })
  void thisHolds(String condition) throws IOException {
    assertThat(holds("Condition" + condition)).isTrue();
    assertThat(holds("Condition" + condition.replace("=", "=!"))).isFalse();
    assertThat(holds("Assert" + condition)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PathExists=DIR/missing",
        "PathExists=DIR/dangling",
        "PathExists=DIR/file/x",
        "PathExistsGlob=DIR/x*",
        "PathIsDirectory=DIR/file",
        "PathIsSymbolicLink=DIR/file",
        "PathIsSymbolicLink=DIR/missing",
        "PathIsMountPoint=DIR",
        "PathIsMountPoint=DIR/missing",
        "PathIsSocket=DIR/file",
        "PathIsReadWrite=DIR/missing",
        "DirectoryNotEmpty=DIR/empty",
        "DirectoryNotEmpty=DIR/backups",
        "DirectoryNotEmpty=DIR/file",
        "DirectoryNotEmpty=DIR/missing",
        "FileNotEmpty=DIR/nothing",
        "FileNotEmpty=DIR/full",
        "FileIsExecutable=DIR/file",
        "FileIsExecutable=DIR/full",
        "Architecture=vax",
        "Host=no-such-host",
        "Environment=NO_SUCH_VARIABLE",
        "Environment=PATH=no such path",
        "KernelCommandLine=no-such-word",
        "User=no-such-user",
        "User=4711",
        "Group=no-such-group",
        "Group=4711",
      })
  void thisDoesNotHold(String condition) throws IOException {
    assertThat(holds("Condition" + condition)).isFalse();
    assertThat(holds("Condition" + condition.replace("=", "=!"))).isTrue();
  }

  @Test
  void callersAreRecognised() throws IOException {
    String uid = Integer.toUnsignedString(Users.effectiveUid());
    String gid = Integer.toUnsignedString(Users.effectiveGid());

    assertThat(holds("ConditionUser=" + uid)).isTrue();
    assertThat(holds("ConditionGroup=" + gid)).isTrue();
    assertThat(holds("ConditionUser=@system")).isEqualTo(Integer.parseUnsignedInt(uid) < 1000);
    assertThat(holds("ConditionHost=" + host().toUpperCase(java.util.Locale.ROOT))).isTrue();
  }

  private static String host() throws IOException {
    return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
  }

  @Test
  void wordsOfTheKernelAreFound() throws IOException {
    for (String word : List.of(Files.readString(Path.of("/proc/cmdline")).strip().split(" ", -1))) {
      boolean isPlain = word.matches("[\\w.=,/-]+");
      int equals = word.indexOf('=');
      if (isPlain) {
        assertThat(holds("ConditionKernelCommandLine=" + word)).as(word).isTrue();
      }
      if (isPlain && equals > 0) {
        assertThat(holds("ConditionKernelCommandLine=" + word.substring(0, equals))).isTrue();
        assertThat(holds("ConditionKernelCommandLine=" + word.substring(0, equals + 1))).isFalse();
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      textBlock =
          """
          ConditionPathExists=/ ;; ConditionPathExists=/missing                   => false
          ConditionPathExists=/ ;; ConditionPathExists=!/missing                  => true
          ConditionPathExists=|/missing ;; ConditionPathExists=|/                 => true
          ConditionPathExists=|/missing ;; ConditionPathExists=|!/                => false
          ConditionPathExists=|/ ;; ConditionPathExists=/missing                  => false
          ConditionPathExists=|/missing ;; ConditionPathExists=/                  => false
          ConditionPathExists=|!/missing                                          => true
          ConditionPathExists=/missing ;; ConditionPathExists=                    => true
          ConditionPathExists=/missing ;; ConditionUser=                          => true
          ConditionPathExists=/missing ;; AssertPathExists=                       => false
          AssertPathExists=|/missing ;; AssertPathExists=|/                       => true
          ConditionPathExists=/missing ;; AssertPathExists=/missing               => false
          ConditionPathExists=missing                                             => true
          """)
  void severalAreCombined(String conditions, boolean holds) throws IOException {
    assertThat(holds(conditions)).isEqualTo(holds);
  }

  @Test
  void theSentenceNamesTheCondition() throws IOException {
    ServiceFile read =
        UnitText.read(
            folder, "[Unit] ;; ConditionPathExists=|!/%p/.. ;; ConditionPathIsDirectory=|!/");

    assertThat(read.failedCondition())
        .isEqualTo(
            folder.resolve("test.service")
                + ":3:26: ConditionPathIsDirectory=|!/ does not hold;"
                + " not started");
    assertThat(read.problems()).singleElement().asString().contains("contains '..'; ignored");
  }

  @Test
  void anAssertionThatFailsIsAnError() {
    assertThatThrownBy(() -> holds("AssertPathExists=/missing"))
        .isInstanceOf(RunException.class)
        .hasMessageEndingWith(":2:18: AssertPathExists=/missing does not hold; not started")
        .extracting(e -> ((RunException) e).failure())
        .isEqualTo(Failure.CONFIGURATION);
  }

  @Test
  void whatIsMissingIsNotReadWhereTheConditionSaysSo() throws IOException {
    ServiceFile read =
        UnitText.read(
            folder,
            "[Unit] ;; ConditionPathExists=/missing ;; [Service] ;; EnvironmentFile=/missing ;;"
                + " ExecStart=/bin/true");

    assertThat(read.failedCondition()).contains("ConditionPathExists=/missing");
  }

  @Test
  void aConditionCanBeLeftOut() throws IOException {
    String unit = "[Unit] ;; ConditionPathExists=/missing ;; ConditionVirtualization=vm";

    assertThat(
            UnitText.read(folder, unit, "ConditionPathExists", "ConditionVirtualization")
                .failedCondition())
        .isNull();
    assertThat(UnitText.read(folder, unit, "sandbox").failedCondition()).isNotNull();
  }
}
