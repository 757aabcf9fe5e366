// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.check;

import io.ephemera.audit.facts.Facts;
import io.ephemera.audit.facts.Place;
import io.ephemera.audit.facts.Sighting;
import io.ephemera.audit.names.Directories;
import io.ephemera.audit.names.KnownName;
import io.ephemera.audit.names.KnownNames;
import io.ephemera.audit.names.NameRow;
import io.ephemera.audit.names.Placeholder;
import io.ephemera.fs.Stat;
import io.ephemera.host.processes.HostProcess;
import io.ephemera.host.uses.FileId;
import io.ephemera.host.uses.Use;
import io.ephemera.host.uses.UseKind;
import io.ephemera.host.uses.UseTable;
import io.ephemera.report.Rule;
import io.ephemera.report.Severity;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** HA406: a program keeps its data in a temporary directory, from which it will be deleted. */
final class DataInTemporary implements EntryCheck {
  private static final Rule RULE =
      Check.rule(
          "HA406",
          "data-in-temporary",
          Severity.WARNING,
          "A program keeps data in a temporary directory",
          0);

  private static final Pattern DATABASE =
      Pattern.compile(".*\\.(db|sqlite3?|mdb|ibd|frm|rdb|aof|log)(-wal|-shm)?");
  private static final Set<String> KINDS = Set.of("data", "data/pid");
  private static final long DAY = 86_400_000_000L;

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public boolean isForImages() {
    return false;
  }

  @Override
  public void begin(Facts facts) {
    UseTable ignored = facts.uses(); // before the walk
  }

  @Override
  public void look(Sighting seen, Facts facts, Findings findings) {
    FileId file = FileId.of(seen.stat());
    if (seen.place().kind() != Place.Kind.TEMPORARY
        || !seen.stat().isRegular()
        || !facts.uses().mayBeUsed(file)) {
      return;
    }
    NameRow row = ofStore(seen);
    HostProcess process = row != null || isOldDatabase(seen, facts) ? holder(file, facts) : null;
    if (process != null) {
      findings
          .of(RULE, seen.path())
          .seen(seen.stat())
          .seen(Shown.process(process) + " has it open")
          .ofUnit(process.placement().systemUnit())
          .fix(
              row != null && !row.setting().isEmpty()
                  ? "# " + row.setting()
                  : "# a directory of the program: StateDirectory= of its unit, or /var/lib")
          .add("what is here is removed by its age, or at the next boot");
    }
  }

  /** What is known of the path if a program keeps its data there; else null. */
  private static @Nullable NameRow ofStore(Sighting seen) {
    Optional<KnownName> known = KnownNames.get().nearest(seen.path(), Directories.USUAL);
    return known
        .filter(name -> KINDS.contains(name.row().kind()))
        .filter(name -> name.values().stream().allMatch(DataInTemporary::isChosen))
        .map(KnownName::row)
        .orElse(null);
  }

  /** What has a number or a random part in its name is of one run. */
  private static boolean isChosen(KnownName.Value value) {
    return value.placeholder() == Placeholder.USER || value.placeholder() == Placeholder.NAME;
  }

  /** It was made more than a day ago, and is no log or database of a short test. */
  private static boolean isOldDatabase(Sighting seen, Facts facts) {
    long born = seen.stat().birthTime();
    return born != Stat.NO_TIME
        && born < facts.now() - DAY
        && DATABASE.matcher(seen.name().bytes().latin1()).matches();
  }

  private static @Nullable HostProcess holder(FileId file, Facts facts) {
    for (Use use : facts.uses().of(file)) {
      if (use.kind() == UseKind.OPEN || use.kind() == UseKind.MAPPED) {
        return use.process();
      }
    }
    return null;
  }
}
