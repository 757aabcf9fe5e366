// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.source;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Root;
import io.ephemera.tmpfiles.language.Accounts;
import io.ephemera.tmpfiles.language.Numbers;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The users and groups of an alternate root, from its own files (passwd(5), group(5)) and not from
 * the name service of the running system.
 *
 * <p>A file is read when its first name is looked up. Not thread-safe.
 */
public final class FileAccounts implements Accounts {
  private static final int ID_FIELD = 2;
  private static final long LARGEST_ID = 0xffff_fffeL;

  private final Root root;
  private @Nullable Map<String, Integer> users;
  private @Nullable Map<String, Integer> groups;

  /** The accounts of a root directory, which the caller closes. */
  public FileAccounts(Root root) {
    this.root = root;
  }

  @Override
  public OptionalInt user(String name) throws IOException {
    if (name.equals("root")) {
      return OptionalInt.of(0);
    }
    if (users == null) {
      users = read("passwd");
    }
    return id(users, name);
  }

  @Override
  public OptionalInt group(String name) throws IOException {
    if (name.equals("root")) {
      return OptionalInt.of(0);
    }
    if (groups == null) {
      groups = read("group");
    }
    return id(groups, name);
  }

  private static OptionalInt id(Map<String, Integer> ids, String name) {
    Integer id = ids.get(name);
    return id == null ? OptionalInt.empty() : OptionalInt.of(id);
  }

  private Map<String, Integer> read(String file) throws IOException {
    Map<String, Integer> ids = new HashMap<>();
    add(SmallFile.readIfExists(root, BytePath.of("/etc/".concat(file))), ids);
    add(SmallFile.readIfExists(root, BytePath.of("/usr/lib/".concat(file))), ids);
    return ids;
  }

  /** Adds the entries of a file; the first line for a name wins. */
  private static void add(@Nullable Bytes content, Map<String, Integer> ids) {
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
    int colon = line.indexOf(':', id);
    long number =
        Numbers.parse(line, id, colon < 0 ? line.length() : colon, Numbers.DECIMAL, LARGEST_ID);
    if (number >= 0) {
      ids.putIfAbsent(line.substring(0, name), (int) number);
    }
  }

  /** The index at which a field starts, or 0 if the line has fewer fields. */
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
}
