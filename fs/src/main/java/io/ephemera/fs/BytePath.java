// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A path: raw bytes with slashes between components, in its simplest spelling.
 *
 * <p>Repeated and trailing slashes and {@code .} components are dropped; {@code ..} is kept,
 * because only resolution can tell where it leads. A path says nothing about what exists. Immutable
 * and thread-safe.
 */
public final class BytePath implements Comparable<BytePath> {
  /** The root directory. */
  public static final BytePath ROOT = new BytePath(Bytes.latin1("/"));

  private static final Bytes SLASH = Bytes.latin1("/");

  private final Bytes bytes;

  /** Split on first use; every thread gets the same result. */
  private volatile @Nullable List<Bytes> components;

  /** What it was made of, if that is known: the paths of many entries share their directory. */
  private final @Nullable BytePath directory;

  private final @Nullable Name entry;

  private BytePath(Bytes bytes) {
    this(bytes, null, null);
  }

  private BytePath(Bytes bytes, @Nullable BytePath directory, @Nullable Name entry) {
    this.bytes = bytes;
    this.directory = directory;
    this.entry = entry;
  }

  /**
   * The path with these bytes, in its simplest spelling; no bytes give the relative path {@code .}.
   */
  public static BytePath of(Bytes bytes) {
    byte[] in = bytes.array();
    byte[] out = new byte[in.length + 1];
    int length = 0;
    if (in.length > 0 && in[0] == '/') {
      out[length++] = '/';
    }
    int i = 0;
    while (i < in.length) {
      int end = componentEnd(in, i);
      if (end > i && !(end == i + 1 && in[i] == '.')) {
        if (length > 0 && out[length - 1] != '/') {
          out[length++] = '/';
        }
        System.arraycopy(in, i, out, length, end - i);
        length += end - i;
      }
      i = end + 1;
    }
    return length == 0 ? new BytePath(Bytes.latin1(".")) : new BytePath(Bytes.of(out, 0, length));
  }

  /** The path with the UTF-8 bytes of a text; see {@link #of(Bytes)}. */
  public static BytePath of(String text) {
    return of(Bytes.utf8(text));
  }

  private static int componentEnd(byte[] value, int from) {
    int i = from;
    while (i < value.length && value[i] != '/') {
      i++;
    }
    return i;
  }

  /** The bytes of the path. */
  public Bytes bytes() {
    return bytes;
  }

  /** One character per byte. */
  public String latin1() {
    return bytes.latin1();
  }

  /** Whether it begins at the root directory. */
  public boolean isAbsolute() {
    return bytes.at(0) == '/';
  }

  /** Whether it is the root directory itself. */
  public boolean isRoot() {
    return bytes.length() == 1 && bytes.at(0) == '/';
  }

  /** The components in order; none for the root directory and for {@code .}. */
  public List<Bytes> components() {
    List<Bytes> known = components;
    if (known == null) {
      known = split();
      components = known;
    }
    return known;
  }

  private List<Bytes> split() {
    List<Bytes> parts = new ArrayList<>();
    if (directory != null && entry != null) {
      parts.addAll(directory.components());
      parts.add(entry.bytes());
      return Collections.unmodifiableList(parts);
    }
    byte[] value = bytes.array();
    int i = isAbsolute() ? 1 : 0;
    while (i < value.length) {
      int end = componentEnd(value, i);
      if (!(end == i + 1 && value[i] == '.')) {
        parts.add(Bytes.of(value, i, end));
      }
      i = end + 1;
    }
    return Collections.unmodifiableList(parts);
  }

  /** Whether a component is {@code ..}. */
  public boolean hasDotDot() {
    if (directory != null) {
      return directory.hasDotDot();
    }
    for (Bytes part : components()) {
      if (isDotDot(part)) {
        return true;
      }
    }
    return false;
  }

  static boolean isDotDot(Bytes part) {
    return part.length() == 2 && part.at(0) == '.' && part.at(1) == '.';
  }

