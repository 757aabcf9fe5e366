// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.uses;

import static org.assertj.core.api.Assertions.assertThat;

import io.ephemera.fs.Bytes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a source tells of a file is a proof, a hint, or about another file. */
class FoundTest {
  private static final Use USE =
      new Use(null, UseKind.MAPPED, new UseDetail.None(), Bytes.EMPTY, false, true);

  @ParameterizedTest
  @CsvSource({
    "STAT,        5, 9,            5, 9,            false, proof",
    "STAT,        6, 9,            5, 9,            false, other",
    "STAT,        6, 9,            5, 9,            true,  other",
    "STAT,        5, 8,            5, 9,            false, other",
    "KERNEL,      5, 9,            5, 9,            false, proof",
    "KERNEL,      6, 9,            5, 9,            false, other",
    "KERNEL,      6, 9,            5, 9,            true,  hint",
    "KERNEL,      6, 8,            5, 9,            true,  other",
    "KERNEL_HALF, 5, 9,            5, 9,            false, proof",
    "KERNEL_HALF, 5, 9,            5, 4294967305,   false, hint",
    "KERNEL_HALF, 6, 9,            5, 9,            false, other",
    "KERNEL_HALF, 6, 9,            5, 9,            true,  hint",
    "KERNEL,      5, 9,            5, 4294967305,   false, other",
  })
  void deviceAndNumberDecide(
      Found.Source source,
      long device,
      long inode,
      long ofFile,
      long numberOfFile,
      boolean madeUp,
      String expected) {
    Found found = new Found(source, device, inode, USE);
    FileId file = new FileId(ofFile, numberOfFile);
    String said =
        !found.mayBe(file, madeUp) ? "other" : found.useOf(file).proven() ? "proof" : "hint";
    assertThat(said).isEqualTo(expected);
  }
}
