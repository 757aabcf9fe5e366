// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.mounts;

import io.ephemera.fs.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Lays out a {@link Handover}: numbers of eight bytes, byte strings after their length. */
final class HandoverWriter {
  /** Begins every handover, and tells versions apart: a program may be replaced between stages. */
  static final Bytes MAGIC = Bytes.latin1("ephemera-run-1\n");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  HandoverWriter() {
    out.writeBytes(MAGIC.toArray());
  }

  void number(long value) {
    out.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
  }

  void bytes(Bytes value) {
    number(value.length());
    out.writeBytes(value.toArray());
  }

  Bytes written() {
    return Bytes.of(out.toByteArray());
  }
}
