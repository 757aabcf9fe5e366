// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.packages;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.host.files.RootFiles;
import io.ephemera.host.packages.InstalledPackage.Database;
import io.ephemera.process.SystemProgram;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The database of rpm, whose formats only rpm reads: it is asked, on the running host. It is never
 * asked about another root directory, for it would read what a stranger wrote with the rights of
 * this process.
 */
final class RpmDatabase implements PackageDatabase {
  private static final String[] PLACES = {"/var/lib/rpm/", "/usr/lib/sysimage/rpm/"};
  private static final String[] FILES = {"rpmdb.sqlite", "Packages.db", "Packages"};
  private static final String FORMAT = "%{NAME}\\t%{VERSION}-%{RELEASE}\\n";
  private static final String NOT_OWNED = " is not owned by any package";
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final RootFiles files;
  private final boolean isHost;
  private final Rpm rpm;

  /** Runs {@code rpm} within a time. */
  interface Rpm {
    /**
     * What it prints.
     *
     * @throws IOException if it cannot be run, or does not end in time
     */
    String run(Duration limit, String... arguments) throws IOException;
  }

  RpmDatabase(RootFiles files, boolean isHost) {
    this(files, isHost, (limit, arguments) -> SystemProgram.run(limit, "rpm", arguments).said());
  }

  RpmDatabase(RootFiles files, boolean isHost, Rpm rpm) {
    this.files = files;
    this.isHost = isHost;
    this.rpm = rpm;
  }

  @Override
  public boolean search(Questions questions) {
    if (!exists()) {
      return false;
    }
    if (isHost) {
      ask(questions);
    } else {
      questions.addGap(
          "the database of rpm is read by rpm itself, which is not run on another root directory");
    }
    return true;
  }

  private boolean exists() {
    for (String place : PLACES) {
      for (String file : FILES) {
        if (files.exists(BytePath.of(place + file))) {
          return true;
        }
      }
    }
    return false;
  }

  private void ask(Questions questions) {
    long end = System.nanoTime() + LIMIT.toNanos();
    for (Questions.Question question : questions.all()) {
      Duration left = Duration.ofNanos(end - System.nanoTime());
      if (!question.isAnswered()) {
        String why = left.isPositive() ? ask(question, left) : "rpm did not answer in time";
        if (why != null) {
          question.addGap(why);
        }
      }
    }
  }

  /** Asks for one path: the answers for several cannot be told apart. Null, or what is missing. */
  private @Nullable String ask(Questions.Question question, Duration left) {
    String path = question.path().latin1();
    if (!path.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      return "rpm is not asked for " + question.path() + ": its name is not plain ASCII";
    }
    try {
      String said = rpm.run(left, "-q", "--queryformat", FORMAT, "-f", "--", path);
      List<InstalledPackage> owners = owners(said);
      owners.forEach(question::answer);
      return owners.isEmpty() && !said.contains(NOT_OWNED)
          ? "rpm: " + Bytes.utf8(said.lines().findFirst().orElse("no answer"))
          : null;
    } catch (IOException e) {
      return "rpm cannot be asked: " + e.getMessage();
    }
  }

  private static List<InstalledPackage> owners(String said) {
    List<InstalledPackage> owners = new ArrayList<>();
    for (String line : said.lines().toList()) {
      int tab = line.indexOf('\t');
      if (tab > 0) {
        owners.add(
            new InstalledPackage(
                Bytes.utf8(line.substring(0, tab)),
                Bytes.utf8(line.substring(tab + 1)),
                Database.RPM));
      }
    }
    return owners;
  }
}
