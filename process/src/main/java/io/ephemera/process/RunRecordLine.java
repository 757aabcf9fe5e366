// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import io.ephemera.fs.Bytes;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line of a {@link RunRecord}: a key, and fields after one blank each. In a field, blanks,
 * backslashes, control characters and what is not ASCII are {@code \xHH}.
 *
 * @param key one word
 * @param fields as bytes, not escaped
 */
public record RunRecordLine(String key, List<Bytes> fields) {
  /** The boot id. */
  public static final String BOOT = "boot";

  /** A number: the inode of the pid namespace. */
  public static final String PID_NAMESPACE = "pid-namespace";

  /** Two numbers: pid and start time. */
  public static final String PROCESS = "process";

  /** A number: milliseconds since 1970. */
  public static final String SINCE = "since";

  /** Words. */
  public static final String COMMAND = "command";

  /** No field. */
  public static final String EXCLUSIVE = "exclusive";

  /** No field. */
  public static final String SUPERVISED = "supervised";

  /** Two numbers: id and inode. */
  public static final String MOUNT_NAMESPACE = "mount-namespace";

  /** Kind, path and staging path of something that will be made. */
  public static final String MAKING = "making";

  /** Kind, path, staging path, device, inode and time of creation of something that is made. */
  public static final String MADE = "made";

  private static final int HEX_DIGITS = 2;

  /** Takes a copy. */
  public RunRecordLine {
    fields = List.copyOf(fields);
  }

  /** A line of words that are ASCII. */
  public static RunRecordLine of(String key, Object... words) {
    List<Bytes> fields = new ArrayList<>();
    for (Object word : words) {
      fields.add(word instanceof Bytes bytes ? bytes : Bytes.latin1(word.toString()));
    }
    return new RunRecordLine(key, fields);
  }

  /** The line with its line feed, as it is written. */
  public Bytes bytes() {
    StringBuilder text = new StringBuilder(key);
    for (Bytes field : fields) {
      text.append(' ');
      escape(field.latin1(), text);
    }
    return Bytes.latin1(text.append('\n').toString());
  }

  private static void escape(String field, StringBuilder text) {
    for (int i = 0; i < field.length(); i++) {
      char c = field.charAt(i);
      if (c <= ' ' || c == '\\' || c >= 0x7f) {
        HexFormat.of().toHexDigits(text.append("\\x"), (byte) c);
      } else {
        text.append(c);
      }
    }
  }

  /** A line without its line feed; null if it has not this form. */
  static @Nullable RunRecordLine parse(String line) {
    String[] words = line.split(" ", -1);
    List<Bytes> fields = new ArrayList<>();
    for (int i = 1; i < words.length; i++) {
      Bytes field = unescape(words[i]);
      if (field == null) {
        return null;
      }
      fields.add(field);
    }
    return new RunRecordLine(words[0], fields);
  }

  private static @Nullable Bytes unescape(String word) {
    StringBuilder field = new StringBuilder(word.length());
    int i = 0;
    while (i < word.length()) {
      char c = word.charAt(i++);
      if (c == '\\') {
        int end = i + 1 + HEX_DIGITS;
        if (end > word.length() || word.charAt(i) != 'x' || !isHex(word, i + 1, end)) {
          return null;
        }
        c = (char) HexFormat.fromHexDigits(word, i + 1, end);
        i = end;
      }
      field.append(c);
    }
    return Bytes.latin1(field.toString());
  }

  private static boolean isHex(String word, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!HexFormat.isHexDigit(word.charAt(i))) {
        return false;
      }
    }
    return true;
  }
}
