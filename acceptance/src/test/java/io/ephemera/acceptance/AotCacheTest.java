// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.testkit.TestUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A cache that the virtual machine rejects is slower than none; no other test would notice. */
class AotCacheTest {
  private static final String REQUIRED = "-XX:AOTMode=on";
  private static final String LOG_OF_THE_CACHE = "-Xlog:aot*=info:stdout";
  private static final Map<String, String> ENVIRONMENT = Map.of("PATH", "/usr/bin:/bin");
  private static final String LOG_OF_CLASSES = "-Xlog:class+load=info:stdout";

  @TempDir private Path folder;
  @TempDir private Path root;

  private Run runWith(String options, String... arguments) {
    Path program = Checkout.withOptions(folder.resolve("program"), options);
    return Checkout.run(Map.of("HOME", root.toString()), program, arguments);
  }

  /** The machine's memory decides how large the heap is, and that whether it can be mapped. */
  @ParameterizedTest
  @ValueSource(strings = {"", "-XX:MaxRAM=24m", "-XX:MaxRAM=1g", "-XX:MaxRAM=512g"})
  void theCacheIsAcceptedAsAWhole(String memory) {
    Run run =
        runWith(
            memory + " " + REQUIRED + " " + LOG_OF_THE_CACHE,
            "tmpfiles",
            "--create",
            "--dry-run",
            "--root=" + root);

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("Using AOT-linked classes: true")
        .contains("] full module graph: enabled")
        .doesNotContain("full module graph: disabled");
  }

  /** The cache of each family of commands, and a command of that family. */
  @ParameterizedTest
  @CsvSource({
    "ephemera, --version",
    "ephemera, temp -d -- /bin/true",
    "ephemera, where",
    "ephemera, sweep",
    "ephemera, completion bash",
    "tmpfiles, tmpfiles --create --dry-run --root=ROOT",
    "explain, explain --root=ROOT /tmp",
    "explain, explain --all --root=ROOT /",
  })
  void theCacheOfTheFamilyIsAccepted(String family, String words) {
    Run run = runWith(REQUIRED + " " + LOG_OF_THE_CACHE, wordsOf(words));

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("/" + family + ".aot.\n")
        .contains("] full module graph: enabled");
  }

  private String[] wordsOf(String words) {
    return words.replace("ROOT", root.toString()).split(" ", -1);
  }

  /** A checkout that was built before there was a cache for each family, and cannot be written. */
  @Test
  void aFamilyWithoutACacheUsesTheOneForAll() throws IOException {
    Run run =
        Checkout.inOwnMounts(
            """
            mount -t tmpfs tmpfs /mnt; mkdir /mnt/lower /mnt/upper /mnt/work
            mount -t overlay -o lowerdir="$2",upperdir=/mnt/upper,workdir=/mnt/work overlay "$2"
            rm "$2/tmpfiles.aot"
            exec "$1" tmpfiles --create --dry-run --root="$3"
            """,
            Checkout.withOptions(folder.resolve("program"), REQUIRED, LOG_OF_THE_CACHE).toString(),
            Checkout.image().toString(),
            root.toString());

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("/ephemera.aot.\n").contains("] full module graph: enabled");
  }

  @Test
  void theCacheIsAcceptedThroughAnotherPathToTheCheckout() throws IOException {
    Path other = Files.createSymbolicLink(folder.resolve("elsewhere"), Checkout.file(""));
    Path program =
        Checkout.withOptions(other, folder.resolve("program"), REQUIRED, LOG_OF_THE_CACHE);

    Run run = Checkout.run(Map.of(), program, "--version");

    assertThat(run.out()).contains("] full module graph: enabled");
  }

  @Test
  void aClassPathInTheEnvironmentIsIgnored() {
    Path program = Checkout.withOptions(folder.resolve("program"), REQUIRED, LOG_OF_THE_CACHE);

    Run run = Checkout.run(Map.of("CLASSPATH", folder.toString()), program, "--version");

    assertThat(run.out()).contains("] full module graph: enabled");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tmpfiles --create --dry-run --root=ROOT",
        "tmpfiles --clean --remove --root=ROOT",
        "--version",
        "temp -d -p ROOT -- /bin/true",
        "where",
        "sweep ROOT",
        "run -- /bin/true",
        "run --private-tmp --working-directory=/ -- /bin/true"
      })
  void everyClassOfTheProgramIsInTheCacheAndNoneIsGenerated(String words) {
    Run run = runWith(LOG_OF_CLASSES, wordsOf(words));

    assertThat(run.out()).contains("io.ephemera.cli.Main source: shared objects file");
    assertThatAllIsInTheCache(run);
  }

  private static void assertThatAllIsInTheCache(Run run) {
    assertThat(run.out().lines())
        .noneMatch(line -> line.contains(" io.ephemera.") && line.contains("source: jrt:/"))
        .noneMatch(AotCacheTest::isGenerated);
  }

  /** A private directory takes a second start, which has a cache of its own. */
  @ParameterizedTest
  @CsvSource({
    "run -- /bin/true, 1",
    "run --private-tmp --working-directory=/ -- /bin/true, 2",
  })
  void soIsEveryClassOfARunWithoutPrivileges(String words, int starts) throws IOException {
    assumeTrue(TestUser.isRoot(), "needs root, to become another user");
    Checkout.assumeReadableByOthers();
    List<String> command =
        List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--");
    Run probe = Run.of(ENVIRONMENT, join(command, "unshare", "--user", "--mount", "true"));
    assumeTrue(probe.exitCode() == 0, "needs user namespaces: " + probe.err());
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path program = Checkout.withOptions(folder.resolve("program"), LOG_OF_CLASSES);

    Run run = Run.of(ENVIRONMENT, join(join(command, program.toString()), words.split(" ", -1)));

    assertThat(run.out().lines().filter(line -> line.contains(" io.ephemera.cli.Main source: ")))
        .hasSize(starts);
    assertThatAllIsInTheCache(run);
  }

  private static List<String> join(List<String> first, String... second) {
    return Stream.concat(first.stream(), Stream.of(second)).toList();
  }

  /** As for a switch over types, a lambda that no training run reached, or equals of a record. */
  private static boolean isGenerated(String line) {
    return line.contains("[class,load]")
        && !line.contains("source: shared objects file")
        && !line.contains("source: jrt:/");
  }

  @Test
  void tmpfilesLoadsNoClassOfTheLibrary() {
    Path program = Checkout.withOptions(folder.resolve("program"), LOG_OF_CLASSES);
    String libraryClass = ".*\\bio\\.ephemera\\.[A-Z].*";

    Run tmpfiles = Checkout.run(Map.of(), program, "tmpfiles", "--create", "--root=" + root);
    Run where = Checkout.run(Map.of(), program, "where", "temp");

    assertThat(where.out().lines()).anyMatch(line -> line.matches(libraryClass));
    assertThat(tmpfiles.out().lines()).isNotEmpty().noneMatch(line -> line.matches(libraryClass));
  }
}
