// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** A parser in a small context: few accounts, specifiers, credentials and copy sources. */
record SampleParser(Prefixes prefixes, boolean boot, boolean graceful) {
  private static final Map<String, Integer> ACCOUNTS =
      Map.of("root", 0, "daemon", 1, "nobody", 65534);
  private static final Map<Character, String> SPECIFIERS =
      Map.of('H', "host", 'T', "/tmp", 'B', "", 'v', "6.1", 'o', "%H");
  private static final Map<String, String> CREDENTIALS =
      Map.of("good", "content%H\\n", "coded", "Y W\nI=", "broken", "!");
  private static final List<String> SOURCES =
      List.of("/etc", "/usr/share/factory/copied", "/tmp/source");

  static final SampleParser DEFAULT = new SampleParser(Prefixes.ALL, true, false);

  SampleParser withoutBoot() {
    return new SampleParser(prefixes, false, graceful);
  }

  SampleParser gracefully() {
    return new SampleParser(prefixes, boot, true);
  }

  SampleParser excluding(String prefix) {
    return new SampleParser(new Prefixes(List.of(), List.of(BytePath.of(prefix))), boot, graceful);
  }

  ParseContext context() {
    Specifiers specifiers =
        letter -> {
          if (letter == 'm') {
            return new SpecifierValue.Unresolvable("no machine ID", Problem.Level.NOTICE);
          }
          String value = SPECIFIERS.get(letter);
          return value == null
              ? new SpecifierValue.Unknown()
              : new SpecifierValue.Value(Bytes.latin1(value));
        };
    SystemCredentials credentials =
        name -> {
          String content = CREDENTIALS.get(name.text());
          return content == null ? null : Bytes.latin1(content);
        };
    CopySources sources = source -> SOURCES.contains(source.toString());
    return new ParseContext(
        specifiers, new Named(), credentials, sources, prefixes, boot, graceful);
  }

  /** Users and groups have the same names and IDs. */
  private record Named() implements Accounts {
    @Override
    public OptionalInt user(String name) {
      Integer id = ACCOUNTS.get(name);
      return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }

    @Override
    public OptionalInt group(String name) {
      return user(name);
    }
  }

  ParsedFile parse(String latin1) {
    SourceFile file = new SourceFile("test.conf", Bytes.latin1(latin1), SourceFile.Kind.NAMED);
    return new Parser(context()).parse(file);
  }

  /** The single line of a text that has no problems. */
  Line line(String latin1) {
    ParsedFile parsed = parse(latin1);
    assertThat(parsed.problems()).isEmpty();
    assertThat(parsed.lines()).hasSize(1);
    return parsed.lines().getFirst();
  }

  /** The single problem of a text that has no valid line. */
  Problem problem(String latin1) {
    ParsedFile parsed = parse(latin1);
    assertThat(parsed.lines()).isEmpty();
    assertThat(parsed.problems()).hasSize(1);
    return parsed.problems().getFirst();
  }

  Plan plan(String... lines) {
    return Plan.of(parse(String.join("\n", lines)).lines());
  }
}
