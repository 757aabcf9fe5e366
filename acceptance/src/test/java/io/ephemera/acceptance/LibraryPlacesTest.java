// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.testkit.TestFolder;
import io.ephemera.testkit.TestUser;
import io.ephemera.testkit.Tree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the library in a separate program, on the modules of the runtime image alone. */
class LibraryPlacesTest {
  private static final String ALLOWED = "--enable-native-access=io.ephemera.linux";
  private static final String DENIED = "--illegal-native-access=deny";

  @TempDir private Path home;

  private Run ask(Map<String, String> variables, List<String> options, String... asked)
      throws IOException {
    List<String> command = program(options, asked);
    Map<String, String> all = new HashMap<>(variables);
    all.putIfAbsent("HOME", home.toString());
    return Run.of(all, command);
  }

  private static List<String> program(List<String> options, String... asked) throws IOException {
    List<String> command =
        new ArrayList<>(List.of(Checkout.image().resolve("bin/java").toString()));
    command.addAll(options);
    command.addAll(List.of("-cp", Path.of("target/test-classes").toAbsolutePath().toString()));
    command.add(AskForPlaces.class.getName());
    command.addAll(List.of(asked));
    return command;
  }

  private String cache() {
    return home.resolve(".cache").toString();
  }

  /** As the user who runs the tests: root has /var/cache and /run. */
  private Map<String, String> asService() {
    return Map.of("CACHE_DIRECTORY", cache(), "RUNTIME_DIRECTORY", "");
  }

  @Test
  void programFindsItsPlaces() throws IOException {
    Run run = ask(asService(), List.of(ALLOWED), "cache");

    assertThat(run).isEqualTo(new Run(0, cache() + "\n", ""));
  }

  @Test
  void deniedNativeAccessThrowsAndNamesTheOption() throws IOException {
    Run run = ask(asService(), List.of(DENIED), "cache");

    assertThat(run.out())
        .hasLineCount(1)
        .startsWith("io.ephemera.NativeAccessException: ")
        .contains(ALLOWED);
    assertThat(run.err()).isEmpty();
  }

  @Test
  void programReportsDeniedNativeAccessInOneLine() throws IOException {
    String java = Checkout.image().resolve("bin/java").toString();
    String main = "io.ephemera.cli/io.ephemera.cli.Main";

    Run run = Run.of(Map.of(), List.of(java, DENIED, "-m", main, "where", "cache"));

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).hasLineCount(1).startsWith("ephemera: ").contains(ALLOWED);
  }

  @Test
  void loggerIsNotLoadedWithoutAWarning() throws IOException {
    Run run = ask(asService(), List.of(ALLOWED, "-Xlog:class+load=info:stdout"), "cache", "temp");

    assertThat(run.out()).contains("io.ephemera.Places").doesNotContain("LazyLoggers");
  }

  @Test
  void namesKeepBytesThatTheLocaleCannotExpress() throws IOException {
    String script =
        "d=$1; shift; export CACHE_DIRECTORY=\"$d/$(printf '\\344\\377')\"; exec \"$@\"";
    List<String> command = new ArrayList<>(List.of("sh", "-c", script, "sh", home.toString()));
    command.addAll(program(List.of(ALLOWED), "cache"));

    Run run = Run.of(Map.of("PATH", Checkout.PATH, "LANG", "C", "HOME", home.toString()), command);

    assertThat(run).isEqualTo(new Run(0, home + "/\u00e4\u00ff\n", ""));
  }

  @Test
  void fallbackIsReportedOnce() throws IOException {
    try (TestFolder folder = TestFolder.create()) {
      List<String> command = new ArrayList<>();
      if (TestUser.isRoot()) {
        Checkout.assumeReadableByOthers();
        Tree.build("cache/ 0700 12345:12345", folder.path());
        command.addAll(List.of("setpriv", "--reuid=12345", "--regid=12345", "--clear-groups"));
      } else {
        Tree.build("cache/ 0700", folder.path());
      }
      command.addAll(program(List.of(ALLOWED), "runtime", "cache", "runtime"));
      String cache = folder.path().resolve("cache").toString();

      Run run = Run.of(Map.of("PATH", Checkout.PATH, "XDG_CACHE_HOME", cache), command);

      assertThat(run.out().lines()).hasSize(3).allMatch(line -> line.startsWith(cache + "/"));
      assertThat(run.err()).containsOnlyOnce("XDG_RUNTIME_DIR is not set").contains("WARNING");
    }
  }
}
