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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The database of dpkg: a list of paths for each package in {@code info}, the versions in {@code
 * status}, and {@code diversions}.
 */
final class DpkgDatabase implements PackageDatabase {
  private static final BytePath INFO = BytePath.of("/var/lib/dpkg/info");
  private static final BytePath STATUS = BytePath.of("/var/lib/dpkg/status");
  private static final BytePath DIVERSIONS = BytePath.of("/var/lib/dpkg/diversions");
  private static final String LIST = ".list";

  private final RootFiles files;
  private final Aliases aliases;

  DpkgDatabase(RootFiles files, Aliases aliases) {
    this.files = files;
    this.aliases = aliases;
  }

  @Override
  public boolean search(Questions questions) {
    Reading reading = new Reading(files, questions);
    try (Folder info = reading.open(INFO)) {
      if (info == null) {
        return false;
      }
      Bytes diversions = reading.read(DIVERSIONS);
      PathIndex<Diversions.Wanted> index = Diversions.parse(diversions).index(questions, aliases);
      answer(searchLists(info, reading, index, questions), reading);
      return true;
    }
  }

  /** The questions that each package answers. */
  private static Map<Bytes, List<Questions.Question>> searchLists(
      Folder info, Reading reading, PathIndex<Diversions.Wanted> index, Questions questions) {
    Map<Bytes, List<Questions.Question>> found = new HashMap<>();
    try {
      DirectoryStream entries = info.entries();
      Name name = entries.next();
      while (name != null && reading.mayContinue()) {
        String file = name.bytes().latin1();
        if (file.endsWith(LIST)) {
          Bytes owner = Bytes.latin1(file.substring(0, file.length() - LIST.length()));
          List<Questions.Question> owned = searchList(reading.read(info, name), owner, index);
          if (!owned.isEmpty()) {
            found.put(owner, owned);
          }
        }
        name = entries.next();
      }
    } catch (SystemCallException e) {
      questions.addGap(info.path() + ": " + e.getMessage());
    }
    return found;
  }

  private static List<Questions.Question> searchList(
      Bytes list, Bytes owner, PathIndex<Diversions.Wanted> index) {
    List<Questions.Question> owned = new ArrayList<>();
    ByteLines lines = new ByteLines(list);
    while (lines.next()) {
      if (lines.startsWith("/")) {
        for (Diversions.Wanted wanted : index.find(lines.text(), lines.from(), lines.to())) {
          if (wanted.fits(withoutArchitecture(owner))) {
            owned.add(wanted.question());
          }
        }
      }
    }
    return owned;
  }

  private static Bytes withoutArchitecture(Bytes name) {
    String text = name.latin1();
    int colon = text.indexOf(':');
    return colon < 0 ? name : Bytes.latin1(text.substring(0, colon));
  }

  private static void answer(Map<Bytes, List<Questions.Question>> found, Reading reading) {
    if (found.isEmpty()) {
      return;
    }
    Map<Bytes, Bytes> versions = Stanzas.versions(reading.read(STATUS), found.keySet());
    found.forEach((name, owned) -> {
      InstalledPackage owner = new InstalledPackage(name, versions.get(name), Database.DPKG);
      for (Questions.Question question : owned) {
        question.answer(owner);
      }
    });
  }
}
