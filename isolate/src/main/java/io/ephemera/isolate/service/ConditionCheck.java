// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.service;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Directory;
import io.ephemera.fs.DirectoryStream;
import io.ephemera.fs.FileType;
import io.ephemera.fs.Glob;
import io.ephemera.fs.GlobExpansion;
import io.ephemera.fs.Inode;
import io.ephemera.fs.Name;
import io.ephemera.fs.Root;
import io.ephemera.fs.Stat;
import io.ephemera.fs.SystemCallException;
import io.ephemera.process.Environ;
import io.ephemera.process.KernelFiles;
import io.ephemera.process.MountInfo;
import io.ephemera.process.ThreadIdentity;
import io.ephemera.process.Users;
import io.ephemera.units.syntax.Condition;
import io.ephemera.units.syntax.Expander;
import io.ephemera.units.syntax.Expansion;
import io.ephemera.units.syntax.Word;
import io.ephemera.units.syntax.WordStyle;
import io.ephemera.units.syntax.Words;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides whether the conditions of a unit hold, systemd.unit(5). Follows every link. */
final class ConditionCheck {
  private static final int EXECUTABLE = 0111;
  private static final int FIRST_OF_PEOPLE = 1000;
  private static final Set<String> NO_CONTENT = Set.of("lost+found", "aquota.user", "aquota.group");

  /** Suffixes of package managers and editors. */
  private static final Set<String> BACKUPS =
      Set.of(
          "rpmnew",
          "rpmsave",
          "rpmorig",
          "dpkg-old",
          "dpkg-new",
          "dpkg-tmp",
          "dpkg-dist",
          "dpkg-bak",
          "dpkg-backup",
          "dpkg-remove",
          "ucf-new",
          "ucf-old",
          "ucf-dist",
          "swp",
          "bak",
          "old",
          "new");

  private final Root root;
  private final Expander specifiers;

  /**
   * A check.
   *
   * @param specifiers for what the unit can ask of the system
   */
  ConditionCheck(Root root, Expander specifiers) {
    this.root = root;
    this.specifiers = specifiers;
  }

  /** The condition for which a unit is not started, or null: all hold, and one of the triggers. */
  @Nullable Condition firstThatFails(List<Condition> conditions) throws IOException {
    Condition failedTrigger = null;
    boolean triggered = false;
    for (Condition condition : conditions) {
      boolean holds = holds(condition) != condition.isNegated();
      if (!condition.isTrigger() && !holds) {
        return condition;
      }
      triggered |= condition.isTrigger() && holds;
      failedTrigger = condition.isTrigger() && !holds ? condition : failedTrigger;
    }
    return triggered ? null : failedTrigger;
  }

  private boolean holds(Condition condition) throws IOException {
    String parameter = condition.parameter();
    return switch (condition.kind()) {
      case "PathExistsGlob" -> matchesAny(BytePath.of(Bytes.latin1(parameter)));
      case "Architecture" -> parameter.equals("native") || parameter.equals(expand("%a"));
      case "Host" -> isHost(parameter);
      case "Environment" -> isSet(parameter);
      case "KernelCommandLine" -> isOnCommandLine(parameter);
      case "User" -> isUser(parameter);
      case "Group" -> isGroup(parameter);
      default -> holdsOfPath(condition.kind(), BytePath.of(Bytes.latin1(parameter)));
    };
  }

  private boolean holdsOfPath(String kind, BytePath path) throws IOException {
    boolean followed = !kind.equals("PathIsSymbolicLink");
    try (Inode found = root.lookUnguarded(path, followed)) {
      if (found == null) {
        return false;
      }
      Stat stat = found.stat();
      return switch (kind) {
        case "PathExists" -> true;
        case "PathIsMountPoint" -> MountInfo.ofProcess().at(found.realPath().latin1()) != null;
        case "PathIsDirectory" -> stat.isDirectory();
        case "PathIsSymbolicLink" -> stat.isSymlink();
        case "PathIsReadWrite" -> !found.fileSystem().readOnly();
        case "PathIsSocket" -> stat.type() == FileType.SOCKET;
        case "DirectoryNotEmpty" -> stat.isDirectory() && hasEntries(found);
        case "FileNotEmpty" -> stat.isRegular() && stat.size() > 0;
        case "FileIsExecutable" -> stat.isRegular() && (stat.mode() & EXECUTABLE) != 0;
        default -> throw new IllegalArgumentException(kind);
      };
    } catch (SystemCallException e) {
      return false;
    }
  }

