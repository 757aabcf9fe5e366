// SPDX-License-Identifier: Apache-2.0
package io.ephemera.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The message of a program to which Java denies native access. */
class NativeAccessTest {
  /** Java 21 denies it to all modules but those that are named, if there is one. */
  private static final String DENY =
      Runtime.version().feature() < 24
          ? "--enable-native-access=java.base"
          : "--illegal-native-access=deny";

  private static final String MAIN = "io.ephemera.linux.WhoAmI";
  private static final String TARGET = System.getProperty("basedir") + "/target/";
  private static final List<String> ON_CLASS_PATH =
      List.of("-cp", TARGET + "classes:" + TARGET + "test-classes", MAIN);
  private static final List<String> AS_MODULE =
      List.of(
          "-p",
          TARGET + "classes",
          "--patch-module",
          "io.ephemera.linux=" + TARGET + "test-classes",
          "-m",
          "io.ephemera.linux/" + MAIN);

  private static String java(String flag, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + "/bin/java");
    command.addAll(List.of("-XX:-UsePerfData", "-XX:TieredStopAtLevel=1", DENY, flag));
    command.addAll(arguments);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void theMessageNamesTheFlagForAModule() throws IOException {
    assertThat(java("-Xshare:auto", AS_MODULE))
        .isEqualTo(
            "native access is denied to Ephemera: start java with"
                + " --enable-native-access=io.ephemera.linux\n");
    assertThat(java("--enable-native-access=io.ephemera.linux", AS_MODULE)).startsWith("uid ");
  }

  @Test
  void theMessageNamesTheFlagForTheClassPath() throws IOException {
    assertThat(java("-Xshare:auto", ON_CLASS_PATH))
        .isEqualTo(
            "native access is denied to Ephemera: start java with"
                + " --enable-native-access=ALL-UNNAMED\n");
    assertThat(java("--enable-native-access=ALL-UNNAMED", ON_CLASS_PATH)).startsWith("uid ");
  }
}
