// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import io.ephemera.fs.Bytes;
import java.util.ArrayList;
import java.util.List;

/** Strings that the kernel writes one after another, each ended by NUL. */
final class NulTerminated {
  private NulTerminated() {}

  /** The strings; bytes after the last NUL are ignored. */
  static List<Bytes> split(Bytes block) {
    List<Bytes> strings = new ArrayList<>();
    byte[] bytes = block.toArray();
    int start = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == 0) {
        strings.add(Bytes.of(bytes, start, i));
        start = i + 1;
      }
    }
    return strings;
  }
}
