// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.source;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Directory;
import io.ephemera.fs.DirectoryStream;
import io.ephemera.fs.FileType;
import io.ephemera.fs.Inode;
import io.ephemera.fs.Name;
import io.ephemera.fs.OpenFile;
import io.ephemera.fs.Root;
import io.ephemera.fs.Stat;
import io.ephemera.fs.SystemCall;
import io.ephemera.fs.SystemCallException;
import io.ephemera.fs.UnsafePathException;
import io.ephemera.linux.errno.Errno;
import io.ephemera.tmpfiles.language.Position;
import io.ephemera.tmpfiles.language.Problem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The configuration files below a root directory.
 *
 * <p>Of several files with the same name only the one in the first directory is used. If that is a
 * symbolic link to {@code /dev/null}, it masks the others, even if the root has no such device. A
 * file that cannot be read is reported as a problem and left out. Not thread-safe.
 */
public final class ConfigurationFiles {
  private static final int LARGEST = 64 << 20;
  private static final BytePath NULL = BytePath.of("/dev/null");

  private final Root root;
  private final List<BytePath> directories;
  private final Trust trust;
  private final List<Problem> problems = new ArrayList<>();

  /**
   * The files in directories below a root directory, which the caller closes.
   *
   * @param directories highest priority first
   */
  public ConfigurationFiles(Root root, ConfigurationDirectories directories) {
    this.root = root;
    this.directories = directories.paths();
    this.trust = directories.trust();
  }

  /** The files and directories that could not be read so far. */
  public List<Problem> problems() {
    return List.copyOf(problems);
  }

  /** The files that are used, in the order of their names, which end in {@code .conf}. */
  public List<ConfigurationFile> all() {
    Map<Name, @Nullable ConfigurationFile> found = new TreeMap<>();
    for (int i = 0; i < directories.size(); i++) {
      list(i, found);
    }
    List<ConfigurationFile> files = new ArrayList<>(found.size());
    for (ConfigurationFile file : found.values()) {
      if (file != null) {
        files.add(file);
      }
    }
    return files;
  }

  /** A file that is not used because of another one with the same name. */
  public record Masked(ConfigurationFile file, ConfigurationFile by) {}

  /**
   * The files that are masked by another one, except by a symbolic link to {@code /dev/null} or to
   * the masked file itself.
   */
  public List<Masked> masked() {
    Map<Name, @Nullable ConfigurationFile> first = new TreeMap<>();
    List<Masked> masked = new ArrayList<>();
    for (int i = 0; i < directories.size(); i++) {
      Map<Name, @Nullable ConfigurationFile> here = new TreeMap<>();
      list(i, here);
      for (ConfigurationFile file : here.values()) {
        ConfigurationFile by = file == null ? null : first.get(file.name());
        if (file != null && by != null && !file.shown().equals(by.target())) {
          masked.add(new Masked(file, by));
        }
      }
      for (Map.Entry<Name, @Nullable ConfigurationFile> entry : here.entrySet()) {
        if (!first.containsKey(entry.getKey())) {
          first.put(entry.getKey(), entry.getValue());
        }
      }
    }
    return masked;
  }

  private void list(int index, Map<Name, @Nullable ConfigurationFile> found) {
    BytePath path = directories.get(index);
    try (Inode inode = trust.followIfExists(root, path)) {
      if (inode == null || !inode.stat().isDirectory()) {
        return;
      }
      try (Directory directory = inode.listable()) {
        DirectoryStream entries = directory.entries();
        for (Name name = entries.next(); name != null; name = entries.next()) {
          if (isConfiguration(name) && !found.containsKey(name)) {
            entry(index, directory, name, entries.type(), found);
          }
        }
      }
    } catch (IOException e) {
      unreadable(path, e);
    }
  }

  private static boolean isConfiguration(Name name) {
    return !name.isHidden() && name.bytes().latin1().endsWith(".conf");
  }

  /** Adds an entry. One that cannot be read hides files of lower priority: it may replace them. */
  private void entry(
      int index,
      Directory directory,
      Name name,
      FileType type,
      Map<Name, @Nullable ConfigurationFile> found) {
    BytePath path = directories.get(index).child(name);
    try {
      readEntry(index, directory, name, type, found);
    } catch (SystemCallException e) {
      unreadable(path, e);
      if (!isMissing(e)) {
        found.put(name, null);
      }
    } catch (IOException e) {
      unreadable(path, e);
    }
  }

