// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.process.RunRecord.Identity;
import io.ephemera.process.RunRecord.Kind;
import io.ephemera.process.RunRecord.Main;
import io.ephemera.process.RunRecord.Thing;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a {@link RunRecord}. A last line without line feed was torn by the death of its writer and
 * does not count; lines with unknown keys, and those that are not understood, are ignored.
 */
public final class RunRecordReader {
  private final List<Main> processes = new ArrayList<>();
  private final Map<BytePath, Thing> things = new LinkedHashMap<>();
  private String boot = "";
  private long pidNamespace;
  private @Nullable Instant since;
  private Bytes command = Bytes.EMPTY;
  private @Nullable MountNamespaceId mounts;
  private boolean exclusive;
  private boolean supervised;

  private RunRecordReader() {}

  /** The record with this text. */
  public static RunRecord read(Bytes text) {
    RunRecordReader reader = new RunRecordReader();
    String rest = text.latin1();
    int start = 0;
    for (int end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n', start)) {
      reader.accept(RunRecordLine.parse(rest.substring(start, end)));
      start = end + 1;
    }
    return reader.record();
  }

  private RunRecord record() {
    return new RunRecord(
        boot,
        pidNamespace,
        processes,
        since,
        command,
        mounts,
        exclusive,
        supervised,
        List.copyOf(things.values()));
  }

  private void accept(@Nullable RunRecordLine line) {
    if (line == null) {
      return;
    }
    try {
      accept(line.key(), line.fields());
    } catch (IllegalArgumentException | DateTimeException | IndexOutOfBoundsException e) {
      // Not a line that this version writes.
    }
  }

  private void accept(String key, List<Bytes> fields) {
    switch (key) {
      case RunRecordLine.BOOT -> boot = fields.get(0).latin1();
      case RunRecordLine.PID_NAMESPACE -> pidNamespace = number(fields.get(0));
      case RunRecordLine.PROCESS ->
          processes.add(new Main(number(fields.get(0)), number(fields.get(1))));
      case RunRecordLine.SINCE -> since = Instant.ofEpochMilli(number(fields.get(0)));
      case RunRecordLine.COMMAND -> command = fields.get(0);
      case RunRecordLine.EXCLUSIVE -> exclusive = true;
      case RunRecordLine.SUPERVISED -> supervised = true;
      case RunRecordLine.MOUNT_NAMESPACE ->
          mounts = new MountNamespaceId(number(fields.get(0)), number(fields.get(1)));
      case RunRecordLine.MAKING -> put(fields, null);
      case RunRecordLine.MADE ->
          put(
              fields,
              new Identity(number(fields.get(3)), number(fields.get(4)), number(fields.get(5))));
      default -> {} // of another version
    }
  }

  private void put(List<Bytes> fields, @Nullable Identity identity) {
    Kind kind = Kind.of(fields.get(0).latin1());
    BytePath path = BytePath.of(fields.get(1));
    BytePath staging = BytePath.of(fields.get(2));
    if (kind != null && isNamed(path) && isNamed(staging)) {
      things.put(staging, new Thing(kind, path, staging, identity));
    }
  }

  private static boolean isNamed(BytePath path) {
    return path.isAbsolute() && !path.hasDotDot() && !path.isRoot();
  }

  private static long number(Bytes field) {
    return Long.parseLong(field.latin1());
  }
}
