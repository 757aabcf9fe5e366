// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.process.RunRecord.Identity;
import io.ephemera.process.RunRecord.Kind;
import io.ephemera.process.RunRecord.Main;
import io.ephemera.process.RunRecord.Thing;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The text of a record. */
class RunRecordTest {
  private static final BytePath PATH = BytePath.of("/run/app");
  private static final BytePath STAGING = BytePath.of("/run/.#app1");

  private static Bytes text(RunRecordLine... lines) {
    Bytes text = Bytes.EMPTY;
    for (RunRecordLine line : lines) {
      text = text.plus(line.bytes());
    }
    return text;
  }

  @Test
  void isReadAsItWasWritten() {
    RunRecord record =
        RunRecordReader.read(
            text(
                RunRecordLine.of(RunRecordLine.BOOT, "b"),
                RunRecordLine.of(RunRecordLine.PID_NAMESPACE, 3),
                RunRecordLine.of(RunRecordLine.PROCESS, 1, 2),
                RunRecordLine.of(RunRecordLine.SINCE, 1_000),
                RunRecordLine.of(RunRecordLine.COMMAND, "a b\\c\n"),
                RunRecordLine.of(RunRecordLine.EXCLUSIVE),
                RunRecordLine.of(RunRecordLine.SUPERVISED),
                RunRecordLine.of(RunRecordLine.MOUNT_NAMESPACE, 4, 5),
                RunRecordLine.of(RunRecordLine.PROCESS, 6, 7)));
    assertThat(record.boot()).isEqualTo("b");
    assertThat(record.pidNamespace()).isEqualTo(3);
    assertThat(record.processes()).containsExactly(new Main(1, 2), new Main(6, 7));
    assertThat(record.since()).isEqualTo(Instant.ofEpochSecond(1));
    assertThat(record.command()).isEqualTo(Bytes.latin1("a b\\c\n"));
    assertThat(record.isExclusive()).isTrue();
    assertThat(record.isSupervised()).isTrue();
    assertThat(record.mounts()).isEqualTo(new MountNamespaceId(4, 5));
  }

  @Test
  void namesStayBytes() {
    Bytes name = Bytes.latin1("/run/\u00ff \n\t\\x41\u0001");
    RunRecordLine line =
        RunRecordLine.of(RunRecordLine.MADE, "pid-file", name, name, 1, Long.MAX_VALUE, 5);
    assertThat(line.bytes().latin1())
        .isEqualTo(
            "made pid-file /run/\\xff\\x20\\x0a\\x09\\x5cx41\\x01"
                + " /run/\\xff\\x20\\x0a\\x09\\x5cx41\\x01 1 9223372036854775807 5\n");
    assertThat(RunRecordReader.read(line.bytes()).things())
        .containsExactly(
            new Thing(
                Kind.PID_FILE,
                BytePath.of(name),
                BytePath.of(name),
                new Identity(1, Long.MAX_VALUE, 5)));
  }

  @Test
  void aThingThatIsMadeReplacesTheSameOneThatWasToBe() {
    RunRecordLine making =
        RunRecordLine.of(RunRecordLine.MAKING, "private-tmp", PATH.bytes(), STAGING.bytes());
    RunRecordLine made =
        RunRecordLine.of(RunRecordLine.MADE, "private-tmp", PATH.bytes(), STAGING.bytes(), 1, 2, 3);
    assertThat(RunRecordReader.read(text(making)).things())
        .containsExactly(new Thing(Kind.PRIVATE_TMP, PATH, STAGING, null));
    assertThat(RunRecordReader.read(text(making, made)).things())
        .containsExactly(new Thing(Kind.PRIVATE_TMP, PATH, STAGING, new Identity(1, 2, 3)));
  }

  @Test
  void aTornLastLineDoesNotCount() {
    String whole = text(RunRecordLine.of(RunRecordLine.BOOT, "boot")).latin1();
    for (int length = 0; length < whole.length(); length++) {
      assertThat(RunRecordReader.read(Bytes.latin1(whole.substring(0, length))).boot()).isEmpty();
    }
    assertThat(RunRecordReader.read(Bytes.latin1(whole)).boot()).isEqualTo("boot");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "made",
        "made runtime-directory",
        "made runtime-directory /a /a x 1 1",
        "made runtime-directory /a /a 1 1",
        "made runtime-directory /a/../b /a 1 1 1",
        "made runtime-directory / / 1 1 1",
        "made runtime-directory a a 1 1 1",
        "made something /a /a 1 1",
        "making runtime-directory /a\\x /a",
        "process 1",
        "process one 2",
        "since yesterday",
        "",
        " ",
        "future key"
      })
  void aLineThatIsNotUnderstoodIsIgnored(String line) {
    assertThat(RunRecordReader.read(Bytes.latin1(line + "\n")))
        .isEqualTo(RunRecordReader.read(Bytes.EMPTY));
  }
}
