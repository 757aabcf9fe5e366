// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

  @Test
  void variablesWithOptionsForEveryJvmHaveNoEffect() {
    Map<String, String> environment =
        Map.of(
            "JAVA_TOOL_OPTIONS", "-Dnothing=1",
            "JDK_JAVA_OPTIONS", "-Dnothing=1",
            "_JAVA_OPTIONS", "-Dnothing=1");

    assertThat(Checkout.ephemera(environment, "--version"))
        .isEqualTo(Checkout.ephemera("--version"));
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
