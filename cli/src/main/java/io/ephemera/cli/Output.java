// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli;

import io.ephemera.fs.Bytes;
import io.ephemera.process.CurrentProcess;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/**
 * Standard output and standard error as bytes, always UTF-8: the locale of the environment neither
 * loses characters nor changes what a script reads. Data goes to standard output, talk to standard
 * error. A reader that went away is no error, a file that is full is one. On a terminal a status
 * line may stand below the talk. Thread-safe.
 */
final class Output {
  /** To the beginning of the line, and erase it: ECMA-48's CR and EL. */
  private static final String ERASE = "\r\u001b[K";

  private boolean hasStatus;
  private final Patient out = new Patient(FileDescriptor.out);
  private final OutputStream data = new BufferedOutputStream(out, 1 << 16);
  private final OutputStream talk =
      new BufferedOutputStream(new Patient(FileDescriptor.err), 1 << 13);

  /** A stream to a reader that may go away: the work goes on, and nobody is told of it any more. */
  private static final class Patient extends FileOutputStream {
    private boolean gone;

    Patient(FileDescriptor descriptor) {
      super(descriptor);
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
      try {
        if (!gone) {
          super.write(bytes, from, length);
        }
      } catch (IOException readerIsGone) {
        gone = true;
      }
    }
  }

  /** A line of talk. */
  synchronized void say(String line) {
    write(talk, ((hasStatus ? ERASE : "") + line + "\n").getBytes(StandardCharsets.UTF_8));
    hasStatus = false;
  }

  /** Shows a line in the place of the last one, at once; for a terminal only. */
  synchronized void status(String line) {
    write(talk, ((hasStatus ? ERASE : "") + line).getBytes(StandardCharsets.UTF_8));
    hasStatus = true;
    flush();
  }

  /** Says a last line in the place of the status, if there ever was one; worded only then. */
  synchronized void endStatus(Supplier<String> line) {
    if (hasStatus) {
      say(line.get());
    }
  }

  /** A piece of data. */
  synchronized void print(String text) {
    write(data, text.getBytes(StandardCharsets.UTF_8));
  }

  /** A piece of data. */
  synchronized void print(Bytes bytes) {
    write(data, bytes.toArray());
  }

  /** Where data goes. */
  OutputStream data() {
    return data;
  }

  private static void write(OutputStream stream, byte[] bytes) {
    try {
      stream.write(bytes);
    } catch (IOException readerIsGone) {
      // Whoever asked has read enough.
    }
  }

  /** Whether data was lost, and not because nobody wants to read it any more. */
  synchronized boolean isIncomplete() {
    return out.gone && !CurrentProcess.hasReader();
  }

  synchronized void flush() {
    try {
      talk.flush();
      data.flush();
    } catch (IOException readerIsGone) {
      // Whoever asked has read enough.
    }
  }
}
