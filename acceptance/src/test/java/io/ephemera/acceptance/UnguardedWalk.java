// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Inode;
import io.ephemera.fs.Root;
import io.ephemera.linux.At;
import io.ephemera.linux.Constants;
import io.ephemera.linux.Fd;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * Code that checks a path and then uses it, as Ephemera must not. Programs are often written like
 * this, and it is harmless as long as no other process moves anything.
 */
final class UnguardedWalk {
  private static final int ENDLESS = 12;

  private UnguardedWalk() {}

  /** A copy that contains itself. */
  static final class EndlessException extends IllegalStateException {
    private static final long serialVersionUID = 1;
  }

  /** Writes a file in a directory that is no link. */
  static void create(Path directory, String name) throws IOException {
    if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      Files.writeString(directory.resolve(name), "x");
    }
  }

  /** Creates a directory, then sets its mode. */
  static void createDirectory(Path path) throws IOException {
    Files.createDirectory(path);
    change(path);
  }

  /** Writes to a path that is a regular file. */
  static void write(Path path) throws IOException {
    if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      Files.writeString(path, "x");
    }
  }

  /** Changes a mode. */
  static void change(Path path) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
  }

  /** Changes the mode of a path that is a regular file. */
  static void changeFile(Path path) throws IOException {
    if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      change(path);
    }
  }

  /** Removes a tree; a directory that is no link is emptied first. */
  static void remove(Path path) throws IOException {
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      for (Path entry : entries(path)) {
        try {
          remove(entry);
        } catch (IOException e) {
          // The others can still be removed.
        }
      }
    }
    Files.delete(path);
  }

  /** Changes the modes in a tree, except of links. */
  static void changeAll(Path path) throws IOException {
    if (Files.isSymbolicLink(path)) {
      return;
    }
    change(path);
    if (Files.isDirectory(path)) {
      for (Path entry : entries(path)) {
        changeAll(entry);
      }
    }
  }

  /** Copies a tree into a directory that is outside it at first; both are held open. */
  static void copyAcross(Path source, Path target, String name) throws IOException {
    try (Root root = Root.host();
        Inode from = root.follow(BytePath.of(source.toString()));
        Inode into = root.follow(BytePath.of(target.toString()))) {
      Path heldTarget = Path.of(into.pathForOthers());
      if (Files.exists(heldTarget.resolve(name), LinkOption.NOFOLLOW_LINKS)) {
        remove(heldTarget.resolve(name));
      }
      if (!heldTarget.toRealPath().startsWith(source)) {
        copy(Path.of(from.pathForOthers() + "/."), heldTarget.resolve(name), 0);
      }
    }
  }

  private static void copy(Path source, Path target, int depth) throws IOException {
    if (depth > ENDLESS) {
      throw new EndlessException();
    }
    if (Files.isDirectory(source, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectory(target);
      for (Path entry : entries(source)) {
        copy(entry, target.resolve(entry.getFileName()), depth + 1);
      }
    } else {
      Files.copy(source, target, LinkOption.NOFOLLOW_LINKS);
    }
  }

  private static List<Path> entries(Path directory) throws IOException {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
      stream.forEach(entries::add);
    }
    return entries;
  }

  /**
   * Removes a file of a name from nested directories of these names: walks down by descriptors, and
   * up again by {@code ..} without checking where that leads.
   */
  static void removeUpwards(Path top, List<String> names, String file) {
    int opened = At.openat(Fd.CWD, bytes(top.toString()), Constants.O_PATH, 0);
    List<Fd> down = new ArrayList<>();
    Fd here = new Fd(opened);
    down.add(here);
    for (String name : names) {
      int next = At.openat(here, bytes(name), Constants.O_PATH | Constants.O_NOFOLLOW, 0);
      if (next < 0) {
        break;
      }
      here = new Fd(next);
      down.add(here);
    }
    for (int i = down.size(); i > 0; i--) {
      int ignored = At.unlinkat(here, bytes(file), 0);
      int above = At.openat(here, bytes(".."), Constants.O_PATH, 0);
      if (above < 0) {
        break;
      }
      here = new Fd(above);
      down.add(here);
    }
    down.forEach(Fd::close);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
