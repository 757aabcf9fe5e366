// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.accounts;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Root;
import io.ephemera.host.files.RootFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The accounts in the files of a root directory, passwd(5) and group(5). Immutable.
 *
 * <p><b>Limits:</b> accounts that only a name service knows are unknown here: a directory server
 * that does not answer must not stop anybody who asks.
 */
public final class AccountTable {
  private static final String[] PLACES = {"/etc/", "/usr/lib/"};
  private static final int LARGEST = 64 << 20;
  private static final int USER_FIELDS = 6;
  private static final int GROUP_FIELDS = 3;
  private static final int FIRST_OF_PEOPLE = 1000;

  private final Map<String, User> byName = new HashMap<>();
  private final Map<Integer, User> byUid = new HashMap<>();
  private final Map<Integer, String> groups = new HashMap<>();
  private final List<String> gaps = new ArrayList<>();

  /**
   * A user.
   *
   * @param name one character for a byte
   * @param uid an unsigned 32-bit number
   * @param gid its own group, likewise
   * @param home null if there is none
   */
  public record User(String name, int uid, int gid, @Nullable BytePath home) {}

  private AccountTable() {}

  /** Reads them; a file that cannot be read is a gap. */
  public static AccountTable read(Root root) {
    AccountTable table = new AccountTable();
    RootFiles files = new RootFiles(root);
    for (String place : PLACES) {
      for (String[] fields : table.entries(files, place + "passwd", USER_FIELDS)) {
        table.addUser(fields);
      }
      for (String[] fields : table.entries(files, place + "group", GROUP_FIELDS)) {
        OptionalInt gid = number(fields[2]);
        gid.ifPresent(id -> table.groups.putIfAbsent(id, fields[0]));
      }
    }
    table.addUser(new String[] {"root", "x", "0", "0", "", "/root"});
    table.groups.putIfAbsent(0, "root");
    return table;
  }

  private List<String[]> entries(RootFiles files, String path, int fewest) {
    List<String[]> entries = new ArrayList<>();
    try {
      Bytes content = files.readIfExists(BytePath.of(path), LARGEST);
      for (String line : content == null ? new String[0] : content.latin1().split("\n", -1)) {
        String[] fields = line.split(":", -1);
        boolean isComment = line.isEmpty() || "#+-".indexOf(line.charAt(0)) >= 0;
        if (!isComment && fields.length >= fewest) {
          entries.add(fields);
        }
      }
    } catch (IOException e) {
      gaps.add(String.valueOf(e.getMessage()));
    }
    return entries;
  }

  private void addUser(String[] fields) {
    OptionalInt uid = number(fields[2]);
    OptionalInt gid = number(fields[3]);
    if (uid.isPresent() && gid.isPresent()) {
      BytePath home = fields[5].startsWith("/") ? BytePath.of(Bytes.latin1(fields[5])) : null;
      User user = new User(fields[0], uid.getAsInt(), gid.getAsInt(), home);
      byName.putIfAbsent(user.name(), user);
      byUid.putIfAbsent(user.uid(), user);
    }
  }

  private static OptionalInt number(String text) {
    try {
      return OptionalInt.of(Integer.parseUnsignedInt(text));
    } catch (NumberFormatException e) {
      return OptionalInt.empty();
    }
  }

  /** The user of a name, one character for a byte; null if the files have none. */
  public @Nullable User named(String name) {
    return byName.get(name);
  }

  /** The user with a number; null if the files have none. */
  public @Nullable User withId(int uid) {
    return byUid.get(uid);
  }

  /** The name of a user, or the number. */
  public String user(int uid) {
    User user = byUid.get(uid);
    return user == null ? Integer.toUnsignedString(uid) : Bytes.latin1(user.name()).toString();
  }

  /** The name of a group, or the number. */
  public String group(int gid) {
    String name = groups.get(gid);
    return name == null ? Integer.toUnsignedString(gid) : Bytes.latin1(name).toString();
  }

  /** Whether the number is one of those that systems give to programs, not to people. */
  public static boolean isOfSystem(int uid) {
    return Integer.compareUnsigned(uid, FIRST_OF_PEOPLE) < 0;
  }

  /** What could not be read, for messages. */
  public List<String> gaps() {
    return List.copyOf(gaps);
  }
}
