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
 * One entry of a tree. Names and contents have one character for a byte.
 *
 * @param mode permission bits
 * @param owner {@code user}, {@code user:group}, or empty for the caller
 * @param content a file's content, a symbolic link's text, or the name that a hard link doubles
 * @param accessed age in seconds, or null
 * @param modified age in seconds, or null
 */
record TreeLine(
    Kind kind,
    String name,
    int mode,
    String owner,
    String content,
    @Nullable Long accessed,
    @Nullable Long modified,
    int major,
    int minor,
    SortedMap<String, String> attributes) {

  /** What build.pl reads. */
  String forBuild() {
    List<String> fields = new ArrayList<>();
    fields.add(kind.name());
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

  /** Reads what describe.pl wrote. */
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
        first != null ? Kind.HARD_LINK : Kind.ofMode(mode),
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

  /** Shortens {@code daemon:daemon:1} to {@code daemon}; numbers always come as a pair. */
  private static String owner(String shown) {
    if (shown.isEmpty()) {
      return "";
    }
    String[] parts = shown.split(":", -1);
    return parts[2].equals("1") ? parts[0] : parts[0] + ":" + parts[1];
  }

  /** The notation. */
  @Override
  public String toString() {
    String shown = Text.escape(name, " ") + kind.sign;
    if (kind == Kind.HARD_LINK) {
      return shown + " == " + Text.escape(content, " ");
    }
    StringBuilder out = new StringBuilder(shown);
    if (kind == Kind.SYMLINK) {
      out.append(" => ").append(Text.escape(content, " "));
    } else if (mode != kind.usualMode) {
      String octal = Integer.toOctalString(mode);
      out.append(' ').append("0000", 0, 4 - octal.length()).append(octal);
    }
    if (!owner.isEmpty()) {
      out.append(' ').append(owner);
    }
    return ages(out).append(device()).append(attributesAndContent()).toString();
  }

  /** The age of the content; that of the last access only where it is old as well, but another. */
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
    return switch (kind) {
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
    if (kind == Kind.FILE && !content.isEmpty()) {
      out.append(" \"").append(Text.escape(content, "")).append('"');
    }
    return out.toString();
  }
}
