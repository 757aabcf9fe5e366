// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.views;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.fs.Bytes;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command line by which this program is started once more. */
class OwnProgramTest {
  @ParameterizedTest
  @CsvSource({
    "java -m a/b explain /tmp, /proc/7/exe -Xint -m a/b --word",
    "java -Xmx1m -XX:AOTCache=x.aot -m a/b, /proc/7/exe -Xint -Xmx1m -XX:AOTCache=x.aot -m a/b --word",
    "java -XX:AOTCacheOutput=x -XX:AOTMode=record -m a/b x, /proc/7/exe -Xint -m a/b --word",
    "java -Dephemera.directory=3 -m a/b -m, /proc/7/exe -Xint -m a/b --word",
    "java -XX:AOTCache=\u00e9.aot -m a/b, /proc/7/exe -Xint -m a/b --word",
    "java Main, ''",
    "java -m, ''"
  })
  void itHasTheOptionsOfThisProcessButNotWhatIsItsOwn(String commandLine, String expected) {
    List<Bytes> words = List.of(commandLine.split(" ", -1)).stream().map(Bytes::latin1).toList();
    assertThat(String.join(" ", OwnProgram.words(words, 7, "--word"))).isEqualTo(expected);
  }
}
