// SPDX-License-Identifier: Apache-2.0
package io.ephemera.units.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Directories and bind mounts; in the tables {@code ;} separates tuples and {@code ,} fields. */
class TuplesTest {
  private static String texts(Tuples.TupleList list) {
    List<String> texts = new ArrayList<>();
    for (Tuples.Tuple tuple : list.tuples()) {
      texts.add(String.join(",", tuple.fields()));
    }
    return String.join(";", texts);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          a b/c                | a;b/c
          a\\x20b c\\:d e:f    | a b;c:d;e,f
          k\\:l:m n\\\\:o      | k:l,m;n\\,o
          "b c" d:e:ro         | b c;d,e,ro
          a::ro b: :c          | a,,ro;b,;,c
          "h:i j"              | h,i j
          e:f:ro:g             | e,f,ro,g
          "/e f":/g\\:h        | /e f,/g:h
          /a:/b:norbind -/c    | /a,/b,norbind;-/c
          /r:"/t u":rbind      | /r,/t u,rbind
          %n/%i:%p             | %n/%i,%p
          """)
  void aWordIsSplitAtItsColons(String value, String tuples) {
    Tuples.TupleList list = Tuples.directories(value);
    assertThat(texts(list)).isEqualTo(tuples);
    assertThat(list.invalid()).isEmpty();
    assertThat(Tuples.binds(value)).isEqualTo(list);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          a g\\q h       | a | a;h | 2
          a b\\          | a | a   | 2
          a "b c         | a | a   | 2
          a \\x00 b\\q c | a | a;c | 2,7
          """)
  void anInvalidTupleEndsAListOfDirectoriesAndIsLeftOutOfOneOfBinds(
      String value, String directories, String binds, String indices) {
    assertThat(texts(Tuples.directories(value))).isEqualTo(directories);
    assertThat(Tuples.directories(value).invalid()).hasSize(1);
    assertThat(texts(Tuples.binds(value))).isEqualTo(binds);
    List<String> found = new ArrayList<>();
    for (WordList.Invalid invalid : Tuples.binds(value).invalid()) {
      found.add(String.valueOf(invalid.index()));
    }
    assertThat(String.join(",", found)).isEqualTo(indices);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          /a                       | /a
          /a:mode=1777,size=1M /d  | /a,mode=1777,size=1M;/d
          "/b c":ro                | /b c,ro
          /e:a:b                   | /e,a:b
          /f:                      | /f,
          """)
  void aTemporaryFileSystemHasOptionsAfterItsFirstColon(String value, String tuples) {
    assertThat(texts(Tuples.temporaryFileSystems(value))).isEqualTo(tuples);
  }
}
