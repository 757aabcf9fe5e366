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
import java.util.Set;

/**
 * The database of images that are put together from packages of Debian without dpkg, such as
 * "distroless" ones: for each package its stanza and its checksums, in {@code status.d}. Checksums
 * leave out directories, links and configuration files.
 */
final class DistrolessDatabase implements PackageDatabase {
  private static final BytePath STATUS = BytePath.of("/var/lib/dpkg/status.d");
  private static final String SUMS = ".md5sums";
  private static final String SUM = "[0-9a-f]{32}  ";
  private static final int SUM_LENGTH = 34;

  private final RootFiles files;
  private final Aliases aliases;

  DistrolessDatabase(RootFiles files, Aliases aliases) {
    this.files = files;
    this.aliases = aliases;
  }

  @Override
  public boolean search(Questions questions) {
    Reading reading = new Reading(files, questions);
    try (Folder status = reading.open(STATUS)) {
      if (status == null) {
        return false;
      }
      searchSums(status, reading, questions.index(aliases));
      questions.addGap(
          "the packages of this image list neither directories, links nor configuration files");
      return true;
    } catch (SystemCallException e) {
      questions.addGap(STATUS + ": " + e.getMessage());
      return true;
    }
  }

  private static void searchSums(
      Folder status, Reading reading, PathIndex<Questions.Question> index)
      throws SystemCallException {
    DirectoryStream entries = status.entries();
    Name name = entries.next();
    while (name != null && reading.mayContinue()) {
      String file = name.bytes().latin1();
      if (file.endsWith(SUMS) && file.length() > SUMS.length()) {
        Name stanza = Name.of(Bytes.latin1(file.substring(0, file.length() - SUMS.length())));
        search(status, reading, index, name, stanza);
      }
      name = entries.next();
    }
  }

  private static void search(
      Folder status, Reading reading, PathIndex<Questions.Question> index, Name sums, Name stanza) {
    InstalledPackage owner = null;
    ByteLines lines = new ByteLines(reading.read(status, sums));
    while (lines.next()) {
      if (isSum(lines)) {
        int path = lines.from() + SUM_LENGTH;
        for (Questions.Question question : index.find(lines.text(), path, lines.to())) {
          owner = owner == null ? owner(status, reading, stanza) : owner;
          question.answer(owner);
        }
      }
    }
  }

  private static boolean isSum(ByteLines line) {
    return line.to() - line.from() > SUM_LENGTH
        && Bytes.of(line.text(), line.from(), line.from() + SUM_LENGTH).latin1().matches(SUM);
  }

  private static InstalledPackage owner(Folder status, Reading reading, Name stanza) {
    Bytes name = stanza.bytes();
    Bytes version = Stanzas.versions(reading.read(status, stanza), Set.of(name)).get(name);
    return new InstalledPackage(name, version, Database.DPKG);
  }
}
