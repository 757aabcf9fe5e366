// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.mounts;

import io.ephemera.fs.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;

/** Lays out a {@link Handover}: numbers of eight bytes, byte strings after their length. */
public final class HandoverWriter {
  /** Begins every handover, and tells versions apart: a program may be replaced between stages. */
  static final Bytes MAGIC = Bytes.latin1("ephemera-run-2\n");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** Begins something. */
  public HandoverWriter() {
    out.writeBytes(MAGIC.toArray());
  }

  /** Adds a number. */
  public void number(long value) {
    out.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
  }

  /** Adds a byte string. */
  public void bytes(Bytes value) {
    number(value.length());
    out.writeBytes(value.toArray());
  }

  /** Adds whether something is so. */
  public void flag(boolean value) {
    number(value ? 1 : 0);
  }

  /** Adds a list. */
  public <T> void each(List<T> all, Consumer<T> part) {
    number(all.size());
    all.forEach(part);
  }

  /** Everything that was added. */
  public Bytes written() {
    return Bytes.of(out.toByteArray());
  }
}
