// SPDX-License-Identifier: Apache-2.0
package io.ephemera.testkit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a tree. Names and contents hold one character per byte.
 *
 * @param mode permission bits
 * @param owner {@code user}, {@code user:group}, or empty for the caller
 * @param content a file's content, a symbolic link's target, or the first name of a hard link
 * @param accessed age in seconds, or null
 * @param modified age in seconds, or null
 */
record TreeLine(
    TreeEntryType type,
    String name,
    int mode,
    String owner,
    String content,
    @Nullable Long accessed,
    @Nullable Long modified,
    int major,
    int minor,
    SortedMap<String, String> attributes) {

  /** This entry in the form that build.pl reads. */
  String forBuild() {
    List<String> fields = new ArrayList<>();
    fields.add(type.name());
    fields.add(Text.toHex(name));
    fields.add(Integer.toOctalString(mode));
    fields.add(owner);
    fields.add(Text.toHex(content));
    fields.add(accessed == null ? "" : accessed.toString());
    fields.add(modified == null ? "" : modified.toString());
    fields.add(String.valueOf(major));
    fields.add(String.valueOf(minor));
    attributes.forEach((key, value) -> fields.add(Text.toHex(key) + "=" + Text.toHex(value)));
    return String.join("\t", fields) + "\n";
  }

  /** Parses the output of describe.pl. */
  static List<TreeLine> fromDescribe(String output) {
    List<TreeLine> lines = new ArrayList<>();
    Map<String, String> firstNames = new HashMap<>();
    for (String row : output.lines().toList()) {
      lines.add(fromDescribe(row.split("\t", -1), firstNames));
    }
    return lines;
  }

  private static TreeLine fromDescribe(String[] fields, Map<String, String> firstNames) {
    int mode = Integer.parseInt(fields[0], 8);
    String name = Text.fromHex(fields[1]);
    String first = fields[8].isEmpty() ? null : firstNames.putIfAbsent(fields[8], name);
    SortedMap<String, String> attributes = new TreeMap<>();
    for (int i = 9; i < fields.length && first == null; i++) {
      int equals = fields[i].indexOf('=');
      String key = Text.fromHex(fields[i].substring(0, equals));
      attributes.put(key, Text.fromHex(fields[i].substring(equals + 1)));
    }
    return new TreeLine(
        first != null ? TreeEntryType.HARD_LINK : TreeEntryType.ofMode(mode),
        name,
        mode & 07777,
        owner(fields[2]),
        first != null ? first : Text.fromHex(fields[3]),
        Long.valueOf(fields[4]),
        Long.valueOf(fields[5]),
        Integer.parseInt(fields[6]),
        Integer.parseInt(fields[7]),
        attributes);
  }

  /** Shortens {@code daemon:daemon:1} to {@code daemon}; numeric ids are always a pair. */
  private static String owner(String shown) {
    if (shown.isEmpty()) {
      return "";
    }
    String[] parts = shown.split(":", -1);
    return parts[2].equals("1") ? parts[0] : parts[0] + ":" + parts[1];
  }

  /** This entry in the notation. */
  @Override
  public String toString() {
    String shown = Text.escape(name, " ") + type.sign;
    if (type == TreeEntryType.HARD_LINK) {
      return shown + " == " + Text.escape(content, " ");
    }
    StringBuilder out = new StringBuilder(shown);
    if (type == TreeEntryType.SYMLINK) {
      out.append(" => ").append(Text.escape(content, " "));
    } else if (mode != type.usualMode) {
      String octal = Integer.toOctalString(mode);
      out.append(' ').append("0000", 0, 4 - octal.length()).append(octal);
    }
    if (!owner.isEmpty()) {
      out.append(' ').append(owner);
    }
    return ages(out).append(device()).append(attributesAndContent()).toString();
  }

  /** The age of the content, and that of the last access where it is old too and differs. */
  private StringBuilder ages(StringBuilder out) {
    if (modified != null && TreeAge.isShown(modified)) {
      out.append(" @").append(TreeAge.text(modified));
    }
    if (accessed != null && modified != null && TreeAge.isShown(accessed)) {
      if (!TreeAge.text(accessed).equals(TreeAge.text(modified))) {
        out.append(" a@").append(TreeAge.text(accessed));
      }
    }
    return out;
  }

  private String device() {
    return switch (type) {
      case CHARACTER_DEVICE -> " char:" + major + ":" + minor;
      case BLOCK_DEVICE -> " block:" + major + ":" + minor;
      case DIRECTORY, FILE, SYMLINK, HARD_LINK, FIFO, SOCKET -> "";
    };
  }

  private String attributesAndContent() {
    StringBuilder out = new StringBuilder();
    for (Entry<String, String> attribute : attributes.entrySet()) {
      String value = Text.escape(attribute.getValue(), "");
      out.append(' ').append(attribute.getKey()).append("=\"").append(value).append('"');
    }
    if (type == TreeEntryType.FILE && !content.isEmpty()) {
      out.append(" \"").append(Text.escape(content, "")).append('"');
    }
    return out.toString();
  }
}
