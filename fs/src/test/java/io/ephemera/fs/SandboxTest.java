// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.testkit.JavaProgram;
import io.ephemera.testkit.Sandbox;
import io.ephemera.testkit.TestUser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A sandbox that refuses new system calls changes nothing, whatever errno it answers. */
class SandboxTest extends FsTestCase {
  private static final int RENAMEAT2 = System.getProperty("os.arch").equals("aarch64") ? 276 : 316;
  private static final int OPENAT2 = 437;
  private static final int FCHMODAT2 = 452;

  private static final JavaProgram PROBE =
      JavaProgram.of(SandboxProbe.class, Root.class.getName(), "io.ephemera.linux.At");

  @ParameterizedTest
  @ValueSource(ints = {1, 13, 38})
  void olderCallsDoTheSame(int errno) throws Exception {
    assumeTrue(TestUser.isRoot(), "needs root: a directory of another user");
    build("d/\nd/file\nd/from \"from\"\nd/new\nd/old \"old\"\nd/taken\nusers/ 1234:1234\n");

    List<String> command = PROBE.command(folder.path().toString());
    String output = run(Sandbox.command(errno, command, RENAMEAT2, OPENAT2, FCHMODAT2));

    assertThat(output).isEqualTo("rename to: File exists\ncreate dir: File exists\n");
    assertThat(tree())
        .isEqualTo(
            """
            d/
            d/file 0640
            d/new "old"
            d/taken
            d/to "from"
            users/ 1234:1234
            users/dir/ 0711
            users/link => text
            """);
  }

  private static String run(List<String> command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .directory(Path.of("/").toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
