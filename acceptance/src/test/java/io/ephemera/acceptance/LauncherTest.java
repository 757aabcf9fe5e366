// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LauncherTest {
  private static final String NATIVE_METHODS = "lib/libephemera.so";

  @Test
  void aLinkNamedSystemdTmpfilesIsTheTmpfilesCommand(@TempDir Path folder) throws IOException {
    Path link =
        Files.createSymbolicLink(folder.resolve("systemd-tmpfiles"), Checkout.file("ephemera"));

    Run throughLink = Checkout.run(Map.of("PATH", Checkout.PATH), link, "--help");

    assertThat(throughLink).isEqualTo(Checkout.ephemera("tmpfiles", "--help"));
    assertThat(throughLink).isNotEqualTo(Checkout.ephemera("--help"));
  }

  @Test
  void aRelativeLinkToALinkFindsTheCheckout(@TempDir Path folder) throws IOException {
    Files.createSymbolicLink(folder.resolve("first"), Checkout.file("ephemera"));
    Path second = Files.createSymbolicLink(folder.resolve("second"), Path.of("first"));

    Run run = Checkout.run(Map.of("PATH", Checkout.PATH), second, "--version");

    assertThat(run).isEqualTo(Checkout.ephemera("--version"));
    assertThat(run.exitCode()).isZero();
  }

  @Test
  void theProgramStartsInAnEmptyEnvironment() {
    Run run = Checkout.ephemera("--version");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).startsWith("ephemera ");
    assertThat(run.err()).isEmpty();
  }

  /** A directory without libjvm.so, and options with which the virtual machine does not start. */
  @ParameterizedTest
  @CsvSource({
    "JAVA_TOOL_OPTIONS, -agentpath:/missing",
    "JDK_JAVA_OPTIONS, -agentpath:/missing",
    "_JAVA_OPTIONS, -agentpath:/missing",
    "EPHEMERA_JAVA_OPTIONS, -agentpath:/missing",
    "JDK_ALTERNATE_VM, /missing",
    "_JAVA_LAUNCHER_DEBUG, 1",
    "_JAVA_SR_SIGNUM, 1",
    "ephemera_options, -agentpath:/missing",
    "IFS, =",
  })
  void noVariableNamesCodeOrOptions(String name, String value) {
    assertThat(Checkout.ephemera(Map.of(name, value), "--version"))
        .isEqualTo(Checkout.ephemera("--version"));
  }

  @Test
  void noProgramIsFoundThroughTheEnvironment(@TempDir Path folder) throws IOException {
    Path taken = folder.resolve("taken");
    Path programs = Files.createDirectory(folder.resolve("bin"));
    Path program = Files.writeString(programs.resolve("readlink"), "#!/bin/sh\n: >" + taken + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path link =
        Files.createSymbolicLink(folder.resolve("systemd-tmpfiles"), Checkout.file("ephemera"));

    Run run = Checkout.run(Map.of("PATH", programs.toString()), link, "--help");

    assertThat(run).isEqualTo(Checkout.ephemera("tmpfiles", "--help"));
    assertThat(taken).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "command", "echo", "exec", "read", "ulimit", "unset"})
  void functionsThatAShellTakesFromTheEnvironmentAreNotCalled(String builtin, @TempDir Path folder)
      throws IOException {
    Path bash = Path.of("/bin/bash");
    assumeTrue(Files.exists(bash), "needs bash");
    Path shell = Files.createSymbolicLink(folder.resolve("sh"), bash);
    Map<String, String> function = Map.of("BASH_FUNC_" + builtin + "%%", "() { /bin/echo taken; }");

    Run run = Checkout.run(function, shell, Checkout.file("ephemera").toString(), "--version");

    assertThat(run).isEqualTo(Checkout.ephemera("--version"));
  }

  /** In such a directory, the program changes to another one. */
  @Test
  void aFunctionNamedCdIsNotCalledInADirectoryThatWasRemoved(@TempDir Path folder)
      throws IOException {
    Path bash = Path.of("/bin/bash");
    assumeTrue(Files.exists(bash), "needs bash");
    Path shell = Files.createSymbolicLink(folder.resolve("sh"), bash);
    String script =
        """
        cd "$1"; mkdir gone; cd gone; rmdir ../gone
        exec env 'BASH_FUNC_cd%%=() { /bin/echo taken; }' "$2" "$3" --version
        """;
    String program = Checkout.file("ephemera").toString();
    List<String> command =
        List.of("sh", "-euc", script, "sh", folder.toString(), shell.toString(), program);

    Run run = Run.of(Map.of("PATH", Checkout.PATH), command);

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).isEqualTo(Checkout.ephemera("--version").out());
  }

  /** KiB of address space, as batch systems and web hosts allow. */
  @ParameterizedTest
  @ValueSource(strings = {"300000", "499999", "500000", "1000000", "unlimited"})
  void theProgramStartsInALimitedAddressSpace(String limit) {
    Run run = limited("ulimit -v " + limit);

    assertThat(run).isEqualTo(Checkout.ephemera("--version"));
  }

  private static Run limited(String limit) {
    String program = Checkout.file("ephemera").toString();
    return Run.of(Map.of(), List.of("/bin/sh", "-c", limit + "; exec " + program + " --version"));
  }

  @Test
  void aVirtualMachineThatCannotStartOrCrashesLeavesNoFile(@TempDir Path folder) {
    String script =
        """
        cd "$1"; ulimit -c unlimited
        (ulimit -v 150000; exec "$2" --version)
        "$2" temp -d -p "$1" -- sh -c 'rmdir "$TMPDIR"; kill -SEGV $PPID; while kill -0 $PPID; do :; done 2>&-'
        ls -A >&2
        """;
    List<String> command =
        List.of("sh", "-c", script, "sh", folder.toString(), Checkout.file("ephemera").toString());

    Run run = Run.of(Map.of("PATH", Checkout.PATH), command);

    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("SIGSEGV");
  }

  @Test
  void filesOfTheVirtualMachineInTheWorkingDirectoryAreIgnored(@TempDir Path folder)
      throws IOException {
    Files.writeString(folder.resolve(".hotspotrc"), "+PrintFlagsFinal");
    Files.writeString(folder.resolve(".hotspot_compiler"), "print *.*");
    String script = "cd '" + folder + "'; exec '" + Checkout.file("ephemera") + "' --version";

    assertThat(Run.of(Map.of(), List.of("/bin/sh", "-c", script)))
        .isEqualTo(Checkout.ephemera("--version"));
  }

  /** A shell that is bash believes PWD, which names another directory then. */
  @Test
  void theProgramStartsInADirectoryThatWasRemovedAndMadeAgain(@TempDir Path folder) {
    Path bash = Path.of("/bin/bash");
    assumeTrue(Files.exists(bash), "needs bash");
    String script =
        """
        cd "$1"; mkdir gone; cd gone; rmdir ../gone; mkdir ../gone; export PWD
        exec /bin/bash "$2" --version
        """;
    List<String> command =
        List.of(
            "sh", "-euc", script, "sh", folder.toString(), Checkout.file("ephemera").toString());

    Run run = Run.of(Map.of("PATH", Checkout.PATH), command);

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).isEqualTo(Checkout.ephemera("--version").out());
  }

  @Test
  void thePathOfTheCheckoutMayContainBlanks(@TempDir Path folder) throws IOException {
    Path checkout = Files.createDirectory(folder.resolve("a b"));
    Files.copy(Checkout.file("ephemera"), checkout.resolve("ephemera"));
    Files.createSymbolicLink(checkout.resolve("build"), Checkout.file("build"));

    Run run = Checkout.run(Map.of(), checkout.resolve("ephemera"), "--version");

    assertThat(run).isEqualTo(Checkout.ephemera("--version"));
  }

  @Test
  void theVirtualMachineLeavesNothingInTmp() {
    Run run =
        Checkout.inOwnMounts(
            """
            mkdir -p /mnt; mount --rbind "$1" /mnt
            mount -t tmpfs -o mode=1777 tmpfs /tmp
            /mnt/ephemera --version >/dev/null
            ls -A /tmp
            """,
            Checkout.file("").toString());

    assertThat(run).isEqualTo(new Run(0, "", ""));
  }

  @Test
  void aMissingProcIsAnError() {
    Run run =
        Checkout.inOwnMounts(
            "mount -t tmpfs tmpfs /proc; exec \"$1\" --version",
            Checkout.file("ephemera").toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .isEqualTo(
            "ephemera: /proc is not mounted, and the Java virtual machine cannot start without it;"
                + " mount it first: mount -t proc proc /proc\n");
  }

  @Test
  void theImageHasNativeMethodsWhereThereIsACCompiler() throws IOException {
    boolean hasCompiler = Run.of(Map.of(), List.of("sh", "-c", "command -v cc")).exitCode() == 0;

    assertThat(Files.exists(Checkout.image().resolve(NATIVE_METHODS))).isEqualTo(hasCompiler);
  }

  /** The virtual machine itself needs 2.17. */
  @Test
  void theNativeMethodsNeedNoNewerCLibraryThanTheVirtualMachine() throws IOException {
    Path methods = Checkout.image().resolve(NATIVE_METHODS);
    assumeTrue(Files.exists(methods), "needs an image built with a C compiler");
    Run symbols =
        Run.of(Map.of("PATH", Checkout.PATH), List.of("objdump", "-T", methods.toString()));
    assumeTrue(symbols.exitCode() == 0, "needs objdump: " + symbols.err());

    assertThat(symbols.out()).contains("dlsym");
    assertThat(Pattern.compile("\\(GLIBC_([0-9.]+)\\)").matcher(symbols.out()).results())
        .isNotEmpty()
        .allSatisfy(needed -> assertThat(needed.group(1)).isIn("2.2.5", "2.17"));
  }

  @Test
  void theVersionNamesTheCommit() {
    assumeTrue(Files.isDirectory(Checkout.file(".git")), "needs a clone");
    Run commit =
        Run.of(
            Map.of("PATH", Checkout.PATH),
            List.of("git", "-C", Checkout.file("").toString(), "rev-parse", "--short=12", "HEAD"));
    assumeTrue(commit.exitCode() == 0, "needs git, and a clone of this user: " + commit.err());

    assertThat(Checkout.ephemera("--version").out())
        .matches("ephemera \\S+ \\(commit " + commit.out().strip() + "(-dirty)?\\)\n");
  }

  @Test
  void theProgramWorksWhereNativeMethodsCannotBeLoaded(@TempDir Path root) throws IOException {
    Path methods = Checkout.image().resolve(NATIVE_METHODS);
    assumeTrue(Files.exists(methods), "needs an image built with a C compiler");

    Run run =
        Checkout.inOwnMounts(
            """
            mount --bind "$4" "$2"
            exec "$1" tmpfiles --create --inline --root="$3" 'f /made 0640 - - - text'
            """,
            Checkout.file("ephemera").toString(),
            methods.toString(),
            root.toString(),
            methods.resolveSibling("libjimage.so").toString());

    assertThat(run).isEqualTo(new Run(0, "", ""));
    assertThat(root.resolve("made")).hasContent("text");
  }

  @Test
  void deniedNativeAccessNamesTheOptionThatAllowsIt() throws IOException {
    Path java = Checkout.image().resolve("bin/java");
    String main = "io.ephemera.cli/io.ephemera.cli.Main";
    List<String> command =
        List.of(
            java.toString(),
            "--illegal-native-access=deny",
            "-m",
            main,
            "tmpfiles",
            "--create",
            "--dry-run");

    Run run = Run.of(Map.of(), command);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err()).contains("--enable-native-access=io.ephemera.linux");
  }
}
