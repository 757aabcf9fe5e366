// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Root;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The users and groups of an alternate root, as its files have them (passwd(5), group(5)): the name
 * service of the system knows others.
 *
 * <p>Files are read when the first name is asked for. Not thread-safe.
 */
public final class FileAccounts implements Accounts {
  private static final int ID_FIELD = 2;

  private final Root root;
  private @Nullable Map<String, Integer> users;
  private @Nullable Map<String, Integer> groups;

  /** The accounts of a root directory, which stays the caller's to close. */
  public FileAccounts(Root root) {
    this.root = root;
  }

  @Override
  public OptionalInt user(String name) {
    if (users == null) {
      users = read("passwd");
    }
    return id(users, name);
  }

  @Override
  public OptionalInt group(String name) {
    if (groups == null) {
      groups = read("group");
    }
    return id(groups, name);
  }

  private static OptionalInt id(Map<String, Integer> ids, String name) {
    if (name.equals("root")) {
      return OptionalInt.of(0);
    }
    Integer id = ids.get(name);
    return id == null ? OptionalInt.empty() : OptionalInt.of(id);
  }

  private Map<String, Integer> read(String file) {
    Map<String, Integer> ids = new HashMap<>();
    add(SmallFile.readIfExists(root, BytePath.of("/etc/".concat(file))), ids);
    add(SmallFile.readIfExists(root, BytePath.of("/usr/lib/".concat(file))), ids);
    return ids;
  }

  /** The first line for a name counts. */
  static void add(@Nullable Bytes content, Map<String, Integer> ids) {
    if (content == null) {
      return;
    }
    String text = content.latin1();
    int start = 0;
    while (start < text.length()) {
      int newline = text.indexOf('\n', start);
      int end = newline < 0 ? text.length() : newline;
      addLine(text.substring(start, end), ids);
      start = end + 1;
    }
  }

  private static void addLine(String line, Map<String, Integer> ids) {
    int name = line.indexOf(':');
    int id = field(line, ID_FIELD);
    boolean isEntry = name > 0 && "#+-".indexOf(line.charAt(0)) < 0 && id > 0;
    if (!isEntry) {
      return;
    }
    int end = line.indexOf(':', id);
    long number = number(line.substring(id, end < 0 ? line.length() : end));
    if (number >= 0) {
      ids.putIfAbsent(line.substring(0, name), (int) number);
    }
  }

  /** The index at which a field starts, or 0. */
  private static int field(String line, int field) {
    int at = 0;
    for (int i = 0; i < field; i++) {
      at = line.indexOf(':', at) + 1;
      if (at == 0) {
        return 0;
      }
    }
    return at;
  }

  private static long number(String text) {
    long value = text.isEmpty() || text.length() > 10 ? -1 : 0;
    for (int i = 0; i < text.length() && value >= 0; i++) {
      int digit = Escapes.digit(text.charAt(i), 10);
      value = digit < 0 ? -1 : value * 10 + digit;
    }
    return value > 0xffff_fffeL ? -1 : value;
  }
}
