// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.check;

import io.ephemera.audit.facts.Facts;
import io.ephemera.audit.facts.Place;
import io.ephemera.fs.BytePath;
import io.ephemera.fs.ByteSize;
import io.ephemera.fs.FileSystem;
import io.ephemera.fs.Inode;
import io.ephemera.fs.Stat;
import io.ephemera.fs.SystemCallException;
import io.ephemera.host.processes.HostProcess;
import io.ephemera.host.uses.FileId;
import io.ephemera.host.uses.Use;
import io.ephemera.host.uses.UseDetail;
import io.ephemera.report.Rule;
import io.ephemera.report.Severity;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** HA603: files without a name take much of the space of a temporary place. */
final class DeletedButHeld implements HostCheck {
  private static final Rule RULE =
      Check.rule(
          "HA603",
          "deleted-but-held",
          Severity.WARNING,
          "Deleted files that processes hold open take space that no listing shows",
          772,
          "lynis-LOGG-2190");

  private static final long MUCH = 256L << 20;
  private static final int PARTS = 20;

  /** The kernel's text for a file that never had a name, O_TMPFILE: the right way. */
  private static final Pattern UNNAMED = Pattern.compile(".*/#[0-9]+");

  /** What a process holds. */
  private static final class Held {
    private long deleted;
    private long unnamed;
    private int descriptor;
    private long largest = -1;
  }

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public boolean isForImages() {
    return false;
  }

  @Override
  public void run(Facts facts, Findings findings) {
    Set<FileId> known = new HashSet<>();
    for (Place place : facts.places()) {
      FileSystem fileSystem = facts.paths().fileSystem(place.path());
      long limit =
          fileSystem == null || fileSystem.size().isEmpty()
              ? MUCH
              : Math.min(MUCH, fileSystem.size().getAsLong() / PARTS);
      held(place, facts, known)
          .forEach((process, held) -> report(place, process, held, limit, findings));
    }
  }

  private static Map<HostProcess, Held> held(Place place, Facts facts, Set<FileId> known) {
    Map<HostProcess, Held> byProcess = new LinkedHashMap<>();
    for (Use use : facts.uses().deletedBelow(place.path())) {
      if (use.process() == null || !(use.detail() instanceof UseDetail.Descriptor open)) {
        continue;
      }
      Stat stat = look(use.process().pid(), open.number());
      if (stat != null && stat.isRegular() && stat.links() == 0 && known.add(FileId.of(stat))) {
        Held held = byProcess.computeIfAbsent(use.process(), none -> new Held());
        if (UNNAMED.matcher(use.path().latin1()).matches()) {
          held.unnamed += stat.allocated();
        } else {
          held.deleted += stat.allocated();
          if (stat.allocated() > held.largest) {
            held.largest = stat.allocated();
            held.descriptor = open.number();
          }
        }
      }
    }
    return byProcess;
  }

  /** What a descriptor of a process leads to; it was seen on a file system of a place. */
  private static @Nullable Stat look(int pid, int number) {
    try (Inode file = Inode.openAmbient(BytePath.of("/proc/" + pid + "/fd/" + number))) {
      return file.stat();
    } catch (SystemCallException e) {
      return null; // it was closed meanwhile
    }
  }

  private static void report(
      Place place, HostProcess process, Held held, long limit, Findings findings) {
    if (held.deleted <= limit) {
      return;
    }
    Findings.Draft draft =
        findings
            .of(RULE, place.path())
            .about(place.path() + " " + process.name())
            .seen(Shown.process(process) + " holds " + ByteSize.format(held.deleted) + " deleted");
    if (held.unnamed > 0) {
      draft.seen("and " + ByteSize.format(held.unnamed) + " that never had a name, which is right");
    }
    String unit = process.placement().systemUnit();
    draft
        .ofUnit(unit)
        .fix(
            unit != null && unit.endsWith(".service")
                ? "systemctl restart " + unit
                : "# restart the program")
        .fix("truncate -s 0 /proc/" + process.pid() + "/fd/" + held.descriptor + "   # the largest")
        .add("the space is free only when " + process.name() + " closes the files");
  }
}
