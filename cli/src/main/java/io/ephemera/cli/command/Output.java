// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.command;

import io.ephemera.fs.Bytes;
import io.ephemera.process.CurrentProcess;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Standard output for data and standard error for messages, as bytes and always in UTF-8: the
 * locale of the environment neither loses characters nor changes what a script reads.
 *
 * <p>A reader that has closed its pipe is not an error; a full disk is. On a terminal, a status
 * line can be shown below the messages. Thread-safe.
 */
public final class Output {
  /** To the beginning of the line, and erase it: ECMA-48's CR and EL. */
  private static final String ERASE = "\r\u001b[K";

  private boolean hasStatus;
  private @Nullable Boolean journal;
  private final TolerantStream out = new TolerantStream(FileDescriptor.out);
  private final OutputStream data = new BufferedOutputStream(out, 1 << 16);
  private final OutputStream messages =
      new BufferedOutputStream(new TolerantStream(FileDescriptor.err), 1 << 13);

  /** Standard output and standard error of this process. */
  public Output() {}

  /** Ignores everything after the first write that failed. */
  private static final class TolerantStream extends FileOutputStream {
    private boolean hasFailed;

    TolerantStream(FileDescriptor descriptor) {
      super(descriptor);
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
      try {
        if (!hasFailed) {
          super.write(bytes, from, length);
        }
      } catch (IOException e) {
        hasFailed = true;
      }
    }
  }

  /** Prints a line on standard error, about something that was not done. */
  public void say(String line) {
    say(Urgency.ERROR, line);
  }

  /** Prints a line on standard error; the journal gets its urgency. */
  public synchronized void say(Urgency urgency, String line) {
    String start = hasStatus ? ERASE : isJournal() ? urgency.prefix() : "";
    write(messages, (start + line + "\n").getBytes(StandardCharsets.UTF_8));
    hasStatus = false;
  }

  /** Asked for the first message: most runs print none. */
  private boolean isJournal() {
    Boolean known = journal;
    if (known == null) {
      known = Journal.isStandardError();
      journal = known;
    }
    return known;
  }

  /** Shows a status line in place of the last one, at once. For terminals only. */
  public synchronized void showStatus(String line) {
    write(messages, ((hasStatus ? ERASE : "") + line).getBytes(StandardCharsets.UTF_8));
    hasStatus = true;
    flush();
  }

  /** Replaces the status line, if there is one, by a last message. */
  public synchronized void endStatus(Supplier<String> line) {
    if (hasStatus) {
      say(line.get());
    }
  }

  /** Prints data on standard output. */
  public synchronized void print(String text) {
    write(data, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Prints data on standard output. */
  public synchronized void print(Bytes bytes) {
    write(data, bytes.toArray());
  }

  /** Standard output. */
  public OutputStream data() {
    return data;
  }

  private static void write(OutputStream stream, byte[] bytes) {
    try {
      stream.write(bytes);
    } catch (IOException impossible) {
      // A TolerantStream throws none.
    }
  }

  /** Whether data was lost although its reader has not closed the pipe. */
  public synchronized boolean isIncomplete() {
    return out.hasFailed && !CurrentProcess.hasReader();
  }

  /** Writes what is buffered. */
  public synchronized void flush() {
    try {
      messages.flush();
      data.flush();
    } catch (IOException impossible) {
      // A TolerantStream throws none.
    }
  }
}
