// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {
  record Case(String line, Action action) {}

  static Case[] cases() {
    Bytes text = Bytes.latin1("text");
    return new Case[] {
      new Case("f /a", new Action.CreateFile(Bytes.EMPTY, false)),
      new Case("f /a - - - - text", new Action.CreateFile(text, false)),
      new Case("f+ /a - - - - text", new Action.CreateFile(text, true)),
      new Case("F /a - - - - text", new Action.CreateFile(text, true)),
      new Case(
          "f /a - - - - t\\x65\\170%%\\n", new Action.CreateFile(Bytes.latin1("tex%\n"), false)),
      new Case("f /a - - - - \\x25H%H", new Action.CreateFile(Bytes.latin1("hosthost"), false)),
      new Case("f~ /a - - - - dG V4dA==", new Action.CreateFile(text, false)),
      new Case(
          "f~ /a - - - - AP+A",
          new Action.CreateFile(Bytes.of((byte) 0, (byte) 0xff, (byte) 0x80), false)),
      new Case("f~ /a", new Action.CreateFile(Bytes.EMPTY, false)),
      new Case("f^ /a - - - - good", new Action.CreateFile(Bytes.latin1("content%H\\n"), false)),
      new Case("w^~ /a - - - - coded", new Action.WriteFile(Bytes.latin1("ab"), false)),
      new Case("w /a - - - - text", new Action.WriteFile(text, false)),
      new Case("w+ /a - - - - text", new Action.WriteFile(text, true)),
      new Case("d /a", new Action.CreateDirectory(false)),
      new Case("D /a", new Action.CreateDirectory(true)),
      new Case("e /a", new Action.AdjustDirectory()),
      new Case("v /a", new Action.CreateSubvolume(Quota.NONE)),
      new Case("q /a", new Action.CreateSubvolume(Quota.INHERIT)),
      new Case("Q /a", new Action.CreateSubvolume(Quota.NEW)),
      new Case("p /a", new Action.CreateFifo()),
      new Case("L /a//b/", new Action.CreateSymlink(Bytes.latin1("/usr/share/factory/a/b"))),
      new Case("L /a - - - - x//y/%H", new Action.CreateSymlink(Bytes.latin1("x//y/host"))),
      new Case("L^ /a - - - - good", new Action.CreateSymlink(Bytes.latin1("good"))),
      new Case("c /a - - - - 1:3", new Action.CreateDevice(false, 1, 3)),
      new Case("b /a - - - - 04095: 1048575", new Action.CreateDevice(true, 4095, 1048575)),
      new Case("C /copied", new Action.Copy(BytePath.of("/usr/share/factory/copied"))),
      new Case("C /a - - - - %T//source/", new Action.Copy(BytePath.of("/tmp/source"))),
      new Case("x /a", new Action.IgnorePath()),
      new Case("X /a", new Action.IgnoreInode()),
      new Case("r /a", new Action.Remove()),
      new Case("R /a", new Action.RemoveRecursively()),
      new Case("z /a", new Action.AdjustMode(false)),
      new Case("m /a", new Action.AdjustMode(false)),
      new Case("Z /a", new Action.AdjustMode(true)),
      new Case("h /a - - - - +i", new Action.SetFileAttributes(0x10, 0x10, false)),
      new Case("h /a - - - - Ca", new Action.SetFileAttributes(0x800020, 0x800020, false)),
      new Case("H /a - - - - -i", new Action.SetFileAttributes(0x10, 0, true)),
      new Case("h /a - - - - =", new Action.SetFileAttributes(0x208bc0ff, 0, false)),
      new Case("t /a - - - - user.a=b", xattrs(false, "user.a", "b")),
      new Case("T /a - - - - \"user.a=x y\"", xattrs(true, "user.a", "x y")),
      new Case(
          "t /a - - - - user.a=\"x\\x20y\" user.b=%H=",
          xattrs(false, "user.a", "x y", "user.b", "host=")),
    };
  }

  private static Action xattrs(boolean recursive, String... pairs) {
    List<XattrEntry> all = new ArrayList<>();
    for (int i = 0; i < pairs.length; i += 2) {
      all.add(new XattrEntry(Bytes.latin1(pairs[i]), Bytes.latin1(pairs[i + 1])));
    }
    return new Action.SetExtendedAttributes(all, recursive);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aTypeAndItsArgumentGiveAnAction(Case row) {
    assertThat(SampleParser.DEFAULT.line(row.line()).action()).isEqualTo(row.action());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "d /a - - - - x",
        "D /a - - - - x",
        "e /a - - - - x",
        "v /a - - - - x",
        "q /a - - - - x",
        "Q /a - - - - x",
        "p /a - - - - x",
        "x /a - - - - x",
        "X /a - - - - x",
        "r /a - - - - x",
        "R /a - - - - x",
        "m /a - - - - x",
        "z /a - - - - x",
        "Z /a - - - - x",
        "w /a",
        "c /a",
        "b /a - - - - -",
        "t /a",
        "T /a",
        "h /a",
        "H /a",
        "a /a",
        "A /a",
        "k /a",
        "K /a",
        "L~ /a - - - - x",
        "C~ /a",
        "c~ /a - - - - 1:3",
        "b~ /a - - - - 1:3",
        "t~ /a - - - - user.a=b",
        "h~ /a - - - - i",
        "a~ /a - - - - u:root:r",
        "k~ /a - - - - =p",
        "c /a - - - - 1/3",
        "c /a - - - - 4096:1",
        "c /a - - - - 1:1048576",
        "c /a - - - - :3",
        "c /a - - - - 1:",
        "c /a - - - - +1:3",
        "c /a - - - - 1:3:4",
        "h /a - - - - z",
        "h /a - - - - +",
        "h /a - - - - ++i",
        "h /a - - - - %H",
        "C /a - - - - relative",
        "f /a - - - - \\q",
        "L /a - - - - %z",
        "t /a - - - - user.a=%z"
      })
  void anArgumentThatTheTypeDoesNotAllowIsAnError(String line) {
    assertThat(SampleParser.DEFAULT.problem(line).level()).isEqualTo(Problem.Level.ERROR);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"!!!", "YQ", "YQ=", "YR==", "YWJ=", "YQ==YQ==", "YWJj=", "====", "YWJj-_==", "''"})
  void base64IsStrictAndAnErrorAbortsTheRun(String text) {
    assertThat(SampleParser.DEFAULT.problem("f~ /a - - - - " + text).level())
        .isEqualTo(Problem.Level.ABORT);
  }

  @ParameterizedTest
  @CsvSource({
    "f^ /a - - - - none, DEBUG",
    "d^ /a, ABORT",
    "f^ /a, ABORT",
    "f^ /a - - - - a/b, ABORT",
    "f^ /a - - - - a:b, ABORT",
    "f^ /a - - - - .., ABORT",
    "f^~ /a - - - - broken, ABORT",
    "f^~ /a - - - - %%%, DEBUG",
    "C^ /a - - - - /etc, ABORT",
    "L^ /a - - - - none, DEBUG",
    "t^ /a - - - - user.a=b, DEBUG"
  })
  void aMissingCredentialIgnoresTheLineAndAnInvalidOneAbortsTheRun(
      String line, Problem.Level level) {
    assertThat(SampleParser.DEFAULT.problem(line).level()).isEqualTo(level);
  }

  @Test
  void aCopyWithoutItsSourceIsIgnored() {
    assertThat(SampleParser.DEFAULT.problem("C /a").level()).isEqualTo(Problem.Level.DEBUG);
  }

  @Test
  void aSpecifierWithoutAValueIgnoresTheLine() {
    assertThat(SampleParser.DEFAULT.problem("d /a/%m").level()).isEqualTo(Problem.Level.NOTICE);
    assertThat(SampleParser.DEFAULT.problem("d /a/%m").position().column()).isEqualTo(6);
    assertThat(SampleParser.DEFAULT.problem("f /a - - - - %m").level())
        .isEqualTo(Problem.Level.NOTICE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          t /a - - - - user.a bad=1      | 1
          t /a - - - - bad=1 user.a=     | 1
          t /a - - - - =x bad=1          | 1
          t /a - - - - bad=1 user.b="x   | 1
          t /a - - - - user.a=\\q bad=1  | 0
          """)
  void anInvalidExtendedAttributeIsIgnoredWithAWarning(String line, int kept) {
    ParsedFile parsed = SampleParser.DEFAULT.parse(line);
    assertThat(parsed.problems())
        .singleElement()
        .extracting(Problem::level)
        .isEqualTo(Problem.Level.WARNING);
    Action.SetExtendedAttributes action =
        (Action.SetExtendedAttributes) parsed.lines().getFirst().action();
    assertThat(action.attributes()).hasSize(kept);
  }
}
