// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ephemera.testkit.TestUser;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A file system that really is full, in a mount namespace that only a process of its own sees. */
class NoSpaceExceptionTest extends TemporaryTestCase {
  private String filled(String what, String options) throws Exception {
    assumeTrue(TestUser.isRoot() && TestUser.mayMount(), "needs root that may mount");
    String mount = "mount -t tmpfs -o " + options + ",mode=1777 tmpfs \"$0\" && exec \"$@\"";
    List<String> command =
        new ArrayList<>(List.of("unshare", "--mount", "--propagation", "private"));
    command.addAll(List.of("sh", "-euc", mount, path("").toString()));
    command.addAll(Child.command(FullPlace.class, what, path("").toString()));
    try (Child child = Child.start(command)) {
      String said = child.said();
      assertThat(child.end()).isZero();
      return said;
    }
  }

  @ParameterizedTest
  @CsvSource({"write", "pending"})
  void fullFileSystemIsDescribedWithAnAlternative(String what) throws Exception {
    String target = what.equals("pending") ? "/target" : "";
    assertThat(filled(what, "size=256k,nr_inodes=100"))
        .startsWith(path("") + target + ": no space left on tmpfs of 256.0 KiB: 0 bytes and ")
        .matches(".* inodes free; remove files, or use /\\S+ with .* [GT]iB free");
  }

  @ParameterizedTest
  @CsvSource({"named", "directory"})
  void lackOfInodesIsReported(String what) throws Exception {
    assertThat(filled(what, "size=1m,nr_inodes=8"))
        .matches(
            path("")
                + ": no space left on tmpfs of 1\\.0 MiB: .* and 0 inodes free; remove files, or use /.*");
  }
}
