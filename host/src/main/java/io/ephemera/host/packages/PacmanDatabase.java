// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.packages;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.DirectoryStream;
import io.ephemera.fs.Name;
import io.ephemera.fs.SystemCallException;
import io.ephemera.host.files.Folder;
import io.ephemera.host.files.RootFiles;
import io.ephemera.host.packages.InstalledPackage.Database;
import java.io.IOException;

/**
 * The database of pacman: a directory {@code NAME-VERSION} for each package, with its paths in
 * {@code files} and its name and version in {@code desc}.
 */
final class PacmanDatabase implements PackageDatabase {
  private static final BytePath LOCAL = BytePath.of("/var/lib/pacman/local");
  private static final Name FILES = Name.of("files");
  private static final Name DESCRIPTION = Name.of("desc");

  private final RootFiles files;
  private final Aliases aliases;

  PacmanDatabase(RootFiles files, Aliases aliases) {
    this.files = files;
    this.aliases = aliases;
  }

  @Override
  public boolean search(Questions questions) {
    Reading reading = new Reading(files, questions);
    try (Folder local = reading.open(LOCAL)) {
      if (local == null) {
        return false;
      }
      searchPackages(local, reading, questions.index(aliases), questions);
      return true;
    }
  }

  private static void searchPackages(
      Folder local, Reading reading, PathIndex<Questions.Question> index, Questions questions) {
    try {
      DirectoryStream entries = local.entries();
      Name name = entries.next();
      while (name != null && reading.mayContinue()) {
        searchPackage(local, name, reading, index, questions);
        name = entries.next();
      }
    } catch (SystemCallException e) {
      questions.addGap(local.path() + ": " + e.getMessage());
    }
  }

  private static void searchPackage(
      Folder local,
      Name name,
      Reading reading,
      PathIndex<Questions.Question> index,
      Questions questions) {
    try (Folder folder = local.openIfExists(name)) {
      if (folder != null) { // ALPM_DB_VERSION is a file
        search(folder, reading, index);
      }
    } catch (IOException e) {
      questions.addGap(String.valueOf(e.getMessage()));
    }
  }

  private static void search(Folder folder, Reading reading, PathIndex<Questions.Question> index) {
    InstalledPackage owner = null;
    ByteLines lines = new ByteLines(reading.read(folder, FILES));
    boolean inFiles = false;
    while (lines.next()) {
      if (lines.startsWith("%")) {
        inFiles = lines.is("%FILES%");
      } else if (inFiles && !lines.isEmpty()) {
        for (Questions.Question question : index.find(lines.text(), lines.from(), lines.to())) {
          owner = owner == null ? owner(folder, reading) : owner;
          question.answer(owner);
        }
      }
    }
  }

  private static InstalledPackage owner(Folder folder, Reading reading) {
    Bytes description = reading.read(folder, DESCRIPTION);
    Bytes name = value(description, "%NAME%");
    Bytes version = value(description, "%VERSION%");
    Name entry = folder.path().name();
    Bytes known = name.isEmpty() && entry != null ? entry.bytes() : name;
    return new InstalledPackage(known, version.isEmpty() ? null : version, Database.PACMAN);
  }

  /** The line after a heading; no bytes if there is none. */
  private static Bytes value(Bytes description, String heading) {
    ByteLines lines = new ByteLines(description);
    while (lines.next()) {
      if (lines.is(heading)) {
        return lines.next() ? lines.line() : Bytes.EMPTY;
      }
    }
    return Bytes.EMPTY;
  }
}
