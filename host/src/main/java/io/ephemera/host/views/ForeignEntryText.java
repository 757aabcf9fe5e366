// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.views;

import io.ephemera.fs.Bytes;
import io.ephemera.fs.FileType;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An answer as a line, from one process of this program to another. */
final class ForeignEntryText {
  /** The line after the last answer. */
  static final String END = "end";

  private static final String NONE = "-";
  private static final int FIELDS = 14;

  private ForeignEntryText() {}

  /** An answer about the process with a number. */
  record Answer(int pid, ForeignEntry entry) {}

  static String write(int pid, ForeignEntry entry) {
    return pid
        + " "
        + switch (entry) {
          case ForeignEntry.Present present -> write(present);
          case ForeignEntry.Absent() -> "absent";
          case ForeignEntry.Unseen(ForeignEntry.Reason reason) -> "unseen " + reason.name();
        };
  }

  private static String write(ForeignEntry.Present one) {
    ForeignEntry.Times times = one.times();
    Bytes target = one.target();
    List<Object> fields =
        List.of(
            "present",
            one.type().name(),
            one.mode(),
            one.uid(),
            one.gid(),
            one.size(),
            one.device(),
            one.inode(),
            times.access(),
            times.birth(),
            times.change(),
            times.modification(),
            target == null ? NONE : HexFormat.of().formatHex(target.toArray()));
    return String.join(" ", fields.stream().map(Object::toString).toList());
  }

  /** Parses a line; null for any other form. */
  static @Nullable Answer parse(String line) {
    String[] fields = line.split(" ", -1);
    try {
      ForeignEntry entry =
          switch (fields.length < 2 ? "" : fields[1]) {
            case "absent" -> new ForeignEntry.Absent();
            case "unseen" -> new ForeignEntry.Unseen(ForeignEntry.Reason.valueOf(fields[2]));
            case "present" -> fields.length == FIELDS ? present(fields) : null;
            default -> null;
          };
      return entry == null ? null : new Answer(Integer.parseInt(fields[0]), entry);
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      return null;
    }
  }

  private static ForeignEntry present(String[] fields) {
    return new ForeignEntry.Present(
        FileType.valueOf(fields[2]),
        Integer.parseInt(fields[3]),
        Integer.parseInt(fields[4]),
        Integer.parseInt(fields[5]),
        Long.parseLong(fields[6]),
        Long.parseLong(fields[7]),
        Long.parseLong(fields[8]),
        new ForeignEntry.Times(
            Long.parseLong(fields[9]),
            Long.parseLong(fields[10]),
            Long.parseLong(fields[11]),
            Long.parseLong(fields[12])),
        fields[13].equals(NONE) ? null : Bytes.of(HexFormat.of().parseHex(fields[13])));
  }
}
