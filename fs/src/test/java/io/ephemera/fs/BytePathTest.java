// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BytePathTest {
  @ParameterizedTest(name = "\"{0}\" is {1}: parent {2}, name {3}")
  @CsvSource({
    "/, /, /,",
    "'', ., .,",
    "., ., .,",
    "./, ., .,",
    "./., ., .,",
    "/., /, /,",
    "//, /, /,",
    "///a, /a, /, a",
    "/a, /a, /, a",
    "/a/, /a, /, a",
    "/a//b, /a/b, /a, b",
    "/a/./b/., /a/b, /a, b",
    "a, a, ., a",
    "./a, a, ., a",
    "a/b, a/b, a, b",
    "a/b/c, a/b/c, a/b, c",
    "/.., /.., /,",
    "/a/.., /a/.., /a,",
    "/a/../b, /a/../b, /a/.., b",
    "/.a, /.a, /, .a",
    "/..a, /..a, /, ..a",
    "/a., /a., /, a.",
    "/..., /..., /, ...",
    "/ , /, /,",
    "/a/b/, /a/b, /a, b",
  })
  void aPathHasOneSpelling(String given, String spelled, String parent, String name) {
    BytePath path = BytePath.of(given);
    assertThat(path).hasToString(spelled).isEqualTo(BytePath.of(spelled));
    assertThat(path).hasSameHashCodeAs(BytePath.of(spelled));
    assertThat(path.parent()).isEqualTo(BytePath.of(parent));
    assertThat(path.name()).isEqualTo(name == null ? null : Name.of(name));
    assertThat(path.isAbsolute()).isEqualTo(spelled.startsWith("/"));
    assertThat(path.isRoot()).isEqualTo(spelled.equals("/"));
  }

  @ParameterizedTest(name = "\"{0}\" has {1}")
  @CsvSource({
    "/, ''",
    "., ''",
    "/a, a",
    "a, a",
    "/a/b/c, a b c",
    "/a/../b, a .. b",
    "/../.., .. ..",
    "./a//b/, a b",
  })
  void componentsAreInOrder(String given, String components) {
    BytePath path = BytePath.of(given);
    StringBuilder found = new StringBuilder();
    for (Bytes part : path.components()) {
      found.append(' ').append(part);
    }
    assertThat(found.toString().strip()).isEqualTo(components);
    assertThat(path.hasDotDot()).isEqualTo(components.contains(".."));
  }

  @ParameterizedTest(name = "{0} below {1}: {2}")
  @CsvSource({
    "/a/b, /a, true",
    "/a, /a, true",
    "/ab, /a, false",
    "/a, /a/b, false",
    "/a, /, true",
    "/, /, true",
    "a, /, false",
    "a/b, a, true",
    "/b/a, /a, false",
  })
  void aPrefixIsComparedByComponents(String path, String prefix, boolean below) {
    assertThat(BytePath.of(path).startsWith(BytePath.of(prefix))).isEqualTo(below);
  }

  @ParameterizedTest(name = "{0} continued by {1}: {2}")
  @CsvSource({
    "/srv, /etc, /srv/etc",
    "/, /etc, /etc",
    "/srv, /, /srv",
    "/, /, /",
    ".., a, ../a",
    "., /a, a",
    "/srv, a/b, /srv/a/b",
  })
  void aPathIsAppendedToAnother(String path, String below, String joined) {
    assertThat(BytePath.of(path).append(BytePath.of(below))).isEqualTo(BytePath.of(joined));
  }

  @ParameterizedTest
  @CsvSource({"/, /x", "., x", "/a, /a/x", "a, a/x"})
  void aChildIsSpelledLikeItsText(String path, String child) {
    BytePath made = BytePath.of(path).child(Name.of("x"));
    assertThat(made).isEqualTo(BytePath.of(child));
    assertThat(made.latin1()).isEqualTo(child);
  }

  @Test
  void invalidUtf8IsKept() {
    BytePath path = BytePath.of(Bytes.latin1("/\u0080/\u00ff"));
    assertThat(path.latin1()).isEqualTo("/\u0080/\u00ff");
    assertThat(path).hasToString("/\\x80/\\xff");
    assertThat(path).isGreaterThan(BytePath.of("/a"));
  }
}
