// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.testkit.PartitionedImage;
import io.ephemera.testkit.TestUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code --image=} changes the file system in the image and leaves nothing on the host. */
class DiskImageTest {
  private static final Map<String, String> ENVIRONMENT = Map.of("PATH", Checkout.PATH);
  private static final String ROOT_TYPE =
      System.getProperty("os.arch").equals("aarch64")
          ? "b921b045-1df0-41c3-af44-4c6f280d3fae"
          : "4f68bce3-e8cd-4db1-96e7-fbcaf984b709";

  @TempDir private Path folder;
  private Path image;

  @BeforeEach
  void needsRoot() {
    Assumptions.assumeTrue(TestUser.isRoot(), "needs root: images are mounted");
    Assumptions.assumeTrue(Files.exists(Path.of("/dev/loop-control")), "needs loop devices");
    image = folder.resolve("image");
  }

  private static Run sh(String script, Object... arguments) {
    List<String> command = new ArrayList<>(List.of("sh", "-euc", script, "sh"));
    Arrays.stream(arguments).map(Object::toString).forEach(command::add);
    return Run.of(ENVIRONMENT, command);
  }

  private void raw() {
    assertThat(sh("truncate -s 8M \"$1\"; mkfs.ext4 -q \"$1\"", image)).returns(0, Run::exitCode);
  }

  private void partitioned() throws IOException {
    raw();
    Path fileSystem = Files.move(image, folder.resolve("fs"));
    new PartitionedImage()
        .with("c12a7328-f81f-11d2-ba4b-00a0c93ec93b", 0)
        .with(ROOT_TYPE, 0)
        .write(image);
    assertThat(sh("dd if=\"$1\" of=\"$2\" bs=8M seek=2 conv=notrunc", fileSystem, image))
        .returns(0, Run::exitCode);
  }

  /** What debugfs(8), which mounts nothing, reports of a path in the file system. */
  private String inside(String path, boolean partition) {
    String at = partition ? "?offset=" + 2 * PartitionedImage.PARTITION : "";
    return sh("debugfs -R \"stat $1\" \"$2\"", path, image + at).out();
  }

  private Run create(String... options) {
    List<String> words = new ArrayList<>(List.of("tmpfiles", "--create", "--image=" + image));
    words.addAll(List.of(options));
    return Checkout.ephemera(words.toArray(String[]::new));
  }

  /** The mounts and loop devices of the image. */
  private String traces() {
    return sh("grep -F \"$1\" /proc/self/mountinfo /sys/block/loop*/loop/backing_file || :", folder)
        .out();
  }

  @Test
  void linesAreAppliedToAnImageWithoutPartitions() {
    raw();

    Run run = create("--inline", "d /x 0750 7 8", "f /x/y - - - - hello", "d /run/z", "d /dev/z");

    assertThat(run).isEqualTo(new Run(0, "", ""));
    assertThat(inside("/x", false)).contains("Type: directory", "Mode:  0750", "User:     7");
    assertThat(inside("/x/y", false)).contains("Type: regular", "Size: 5");
    assertThat(inside("/run", false)).isEmpty();
    assertThat(traces()).isEmpty();
  }

  @Test
  void linesAreAppliedToTheRootPartition() throws IOException {
    partitioned();

    assertThat(create("--inline", "d /x 0750 7 8")).isEqualTo(new Run(0, "", ""));
    assertThat(inside("/x", true)).contains("Type: directory", "Mode:  0750", "User:     7");
    assertThat(traces()).isEmpty();
  }

  @Test
  void configurationAndUsersAreReadFromTheImage() throws IOException {
    raw();
    Path conf = Files.writeString(folder.resolve("conf"), "d /ours 0700 shop\n");
    Path users = Files.writeString(folder.resolve("users"), "shop:x:77:77::/:/bin/sh\n");
    String script =
        """
        debugfs -w -f - "$1" <<END
        mkdir etc
        mkdir etc/tmpfiles.d
        write $2 etc/tmpfiles.d/a.conf
        write $3 etc/passwd
        END
        """;
    assertThat(sh(script, image, conf, users)).returns(0, Run::exitCode);

    assertThat(create()).isEqualTo(new Run(0, "", ""));
    assertThat(inside("/ours", false)).contains("Mode:  0700", "User:    77");
    assertThat(create("--cat-config").out()).contains("d /ours 0700 shop");
  }

  @Test
  void aDryRunDoesNotChangeTheImage() throws IOException {
    raw();
    byte[] before = Files.readAllBytes(image);

    Run run = create("--dry-run", "--inline", "d /x");

    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).startsWith("Would create directory ").contains("/x ");
    assertThat(Files.readAllBytes(image)).isEqualTo(before);
  }

  @Test
  void nothingIsLeftAfterAKill() throws Exception {
    raw();
    Process process =
        new ProcessBuilder(
                Checkout.file("ephemera").toString(),
                "tmpfiles",
                "--create",
                "--image=" + image,
                "-")
            .start();
    while (process.isAlive() && traces().isEmpty()) {
      Thread.onSpinWait(); // with the image mounted it waits for its standard input
    }
    assertThat(process.isAlive()).isTrue();
    process.destroyForcibly().waitFor();

    assertThat(
            sh(
                "for i in $(seq 100); do grep -qF \"$1\" /sys/block/loop*/loop/backing_file || exit 0; sleep 0.1; done; exit 1",
                folder))
        .returns(0, Run::exitCode);
    assertThat(traces()).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nothing in it  | truncate -s 8M image               | it has no file system and no GUID partition table
          no image       | :                                  | open .*: No such file or directory
          a directory    | mkdir image                        | it is a directory
          swap           | truncate -s 8M image; mkswap image | it contains swap, which is not supported; only file systems are
          LUKS           | printf 'LUKS\\272\\276\\000\\001' >image; truncate -s 8M image | it contains crypto_LUKS, which is not supported; only file systems are
          """)
  void anUnusableImageIsAnErrorWithTheReason(String name, String setup, String reason) {
    assertThat(sh("cd \"$1\"; eval \"$2\"", folder, setup)).returns(0, Run::exitCode);

    Run run = create("--inline", "d /x");

    assertThat(run).returns(1, Run::exitCode).returns("", Run::out);
    assertThat(run.err()).matches("ephemera tmpfiles: cannot use image .*/image: " + reason + "\n");
    assertThat(traces()).isEmpty();
  }

  @Test
  void aPolicyWithoutAnUnprotectedRootRefusesTheImage() {
    raw();

    assertThat(create("--image-policy=root=unprotected+absent", "--inline", "d /x").exitCode())
        .isZero();
    Run run = create("--image-policy=root=verity", "--inline", "d /y");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("does not allow an unprotected root partition");
    assertThat(inside("/y", false)).isEmpty();
  }

  @Test
  void aUserOtherThanRootGetsAnError() throws IOException {
    raw();
    assertThat(sh("chmod 755 \"$1\"; chmod 644 \"$1/image\"", folder)).returns(0, Run::exitCode);
    Checkout.assumeReadableByOthers();

    Run run =
        sh(
            "exec setpriv --reuid=65534 --clear-groups \"$1\" tmpfiles --create --image=\"$2\"",
            Checkout.file("ephemera"),
            image);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).endsWith("/image: only root can mount it\n");
  }
}
