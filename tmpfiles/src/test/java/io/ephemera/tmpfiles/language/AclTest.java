// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.tmpfiles.language.AclEntry.Tag;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AclTest {
  private static Action.SetAcl acl(String text) {
    return (Action.SetAcl) SampleParser.DEFAULT.line("A /a - - - - " + text).action();
  }

  @ParameterizedTest
  @CsvSource({
    "u::rwx, USER_OBJ, , 7, false, false",
    "u:daemon:r, USER, 1, 4, false, false",
    "user:daemon:r, USER, 1, 4, false, false",
    "g::rx, GROUP_OBJ, , 5, false, false",
    "group:daemon:r-w, GROUP, 1, 6, false, false",
    "m::---, MASK, , 0, false, false",
    "mask::r, MASK, , 4, false, false",
    "o::x, OTHER, , 1, false, false",
    "other::-, OTHER, , 0, false, false",
    "d:u:root:r, USER, 0, 4, true, false",
    "default:o::r, OTHER, , 4, true, false",
    "u:010:r, USER, 8, 4, false, false",
    "u:0x10:r, USER, 16, 4, false, false",
    "u:4294967295:r, USER, -1, 4, false, false",
    "u:daemo\\156:r, USER, 1, 4, false, false",
    "u:1:rX, USER, 1, 4, false, true",
    "g:1:X, GROUP, 1, 0, false, true",
    "u:1:wXr, USER, 1, 6, false, true",
    "u :1:r, USER, 1, 4, false, false"
  })
  void anEntryHasATagANameAndPermissions(
      String text, Tag tag, Integer id, int permissions, boolean isDefault, boolean conditional) {
    assertThat(acl(text).acl().entries())
        .containsExactly(new AclEntry(isDefault, tag, id, permissions, conditional));
  }

  @Test
  void entriesAreSeparatedByCommasAndEndAtAComment() {
    assertThat(acl(",u:1:r, g:1:r ,, # o::x,m::r").acl().entries()).hasSize(2);
    assertThat(acl("u:1:r#c").recursive()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "u:nouser:r",
        "u:root:r,u:nouser:r",
        "u:root",
        "u:root:",
        "u",
        "u::",
        "u:::",
        "m:rX",
        "o:r",
        "m:1:r",
        "o:root:r",
        "u:root:rr",
        "u:root:xX",
        "u:root:7",
        "u:root:-----",
        "u:root:r--x",
        "u:root:R",
        "u:root: r",
        "u: root:r",
        "u:1 :r",
        "USER:root:r",
        "us:root:r",
        "users:1:r",
        "default:",
        "default::r",
        "d:default:u:root:r",
        "u:1:r g:1:r",
        "u:\"1\":r",
        "X"
      })
  void anInvalidListIsAWarningAndHasNoEffect(String text) {
    ParsedFile parsed = SampleParser.DEFAULT.parse("a /a - - - - " + text);
    assertThat(parsed.problems())
        .singleElement()
        .extracting(Problem::level)
        .isEqualTo(Problem.Level.WARNING);
    assertThat(parsed.lines())
        .singleElement()
        .extracting(Line::action)
        .isEqualTo(new Action.SetAcl(new AclText(List.of()), false));
  }

  @Test
  void anInvalidListIsADebugMessageInGracefulMode() {
    ParsedFile parsed = SampleParser.DEFAULT.gracefully().parse("a /a - - - - u:nouser:r");
    assertThat(parsed.lines()).hasSize(1);
    assertThat(parsed.problems())
        .singleElement()
        .extracting(Problem::level)
        .isEqualTo(Problem.Level.DEBUG);
  }
}
