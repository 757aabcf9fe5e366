// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.mounts;

import io.ephemera.fs.Bytes;
import io.ephemera.isolate.plan.RunException;
import io.ephemera.isolate.plan.RunException.Failure;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/** Reads what a {@link HandoverWriter} laid out, and nothing else. */
final class HandoverReader {
  private final ByteBuffer content;

  HandoverReader(Bytes content) throws RunException {
    this.content = ByteBuffer.wrap(content.toArray());
    if (!take(HandoverWriter.MAGIC.length()).equals(HandoverWriter.MAGIC)) {
      throw malformed("it begins with other bytes");
    }
  }

  long number() throws RunException {
    try {
      return content.getLong();
    } catch (BufferUnderflowException e) {
      throw malformed("it is cut off");
    }
  }

  Bytes bytes() throws RunException {
    long length = number();
    return take(length);
  }

  private Bytes take(long length) throws RunException {
    if (length < 0 || length > content.remaining()) {
      throw malformed("it is cut off");
    }
    byte[] taken = new byte[(int) length];
    content.get(taken);
    return Bytes.of(taken);
  }

  void expectEnd() throws RunException {
    if (content.hasRemaining()) {
      throw malformed("something follows it");
    }
  }

  static RunException malformed(String why) {
    return new RunException(
        Failure.USAGE,
        "--inside is for the program itself: its descriptor has no handover (" + why + ")");
  }
}
