// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.packages;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds what is wanted by the path that a database writes: with or without a slash or {@code ./} at
 * the beginning and a slash at the end, and by any alias of its directory. Most paths are not
 * wanted, and cost no object.
 */
final class PathIndex<T> {
  private final Aliases aliases;
  private final Map<Bytes, List<T>> wanted = new HashMap<>();

  /** The lengths of the paths, after aliases are resolved. */
  private final BitSet lengths = new BitSet();

  PathIndex(Aliases aliases) {
    this.aliases = aliases;
  }

  /** Adds something wanted by an absolute path. */
  void add(BytePath path, T value) {
    byte[] text = path.bytes().toArray();
    Bytes key = aliases.resolve(Bytes.of(text, 1, text.length));
    wanted.computeIfAbsent(key, none -> new ArrayList<>()).add(value);
    lengths.set(key.length());
  }

  /** What is wanted by the path from one index of a text to another; usually nothing. */
  List<T> find(byte[] text, int start, int end) {
    int from = start < end && text[start] == '.' ? start + 1 : start;
    if (from < end && text[from] == '/') {
      from++;
    } else {
      from = from == end ? end : start; // "." is the root directory, ".profile" a name
    }
    int to = from < end && text[end - 1] == '/' ? end - 1 : end;
    if (to == from + 1 && text[from] == '.') {
      to = from; // "/." of dpkg
    }
    if (aliases.mayApply(text, from, to)) {
      return wanted.getOrDefault(aliases.resolve(Bytes.of(text, from, to)), List.of());
    }
    return lengths.get(to - from)
        ? wanted.getOrDefault(Bytes.of(text, from, to), List.of())
        : List.of();
  }
}
