// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.mounts;

import io.ephemera.fs.Bytes;
import io.ephemera.isolate.plan.RunException;
import io.ephemera.isolate.plan.RunException.Failure;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Reads what a {@link HandoverWriter} laid out, and nothing else. */
public final class HandoverReader {
  private final ByteBuffer content;

  /** Reads something that one of them began. */
  public HandoverReader(Bytes content) throws RunException {
    this.content = ByteBuffer.wrap(content.toArray());
    if (!take(HandoverWriter.MAGIC.length()).equals(HandoverWriter.MAGIC)) {
      throw malformed("it begins with other bytes");
    }
  }

  /** Reads a number. */
  public long number() throws RunException {
    try {
      return content.getLong();
    } catch (BufferUnderflowException e) {
      throw malformed("it is cut off");
    }
  }

  /** Reads a byte string. */
  public Bytes bytes() throws RunException {
    long length = number();
    return take(length);
  }

  /** Reads whether something is so. */
  public boolean flag() throws RunException {
    long number = number();
    if (number != 0 && number != 1) {
      throw malformed("it is " + number + " where 0 or 1 is expected");
    }
    return number == 1;
  }

  /** Reads the name of one of several. */
  public <T extends Enum<T>> T one(T[] several) throws RunException {
    String name = bytes().latin1();
    for (T one : several) {
      if (one.name().equals(name)) {
        return one;
      }
    }
    throw malformed("it has an unknown word");
  }

  /** Reads one part of several. */
  public interface Part<T> {
    /** Reads it. */
    T read(HandoverReader in) throws RunException;
  }

  /** Reads a list. */
  public <T> List<T> each(Part<T> part) throws RunException {
    List<T> all = new ArrayList<>();
    for (long left = number(); left > 0; left--) {
      all.add(part.read(this));
    }
    return all;
  }

  private Bytes take(long length) throws RunException {
    if (length < 0 || length > content.remaining()) {
      throw malformed("it is cut off");
    }
    byte[] taken = new byte[(int) length];
    content.get(taken);
    return Bytes.of(taken);
  }

  /** Refuses more. */
  public void expectEnd() throws RunException {
    if (content.hasRemaining()) {
      throw malformed("something follows it");
    }
  }

  /** What to say of something that is not laid out so. */
  public static RunException malformed(String why) {
    return new RunException(
        Failure.USAGE,
        "--inside is for the program itself: its descriptor has no handover (" + why + ")");
  }
}
