// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cache that the virtual machine rejects is slower than none; no other test would notice. */
class AotCacheTest {
  private static final Map<String, String> LOG_OF_THE_CACHE =
      Map.of("EPHEMERA_JAVA_OPTIONS", "-XX:AOTMode=on -Xlog:aot*=info:stdout");

  @Test
  void theCacheIsAcceptedAsAWhole(@TempDir Path root) {
    Run run =
        Checkout.ephemera(LOG_OF_THE_CACHE, "tmpfiles", "--create", "--dry-run", "--root=" + root);

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("Using AOT-linked classes: true")
        .contains("] full module graph: enabled")
        .doesNotContain("full module graph: disabled");
  }

  @Test
  void theCacheIsAcceptedThroughAnotherPathToTheCheckout(@TempDir Path folder) throws IOException {
    Path other = folder.resolve("elsewhere");
    Files.createSymbolicLink(other, Checkout.file(""));

    Run run = Checkout.run(LOG_OF_THE_CACHE, other.resolve("ephemera"), "--version");

    assertThat(run.out()).contains("] full module graph: enabled");
  }

  @Test
  void everyClassOfTheProgramIsInTheCache(@TempDir Path root) {
    Map<String, String> logOfClasses =
        Map.of("EPHEMERA_JAVA_OPTIONS", "-Xlog:class+load=info:stdout");

    Run run =
        Checkout.ephemera(logOfClasses, "tmpfiles", "--create", "--dry-run", "--root=" + root);

    assertThat(run.out()).contains("io.ephemera.cli.Main source: shared objects file");
    assertThat(run.out().lines())
        .noneMatch(line -> line.contains(" io.ephemera.") && line.contains("source: jrt:/"));
  }

  @Test
  void tmpfilesLoadsNoClassOfTheLibrary(@TempDir Path root) {
    Map<String, String> logOfClasses =
        Map.of("EPHEMERA_JAVA_OPTIONS", "-Xlog:class+load=info:stdout");
    String libraryClass = ".*\\bio\\.ephemera\\.[A-Z].*";

    Run tmpfiles = Checkout.ephemera(logOfClasses, "tmpfiles", "--create", "--root=" + root);
    Run where = Checkout.ephemera(logOfClasses, "where", "temp");

    assertThat(where.out().lines()).anyMatch(line -> line.matches(libraryClass));
    assertThat(tmpfiles.out().lines()).isNotEmpty().noneMatch(line -> line.matches(libraryClass));
  }
}