  private static boolean isMissing(SystemCallException e) {
    return e.is(Errno.ENOENT, Errno.ENOTDIR);
  }

  private void readEntry(
      int index,
      Directory directory,
      Name name,
      FileType type,
      Map<Name, @Nullable ConfigurationFile> found)
      throws IOException {
    BytePath path = directories.get(index).child(name);
    BytePath target = type == FileType.REGULAR ? null : target(directory, name, path);
    if (target != null && target.equals(NULL)) {
      found.put(name, null);
      return;
    }
    Bytes content = target == null ? read(directory, name) : read(path);
    if (content != null) {
      BytePath shownTarget = target == null ? null : root.shown(target);
      found.put(name, new ConfigurationFile(name, index, root.shown(path), shownTarget, content));
    }
  }

  /** The target of a symbolic link, or null if the entry is not one. */
  private static @Nullable BytePath target(Directory directory, Name name, BytePath path)
      throws IOException {
    Stat stat = directory.statIfExists(name);
    if (stat == null || stat.type() != FileType.SYMLINK) {
      return null;
    }
    BytePath text = BytePath.of(directory.linkText(name));
    return withoutDotDot(text.isAbsolute() ? text : path.parent().append(text));
  }

  private static BytePath withoutDotDot(BytePath path) {
    BytePath result = BytePath.ROOT;
    for (Bytes component : path.components()) {
      boolean up = component.latin1().equals("..");
      result = up ? result.parent() : result.child(Name.of(component));
    }
    return result;
  }

  /** Reads an entry that is not a symbolic link, without resolving its path again. */
  private @Nullable Bytes read(Directory directory, Name name) throws IOException {
    try (Inode inode = directory.inode(name)) {
      return read(inode);
    }
  }

  private @Nullable Bytes read(BytePath path) throws IOException {
    try (Inode inode = trust.followIfExists(root, path)) {
      if (inode == null) {
        throw new SystemCallException(SystemCall.OPEN, path, Errno.ENOENT);
      }
      return read(inode);
    }
  }

  /** The content of a regular file; null for anything else, which is not opened. */
  private @Nullable Bytes read(Inode inode) throws IOException {
    Stat stat = inode.stat();
    if (!stat.isRegular()) {
      return null;
    }
    trust.require(root, inode, stat);
    try (OpenFile file = inode.openForReading()) {
      return file.readAll(stat.size(), LARGEST);
    }
  }

  private void unreadable(BytePath path, IOException reason) {
    Position position = new Position(root.shown(path).toString(), 0, 0);
    boolean refused = trust == Trust.VARIABLE && reason instanceof UnsafePathException;
    problems.add(
        refused
            ? new Problem(position, Problem.Level.ERROR, String.valueOf(reason.getMessage()))
            : new Problem(
                position, Problem.Level.WARNING, "cannot be read: " + reason.getMessage()));
  }

  /**
   * The file with this name in the first directory that contains it; empty if it is masked.
   *
   * @throws IOException if no directory contains it, or it cannot be read
   */
  public List<ConfigurationFile> named(Name name) throws IOException {
    for (int i = 0; i < directories.size(); i++) {
      try (Inode inode = trust.followIfExists(root, directories.get(i))) {
        if (inode == null || !inode.stat().isDirectory()) {
          continue;
        }
        try (Directory directory = inode.listable()) {
          if (directory.statIfExists(name) == null) {
            continue;
          }
          Map<Name, @Nullable ConfigurationFile> found = new TreeMap<>();
          readEntryIfExists(i, directory, name, found);
          if (found.containsKey(name)) {
            ConfigurationFile file = found.get(name);
            return file == null ? List.of() : List.of(file);
          }
        }
      }
    }
    throw new IOException("no configuration directory contains a file with this name");
  }

  private void readEntryIfExists(
      int index, Directory directory, Name name, Map<Name, @Nullable ConfigurationFile> found)
      throws IOException {
    try {
      readEntry(index, directory, name, FileType.UNKNOWN, found);
    } catch (SystemCallException e) {
      if (!isMissing(e)) {
        throw e;
      }
      unreadable(directories.get(index).child(name), e);
    }
  }
}
