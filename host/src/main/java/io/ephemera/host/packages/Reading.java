// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.packages;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Name;
import io.ephemera.host.files.Folder;
import io.ephemera.host.files.RootFiles;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads the files of one database, within limits that no real one comes near. */
final class Reading {
  /** The largest file in bytes; Debian's whole status file has about 2 MB for 2,000 packages. */
  static final int LARGEST_FILE = 128 << 20;

  private static final long MOST_BYTES = 1L << 30;
  private static final int MOST_FILES = 200_000;

  private final RootFiles files;
  private final Questions questions;
  private final long mostBytes;
  private final int mostFiles;
  private long bytes;
  private int count;

  Reading(RootFiles files, Questions questions) {
    this(files, questions, MOST_BYTES, MOST_FILES);
  }

  Reading(RootFiles files, Questions questions, long mostBytes, int mostFiles) {
    this.files = files;
    this.questions = questions;
    this.mostBytes = mostBytes;
    this.mostFiles = mostFiles;
  }

  /** A directory of the database; null if there is none. */
  @Nullable Folder open(BytePath directory) {
    try {
      return files.openIfExists(directory);
    } catch (IOException e) {
      questions.addGap(String.valueOf(e.getMessage()));
      return null;
    }
  }

  /** The content of a file of the database; no bytes if there is none. */
  Bytes read(BytePath path) {
    Bytes content = readIfExists(path);
    return content == null ? Bytes.EMPTY : content;
  }

  /** As {@link #read(BytePath)}, null if there is none or it cannot be read. */
  @Nullable Bytes readIfExists(BytePath path) {
    try {
      return counted(files.readIfExists(path, LARGEST_FILE));
    } catch (IOException e) {
      questions.addGap(String.valueOf(e.getMessage()));
      return null;
    }
  }

  /** As {@link #read(BytePath)}, of an entry of a directory. */
  Bytes read(Folder folder, Name name) {
    try {
      Bytes content = counted(folder.readIfExists(name, LARGEST_FILE));
      return content == null ? Bytes.EMPTY : content;
    } catch (IOException e) {
      questions.addGap(String.valueOf(e.getMessage()));
      return Bytes.EMPTY;
    }
  }

  private @Nullable Bytes counted(@Nullable Bytes content) {
    count++;
    bytes += content == null ? 0 : content.length();
    return content;
  }

  /** Whether more may be read. */
  boolean mayContinue() {
    boolean may = bytes < mostBytes && count < mostFiles;
    if (!may) {
      questions.addGap("the package database is larger than any known one; not read to its end");
    }
    return may;
  }
}
