// SPDX-License-Identifier: Apache-2.0
package io.ephemera.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessesTest extends LinuxTestCase {
  private static final int ECHILD = 10;

  private static List<byte[]> bytes(String... words) {
    List<byte[]> list = new ArrayList<>();
    for (String word : words) {
      list.add(word.getBytes(StandardCharsets.ISO_8859_1));
    }
    return list;
  }

  private static int run(String... words) {
    int pid = Processes.spawn(bytes(words), bytes("NAME=v\u00e4lue", "OTHER=x"), 0);
    return pid < 0 ? pid : Processes.await(pid);
  }

  @Test
  void wordsAndEnvironmentArePassedAsBytes() {
    String test = "test \"$#$1$NAME$OTHER\" = \"$(printf '2a bv\\344luex')\"";
    assertThat(run("sh", "-c", test, "sh", "a b", "")).isZero();
  }

  @ParameterizedTest
  @CsvSource({"exit 0, 0", "exit 7, 1792", "kill -9 $$, 9", "kill -15 $$, 15"})
  void theStatusIsTheKernels(String script, int status) {
    assertThat(run("sh", "-c", script)).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({"ephemera-has-no-such-program, 2", "/etc/passwd, 13", "/, 13", "/etc/passwd/x, 20"})
  void aProgramThatCannotStartIsReportedAsErrno(String program, int errno) {
    assertThat(run(program)).isEqualTo(-errno);
  }

  @Test
  void onlyAnInheritedDescriptorIsOpenInTheChild() {
    try (Fd one = open("f", RW);
        Fd two = open("f", RW)) {
      assertThat(Io.setInherited(one, true)).isZero();
      String test = "test -e /proc/self/fd/$0 && ! test -e /proc/self/fd/$1";
      assertThat(run("sh", "-c", test, "" + one.number(), "" + two.number())).isZero();
      assertThat(Io.setInherited(one, false)).isZero();
      assertThat(run("sh", "-c", test, "" + one.number(), "" + two.number())).isNotZero();
    }
  }

  @Test
  void onlyOwnChildrenAreAwaited() {
    assertThat(Processes.await(1)).isEqualTo(-ECHILD);
  }
}
