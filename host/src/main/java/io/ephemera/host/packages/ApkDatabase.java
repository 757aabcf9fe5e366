// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.packages;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.host.files.RootFiles;
import io.ephemera.host.packages.InstalledPackage.Database;
import java.util.Arrays;
import java.util.List;

/**
 * The database of apk: one file, a paragraph for each package, with lines {@code P:NAME}, {@code
 * V:VERSION}, {@code F:DIRECTORY} and {@code R:FILE} in that directory.
 */
final class ApkDatabase implements PackageDatabase {
  private static final List<BytePath> PLACES =
      List.of(BytePath.of("/lib/apk/db/installed"), BytePath.of("/usr/lib/apk/db/installed"));

  private static final int KEY = 2;

  private final RootFiles files;
  private final Aliases aliases;

  ApkDatabase(RootFiles files, Aliases aliases) {
    this.files = files;
    this.aliases = aliases;
  }

  @Override
  public boolean search(Questions questions) {
    Reading reading = new Reading(files, questions);
    for (BytePath place : PLACES) {
      Bytes installed = reading.readIfExists(place);
      if (installed != null) {
        new Search(questions, aliases).read(new ByteLines(installed));
        return true;
      }
    }
    return false;
  }

  /** The way through the file. */
  private static final class Search {
    private final PathIndex<Questions.Question> index;
    private Bytes name = Bytes.EMPTY;
    private Bytes version = Bytes.EMPTY;

    /** The path of the file of the line; its directory is the beginning. */
    private byte[] path = new byte[256];

    private int directoryLength;

    Search(Questions questions, Aliases aliases) {
      index = questions.index(aliases);
    }

    void read(ByteLines lines) {
      while (lines.next()) {
        if (lines.startsWith("R:")) {
          answer(append(directoryLength, lines));
        } else if (lines.startsWith("F:")) {
          int end = append(0, lines);
          answer(end);
          directoryLength = end == 0 ? 0 : slash(end);
        } else if (lines.startsWith("P:")) {
          name = lines.after(KEY);
          version = Bytes.EMPTY;
          directoryLength = 0;
        } else if (lines.startsWith("V:")) {
          version = lines.after(KEY);
        }
      }
    }

    /** Puts the value of a line after the beginning of the path; where it ends. */
    private int append(int at, ByteLines line) {
      int length = line.to() - line.from() - KEY;
      ensure(at + length);
      System.arraycopy(line.text(), line.from() + KEY, path, at, length);
      return at + length;
    }

    private int slash(int at) {
      ensure(at + 1);
      path[at] = '/';
      return at + 1;
    }

    private void ensure(int length) {
      if (path.length < length) {
        path = Arrays.copyOf(path, Math.max(length, 2 * path.length));
      }
    }

    private void answer(int end) {
      if (name.isEmpty()) {
        return;
      }
      for (Questions.Question question : index.find(path, 0, end)) {
        question.answer(
            new InstalledPackage(name, version.isEmpty() ? null : version, Database.APK));
      }
    }
  }
}
