// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Inode;
import io.ephemera.fs.Stat;
import io.ephemera.fs.SystemCallException;
import io.ephemera.process.Environ;
import io.ephemera.process.Users;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Directories all of whose users the caller trusts: that others may write to them, or that it is
 * not known who may, is no reason against them. Their owner must be right all the same.
 *
 * @param paths absolute, as this process reaches them
 */
record TrustedDirectories(List<BytePath> paths) {
  /** The variable that lists such directories, between colons. */
  static final String VARIABLE = "EPHEMERA_TRUSTED_DIRECTORIES";

  private static final TrustedDirectories NONE = new TrustedDirectories(List.of());

  private static volatile @Nullable TrustedDirectories ofEnvironment;

  /** Those that the variable of this process lists. Read once. */
  static TrustedDirectories ofProcess() {
    TrustedDirectories known = ofEnvironment;
    if (known == null) {
      known = listed(Environ.ofProcessOrJava().toMap().get(VARIABLE), BytePath.ROOT);
      ofEnvironment = known;
    }
    return known;
  }

  /**
   * Those of a list between colons, unless another user wrote it. Paths that are not absolute are
   * left out.
   *
   * @param top the root directory of the paths
   */
  static TrustedDirectories listed(@Nullable Bytes list, BytePath top) {
    if (list == null || Users.isSetUser()) {
      return NONE;
    }
    List<BytePath> paths = new ArrayList<>();
    String text = list.latin1();
    int start = 0;
    while (start < text.length()) {
      int colon = text.indexOf(':', start);
      int end = colon < 0 ? text.length() : colon;
      if (text.startsWith("/", start)) {
        paths.add(top.append(BytePath.of(Bytes.latin1(text.substring(start, end)))));
      }
      start = end + 1;
    }
    return new TrustedDirectories(List.copyOf(paths));
  }

  /** These and others. */
  TrustedDirectories and(List<BytePath> others) {
    if (others.isEmpty()) {
      return this;
    }
    List<BytePath> all = new ArrayList<>(paths);
    all.addAll(others);
    return new TrustedDirectories(List.copyOf(all));
  }

  /** Whether one of the paths leads to this inode. */
  boolean contains(Stat directory) {
    for (BytePath path : paths) {
      try (Inode trusted = Inode.openAmbient(path)) {
        if (trusted.stat().isSameInode(directory)) {
          return true;
        }
      } catch (SystemCallException e) {
        // It does not exist, or cannot be reached: then it is not the directory in question.
      }
    }
    return false;
  }
}