  private static boolean hasEntries(Inode found) throws SystemCallException {
    try (Directory held = found.directory();
        Directory directory = held.reopenForReading()) {
      DirectoryStream entries = directory.entries();
      for (Name name = entries.next(); name != null; name = entries.next()) {
        if (!isHiddenOrBackup(name.bytes().latin1())) {
          return true;
        }
      }
      return false;
    }
  }

  /** What systemd does not count as content of a directory. */
  private static boolean isHiddenOrBackup(String name) {
    String suffix = name.substring(name.lastIndexOf('.') + 1);
    return name.startsWith(".")
        || name.endsWith("~")
        || NO_CONTENT.contains(name)
        || (suffix.length() < name.length() && BACKUPS.contains(suffix));
  }

  private boolean matchesAny(BytePath pattern) throws IOException {
    FirstMatch seeker = new FirstMatch(root);
    GlobExpansion.expand(pattern, seeker);
    return seeker.found;
  }

  private String expand(String specifier) {
    return specifiers.expand(specifier) instanceof Expansion.Value value ? value.text() : "";
  }

  private boolean isHost(String pattern) {
    return pattern.equalsIgnoreCase(expand("%m"))
        || new Glob(lowerCase(pattern)).matches(lowerCase(expand("%H")));
  }

  private static Bytes lowerCase(String text) {
    return Bytes.latin1(text.toLowerCase(Locale.ROOT));
  }

  /** {@code NAME} or {@code NAME=VALUE}, of the caller. */
  private static boolean isSet(String text) {
    int equals = text.indexOf('=');
    Bytes value = Environ.ofProcess().get(equals < 0 ? text : text.substring(0, equals));
    return value != null && (equals < 0 || value.latin1().equals(text.substring(equals + 1)));
  }

  /** A word, or the part of one before its equals sign. */
  private static boolean isOnCommandLine(String text) {
    boolean whole = text.indexOf('=') >= 0;
    String line = new KernelFiles().text("/proc/cmdline");
    for (Word one : Words.split(line.strip(), WordStyle.VARIABLE).words()) {
      String word = one.text();
      boolean same = word.equals(text) || (!whole && word.startsWith(text + "="));
      if (same) {
        return true;
      }
    }
    return false;
  }

  private static boolean isUser(String text) throws SystemCallException {
    int uid = Users.effectiveUid();
    if (text.equals("@system")) {
      return Integer.compareUnsigned(uid, FIRST_OF_PEOPLE) < 0;
    }
    Users.User named = Users.named(Bytes.latin1(text));
    return named == null ? text.equals(Integer.toUnsignedString(uid)) : named.uid() == uid;
  }

  private static boolean isGroup(String text) throws SystemCallException {
    Users.Group named = Users.groupNamed(Bytes.latin1(text));
    List<Integer> groups = new ArrayList<>(ThreadIdentity.current().supplementary());
    groups.add(Users.effectiveGid());
    for (int group : groups) {
      boolean same =
          named == null ? text.equals(Integer.toUnsignedString(group)) : named.gid() == group;
      if (same) {
        return true;
      }
    }
    return false;
  }

  /** Ends a search at its first match. */
  private static final class FirstMatch implements GlobExpansion.Seeker {
    private final Root root;
    private boolean found;

    FirstMatch(Root root) {
      this.root = root;
    }

    @Override
    public Root root() {
      return root;
    }

    @Override
    public boolean goesOn() {
      return !found;
    }

    @Override
    public void found(int pattern, BytePath match, boolean seen) {
      try {
        found |= seen || GlobExpansion.exists(root, match);
      } catch (IOException e) {
        // not a match that can be looked at
      }
    }

    @Override
    public void unreadable(BytePath directory, IOException reason) {}

    @Override
    public boolean mayShare() {
      return false;
    }

    @Override
    public GlobExpansion.Seeker another() {
      throw new IllegalStateException("shared with no thread");
    }
  }
}
