// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ephemera.fs.Bytes;
import io.ephemera.tmpfiles.language.Accounts;
import io.ephemera.tmpfiles.language.Owner;
import io.ephemera.tmpfiles.language.ParseContext;
import io.ephemera.tmpfiles.language.ParsedFile;
import io.ephemera.tmpfiles.language.Prefixes;
import io.ephemera.tmpfiles.language.SourceFile;
import io.ephemera.tmpfiles.language.SpecifierValue;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParsingTest {
  /** Every name has the same ID. */
  private record AnyAccount(IntSupplier id) implements Accounts {
    @Override
    public OptionalInt user(String name) {
      return OptionalInt.of(id.getAsInt());
    }

    @Override
    public OptionalInt group(String name) {
      return user(name);
    }
  }

  private static int failing() {
    throw new IllegalStateException("no accounts");
  }

  private static ParseContext context(IntSupplier id) {
    return new ParseContext(
        letter -> new SpecifierValue.Unknown(),
        new AnyAccount(id),
        name -> null,
        source -> true,
        Prefixes.ALL,
        true,
        false);
  }

  private static List<SourceFile> files(int count) {
    List<SourceFile> files = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String text = "d /run/" + i + " 0755 somebody\nwrong\n";
      files.add(new SourceFile("file" + i, Bytes.latin1(text), SourceFile.Kind.LISTED));
    }
    return files;
  }

  private static void assertAllInOrder(List<ParsedFile> parsed, int count) {
    assertThat(parsed).hasSize(count);
    for (int i = 0; i < count; i++) {
      String file = "file" + i;
      String path = "/run/" + i;
      assertThat(parsed.get(i).lines())
          .singleElement()
          .satisfies(line -> assertThat(line.path()).hasToString(path))
          .satisfies(line -> assertThat(line.user()).isEqualTo(new Owner(7, false)));
      assertThat(parsed.get(i).problems())
          .singleElement()
          .satisfies(problem -> assertThat(problem.position().file()).isEqualTo(file));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 300})
  void filesKeepTheirOrderWithTwoThreads(int count) {
    List<ParsedFile> parsed = Parsing.parse(files(count), context(() -> 7), context(() -> 7));
    assertAllInOrder(parsed, count);
  }

  @Test
  void aFileAtWhichTheOtherThreadFailsIsParsedAgain() {
    CountDownLatch failed = new CountDownLatch(1);
    ParseContext mine =
        context(() -> {
          await(failed);
          return 7;
        });
    ParseContext others =
        context(() -> {
          failed.countDown();
          return failing();
        });
    assertAllInOrder(Parsing.parse(files(20), mine, others), 20);
    assertThat(failed.getCount()).isZero();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aFailureOfBothThreadsIsThrown() {
    ParseContext broken = context(ParsingTest::failing);
    assertThatThrownBy(() -> Parsing.parse(files(3), broken, broken))
        .isInstanceOf(IllegalStateException.class);
  }
}