  /**
   * The last component as a name, or null for the root directory and where the last component is
   * {@code ..}.
   */
  public @Nullable Name name() {
    if (entry != null) {
      return entry;
    }
    Bytes last = Bytes.of(bytes.array(), lastSlash() + 1, bytes.length());
    boolean here = last.length() == 1 && last.at(0) == '.';
    return last.isEmpty() || isDotDot(last) || here ? null : Name.of(last);
  }

  /**
   * The path without its last component; the root directory's parent is itself, that of a single
   * relative name is {@code .}.
   */
  public BytePath parent() {
    if (directory != null) {
      return directory;
    }
    int slash = lastSlash();
    if (slash < 0) {
      return of(Bytes.EMPTY);
    }
    if (slash == 0) {
      return ROOT;
    }
    BytePath parent = new BytePath(Bytes.of(bytes.array(), 0, slash));
    List<Bytes> known = components;
    parent.components = known == null ? null : known.subList(0, known.size() - 1);
    return parent;
  }

  private int lastSlash() {
    byte[] value = bytes.array();
    int i = value.length - 1;
    while (i >= 0 && value[i] != '/') {
      i--;
    }
    return i;
  }

  /** The path of something below this directory: names, each after one slash. */
  BytePath below(Bytes names) {
    if (isRoot()) {
      return new BytePath(names);
    }
    boolean here = bytes.length() == 1 && bytes.at(0) == '.';
    return new BytePath(here ? Bytes.of(names.array(), 1, names.length()) : bytes.plus(names));
  }

  /** The path of an entry of this directory. */
  public BytePath child(Name name) {
    byte[] above = bytes.array();
    byte[] last = name.array();
    boolean here = above.length == 1 && above[0] == '.';
    int start = here ? 0 : isRoot() ? 1 : above.length + 1;
    byte[] path = new byte[start + last.length];
    if (start > 0) {
      System.arraycopy(above, 0, path, 0, start - 1);
      path[start - 1] = '/';
    }
    System.arraycopy(last, 0, path, start, last.length);
    return new BytePath(Bytes.own(path), this, name);
  }

  /**
   * This path continued by another, whose leading slash is ignored: {@code /srv} and {@code /etc}
   * give {@code /srv/etc}.
   */
  public BytePath append(BytePath below) {
    return of(bytes.plus(SLASH).plus(below.bytes));
  }

  /**
   * Compares component by component, so that what is below a directory comes directly after it:
   * {@code /a}, {@code /a/b}, {@code /a-c}.
   */
  public int compareByComponents(BytePath other) {
    int common = Math.min(bytes.length(), other.bytes.length());
    for (int i = 0; i < common; i++) {
      int mine = bytes.at(i) & 0xff;
      int others = other.bytes.at(i) & 0xff;
      if (mine != others) {
        return mine == '/' ? -1 : others == '/' ? 1 : Integer.compare(mine, others);
      }
    }
    return Integer.compare(bytes.length(), other.bytes.length());
  }

  /** Whether it is {@code prefix} or lies below it, compared component by component. */
  public boolean startsWith(BytePath prefix) {
    if (prefix.isRoot()) {
      return isAbsolute();
    }
    int length = prefix.bytes.length();
    if (bytes.length() < length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (bytes.at(i) != prefix.bytes.at(i)) {
        return false;
      }
    }
    return bytes.length() == length || bytes.at(length) == '/';
  }

  /**
   * The rest of this path below one that it {@linkplain #startsWith starts with}, relative; null if
   * both are equal.
   */
  public @Nullable BytePath below(BytePath top) {
    int start = top.isRoot() ? 1 : top.bytes().length() + 1;
    byte[] all = bytes().toArray();
    return start >= all.length ? null : BytePath.of(Bytes.of(all, start, all.length));
  }

  @Override
  public int compareTo(BytePath other) {
    return bytes.compareTo(other.bytes);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof BytePath path && bytes.equals(path.bytes);
  }

  @Override
  public int hashCode() {
    return bytes.hashCode();
  }

  /** The path for display; see {@link Bytes#toString()}. */
  @Override
  public String toString() {
    return bytes.toString();
  }
}
