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

  /**
   * The machine's memory decides how large the heap is, and that whether it can be mapped. Machine
   * code, which depends on the processor, is not in the cache.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-XX:MaxRAM=24m",
        "-XX:MaxRAM=1g",
        "-XX:MaxRAM=128g",
        "-XX:MaxRAM=512g",
        "-XX:UseAVX=0",
        "-XX:UseSSE=2"
      })
  void theCacheIsAcceptedAsAWhole(String machine) {
    assumeTrue(!machine.contains("SSE") || System.getProperty("os.arch").equals("amd64"), "x86_64");

    assertThatTheCacheIsAccepted(
        runWith(machine + " " + REQUIRED + " " + LOG_OF_THE_CACHE, create()));
  }

  private String[] create() {
    return wordsOf("tmpfiles --create --dry-run --root=ROOT");
  }

  private static void assertThatTheCacheIsAccepted(Run run) {
    assertThat(run.exitCode()).as(run.toString()).isZero();
    assertThat(run.out())
        .contains("Using AOT-linked classes: true")
        .contains("] full module graph: enabled")
        .doesNotContain("full module graph: disabled");
  }

  /** MiB of memory that a service or a container may use. */
  @ParameterizedTest
  @ValueSource(ints = {24, 32, 40, 96})
  void theCacheIsAcceptedInASmallControlGroup(int limit) {
    assumeTrue(TestUser.isRoot(), "needs root, to make a control group");
    String script =
        """
        for groups in /sys/fs/cgroup/memory /sys/fs/cgroup; do
          group=$groups/ephemera-test-$$
          mkdir "$group" 2>/dev/null || continue
          for file in memory.limit_in_bytes memory.max; do
            [ ! -e "$group/$file" ] || { echo "$1" >"$group/$file" && made=$group; }
          done
          [ -z "${made-}" ] || break
          rmdir "$group"
        done
        [ -n "${made-}" ] || exit 3
        shift
        sh -c 'echo $$ >"$1/cgroup.procs" && shift && exec "$@"' sh "$made" "$@" && code=0 || code=$?
        rmdir "$made"
        exit "$code"
        """;
    Path program = Checkout.withOptions(folder.resolve("program"), REQUIRED, LOG_OF_THE_CACHE);
    List<String> command =
        List.of("sh", "-euc", script, "sh", Long.toString((long) limit << 20), program.toString());

    Run run = Run.of(ENVIRONMENT, join(command, create()));

    assumeTrue(run.exitCode() != 3, "needs control groups that limit memory");
    assertThatTheCacheIsAccepted(run);
  }

  /** As every way of installing it does. */
  @Test
  void aCopyOfTheImageKeepsItsCache() throws IOException {
    Path copy = folder.resolve("a copy");
    List<String> command =
        List.of(
            "sh",
            "-euc",
            "cp -R \"$1\" \"$2\"; find \"$2\" -exec touch -d @1000000000 {} +",
            "sh",
            Checkout.image().toString(),
            copy.toString());
    assertThat(Run.of(ENVIRONMENT, command)).isEqualTo(new Run(0, "", ""));

    assertThatTheCacheIsAccepted(runCopy(copy, REQUIRED, LOG_OF_THE_CACHE));
  }

  /**
   * In the middle of an upgrade, say: the size of the modules is what the virtual machine compares.
   */
  @Test
  void aCacheOfOtherModulesIsIgnored() throws IOException {
    Path copy = folder.resolve("other");
    List<String> command =
        List.of(
            "sh",
            "-euc",
            "cp -R \"$1\" \"$2\"; printf x >>\"$2/lib/modules\"",
            "sh",
            Checkout.image().toString(),
            copy.toString());
    assertThat(Run.of(ENVIRONMENT, command)).isEqualTo(new Run(0, "", ""));

    assertThat(runCopy(copy)).isEqualTo(new Run(0, "", ""));
    assertThat(runCopy(copy, REQUIRED).exitCode()).isEqualTo(1);
  }

  private Run runCopy(Path image, String... options) throws IOException {
    Path program = Checkout.withOptions(folder.resolve("program" + options.length), options);
    Path settings = program.resolveSibling("build/launcher.env");
    String place = Files.readString(settings);
    int end = place.indexOf('\n');
    Files.writeString(
        settings, "ephemera_image='../../" + image.getFileName() + "'" + place.substring(end));
    return Checkout.run(Map.of(), program, create());
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
