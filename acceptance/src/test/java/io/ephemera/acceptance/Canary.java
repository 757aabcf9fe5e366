// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Inode;
import io.ephemera.fs.Root;
import io.ephemera.testkit.Tree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The initial state of the files that an operation must not touch, to find the ones that changed.
 *
 * <p>In trees the change time reveals every change, even one that was undone: owner, mode, content,
 * name, attributes. Held inodes may be renamed and linked, which changes that time; everything else
 * about them is compared.
 */
final class Canary implements AutoCloseable {
  static final String SECRET = "secret";

  private static final String TREE = "unix:ino,mode,uid,gid,size,nlink,rdev,ctime,lastModifiedTime";
  private static final String HELD = "unix:ino,mode,uid,gid,size,rdev,lastModifiedTime";

  private final Path top;
  private final Attack.Outside outside;
  private final Map<String, Inode> held = new HashMap<>();
  private final Map<String, String> first;

  Canary(Path top, Attack.Outside outside) throws IOException {
    this.top = top;
    this.outside = outside;
    try (Root root = Root.host()) {
      for (String name : outside.held()) {
        Inode inode = root.lookUnguarded(BytePath.of(top.resolve(name).toString()), false);
        if (inode == null) {
          throw new IOException("missing " + name);
        }
        held.put(name, inode);
      }
    }
    this.first = look();
  }

  /** How many objects were changed, removed or added. */
  int touched() throws IOException {
    Map<String, String> now = look();
    int touched = 0;
    for (Map.Entry<String, String> entry : first.entrySet()) {
      String other = now.remove(entry.getKey());
      touched += entry.getValue().equals(other) ? 0 : 1;
    }
    return touched + now.size();
  }

  /** The differences as text. */
  String differences() throws IOException {
    StringBuilder text = new StringBuilder();
    Map<String, String> now = look();
    Map<String, String> all = new TreeMap<>(first);
    all.putAll(now);
    for (String name : all.keySet()) {
      if (!String.valueOf(first.get(name)).equals(now.get(name))) {
        text.append(name).append(": ").append(first.get(name));
        text.append("\n  now ").append(now.get(name)).append('\n');
      }
    }
    return text.toString();
  }

  private Map<String, String> look() throws IOException {
    Map<String, String> all = new TreeMap<>();
    for (String tree : outside.trees()) {
      lookBelow(top.resolve(tree), all);
    }
    for (Map.Entry<String, Inode> entry : held.entrySet()) {
      lookAt(entry.getKey(), entry.getValue(), all);
    }
    for (String sealed : outside.sealed()) {
      lookForSecrets(top.resolve(sealed), all);
    }
    return all;
  }

  private void lookBelow(Path path, Map<String, String> all) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    String text = attributes(path, TREE, LinkOption.NOFOLLOW_LINKS);
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      for (Path entry : entries(path)) {
        lookBelow(entry, all);
      }
    } else if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
      text += Files.readString(path, StandardCharsets.ISO_8859_1);
    }
    all.put(top.relativize(path).toString(), text);
  }

  private static void lookAt(String name, Inode inode, Map<String, String> all) throws IOException {
    Path path = Path.of(inode.pathForOthers());
    String text = attributes(path, HELD);
    if (inode.stat().links() == 0) {
      text = "gone";
    } else if (Files.isDirectory(path)) {
      text += "" + entries(path).stream().map(Path::getFileName).toList();
      text += inode.attributeNames();
      text += Tree.describe(path);
    } else if (Files.isRegularFile(path)) {
      text += Files.readString(path, StandardCharsets.ISO_8859_1) + inode.attributeNames();
    }
    all.put(name, text);
  }

  /** A copy of a secret is a new file, which the attacker can read. */
  private static void lookForSecrets(Path path, Map<String, String> all) throws IOException {
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      for (Path entry : entries(path)) {
        lookForSecrets(entry, all);
      }
    } else if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
        && Files.readString(path, StandardCharsets.ISO_8859_1).contains(SECRET)) {
      all.put("a copy: " + path, SECRET);
    }
  }

  private static String attributes(Path path, String which, LinkOption... options)
      throws IOException {
    return new TreeMap<>(Files.readAttributes(path, which, options)).toString();
  }

  private static List<Path> entries(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return new ArrayList<>(entries.sorted().toList());
    }
  }

  @Override
  public void close() {
    held.values().forEach(Inode::close);
  }
}
