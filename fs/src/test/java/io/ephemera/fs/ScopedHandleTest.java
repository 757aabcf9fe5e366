// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ScopedHandleTest extends FsTestCase {
  private Directory open() throws IOException {
    return directory("d");
  }

  @Test
  void closesTheHandleWhenTheBlockFails() throws IOException {
    build("d/\n");
    assertThatThrownBy(
            () -> {
              try (ScopedHandle<Directory> opened = new ScopedHandle<>(open())) {
                assertThat(opened.get().stat().isDirectory()).isTrue();
                throw new IOException("refused");
              }
            })
        .hasMessage("refused");
    assertThat(descriptors(folder.path())).isZero();
  }

  @Test
  void leavesAReleasedHandleOpen() throws IOException {
    build("d/\n");
    Directory kept;
    try (ScopedHandle<Directory> opened = new ScopedHandle<>(open())) {
      kept = opened.release();
      assertThatThrownBy(opened::get).isInstanceOf(NullPointerException.class);
    }
    try (kept) {
      assertThat(kept.stat().isDirectory()).isTrue();
    }
    assertThat(descriptors(folder.path())).isZero();
  }
}
