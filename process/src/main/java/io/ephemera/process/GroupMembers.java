// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.OpenFile;
import io.ephemera.fs.SystemCallException;
import io.ephemera.linux.errno.Errno;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who is in a group, as passwd(5) and group(5) list it: by primary and by supplementary group.
 * Where nsswitch.conf(5) names other databases than files, a child process asks them, getent(1),
 * for a limited time.
 *
 * <p>The members are known only if the databases list the user in question among them. Otherwise
 * something else put the user into the group, a container manager for instance, and may have put
 * others there as well. Thread-safe; reads the files when a group is asked for first.
 */
public final class GroupMembers {
  private static final int LARGEST = 64 * 1024 * 1024;
  private static final int SECONDS = 2;
  private static final Set<String> FILES = Set.of("files", "compat", "systemd");

  private final BytePath top;
  private final Map<Long, Access> known = new HashMap<>();

  private GroupMembers(BytePath top) {
    this.top = top;
  }

  /** The groups of this system. */
  public static GroupMembers ofSystem() {
    return below(BytePath.ROOT);
  }

  /** The groups of the system below a directory. */
  public static GroupMembers below(BytePath top) {
    return new GroupMembers(top);
  }

  /** The output, empty if there is no such entry; null if there is no answer. */
  private static @Nullable String getent(String... arguments) {
    try {
      SystemProgram answer = SystemProgram.run(Duration.ofSeconds(SECONDS), "getent", arguments);
      boolean isAnswer = answer.exitCode() == 0 || answer.exitCode() == 2; // 2: no such entry
      return isAnswer ? answer.said() : null;
    } catch (IOException e) {
      return null;
    }
  }

  /**
   * Whether others than a user, and root, are in a group. The words continue a sentence that ends
   * with the group: {@code "which user alice is in"}.
   */
  public synchronized Access besides(int uid, int gid) {
    long key = (long) uid << 32 | (gid & 0xffffffffL);
    Access answer = known.get(key);
    if (answer == null) {
      answer = judge(uid, gid);
      known.put(key, answer);
    }
    return answer;
  }

  private Access judge(int uid, int gid) {
    try {
      Databases files = new Databases(read("/etc/passwd"), read("/etc/group"));
      Members members = files.membersOf(gid, uid);
      if (!members.others().isEmpty()) {
        return shared(members);
      }
      if (gid == 0) { // given to processes by root alone
        return Access.exclusive();
      }
      boolean complete = hasOnlyFiles(files);
      if (complete && members.included()) {
        return Access.exclusive();
      }
      return complete && !usesSystemd() ? notListed() : asked(uid, gid);
    } catch (IOException e) {
      return unknown("whose members cannot be read: " + e.getMessage());
    }
  }

  private static Access shared(Members members) {
    return new Access.Shared("which user " + members.others().iterator().next() + " is in");
  }

  private static Access unknown(String how) {
    return new Access.Unknown(Access.Cause.MEMBERS, how);
  }

  private static Access notListed() {
    return unknown("whose members are not known");
  }

  /** Asks all databases. Most do not list all their users: such a group must be the user's own. */
  private Access asked(int uid, int gid) {
    String user = getent("passwd", Integer.toUnsignedString(uid));
    String group = getent("group", Integer.toUnsignedString(gid));
    String users = getent("passwd");
    if (user == null || group == null || users == null) {
      return unknown("whose members the name service did not list in time");
    }
    Databases databases = new Databases(user + "\n" + users, group);
    Members members = databases.membersOf(gid, uid);
    if (!members.others().isEmpty()) {
      return shared(members);
    }
    boolean own = firstField(user).equals(firstField(group)) && !firstField(user).isEmpty();
    return members.included() && own ? Access.exclusive() : notListed();
  }

  private static String firstField(String line) {
    int colon = line.indexOf(':');
    return colon < 0 ? "" : line.substring(0, colon);
  }

  /** Whether passwd and group come from these files alone; by default they do. */
  private boolean hasOnlyFiles(Databases files) throws IOException {
    for (String source : sources()) {
      if (!FILES.contains(source)) {
        return false;
      }
    }
    return !files.refersToOthers();
  }

  private boolean usesSystemd() throws IOException {
    return sources().contains("systemd");
  }

  private Set<String> sources() throws IOException {
    Set<String> sources = new HashSet<>();
    for (String line : read("/etc/nsswitch.conf").split("\n", -1)) {
      String text = line.strip();
      if (text.startsWith("passwd:") || text.startsWith("group:") || text.startsWith("initgr")) {
        addSources(text.substring(text.indexOf(':') + 1), sources);
      }
    }
    return sources;
  }

  /** Names between blanks, each maybe followed by actions in brackets. */
  private static void addSources(String text, Set<String> sources) {
    boolean inAction = false;
    for (String word : text.strip().split("\\s+", -1)) {
      if (word.startsWith("#")) {
        return;
      }
      inAction |= word.startsWith("[");
      if (!inAction && !word.isEmpty()) {
        sources.add(word);
      }
      inAction &= !word.endsWith("]");
    }
  }

  /** A file, one character for a byte; empty if there is none. */
  private String read(String file) throws IOException {
    try (OpenFile open = OpenFile.openAmbient(top.append(BytePath.of(file)))) {
      return open.readAll(LARGEST).latin1();
    } catch (SystemCallException e) {
      if (e.is(Errno.ENOENT, Errno.ENOTDIR)) {
        return "";
      }
      throw e;
    }
  }

  /**
   * The members of a group.
   *
   * @param others the names of those who are neither the user nor root, to be shown
   * @param included whether the user is one of them
   */
  private record Members(Set<String> others, boolean included) {}

  /** The text of passwd(5) and of group(5). */
  private record Databases(String passwd, String group) {
    private static final int ID = 2;
    private static final int PRIMARY = 3;
    private static final int LIST = 3;

    Members membersOf(int gid, int uid) {
      Set<String> names = named(Integer.toUnsignedString(gid));
      boolean included = names.removeAll(namesOf(uid));
      names.removeAll(namesOf(0));
      names.remove("root");
      Set<String> shown = new LinkedHashSet<>();
      for (String name : names) {
        shown.add(Bytes.latin1(name).toString());
      }
      return new Members(shown, included);
    }

    private Set<String> namesOf(int uid) {
      Set<String> names = new HashSet<>();
      for (String[] user : entries(passwd)) {
        if (user[ID].equals(Integer.toUnsignedString(uid))) {
          names.add(user[0]);
        }
      }
      return names;
    }

    /** All members of a group: of every entry with its number. */
    private Set<String> named(String gid) {
      Set<String> names = new LinkedHashSet<>();
      for (String[] user : entries(passwd)) {
        if (user[PRIMARY].equals(gid)) {
          names.add(user[0]);
        }
      }
      for (String[] entry : entries(group)) {
        if (entry[ID].equals(gid) && !entry[LIST].isBlank()) {
          for (String name : entry[LIST].split(",", -1)) {
            names.add(name.strip());
          }
        }
      }
      return names;
    }

    /** The fields of the lines that have enough of them. */
    private static List<String[]> entries(String text) {
      List<String[]> entries = new ArrayList<>();
      for (String line : text.split("\n", -1)) {
        String[] fields = line.split(":", -1);
        if (fields.length > PRIMARY) {
          entries.add(fields);
        }
      }
      return entries;
    }

    /**
     * Whether a line of the form of NIS includes other databases, passwd(5) of nsswitch "compat".
     */
    boolean refersToOthers() {
      String text = "\n" + passwd + "\n" + group;
      return text.contains("\n+") || text.contains("\n-");
    }
  }
}
