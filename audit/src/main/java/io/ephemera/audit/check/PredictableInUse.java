// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.check;

import io.ephemera.audit.facts.Facts;
import io.ephemera.audit.facts.NameShape;
import io.ephemera.audit.facts.Sighting;
import io.ephemera.audit.names.KnownName;
import io.ephemera.audit.names.Placeholder;
import io.ephemera.fs.BytePath;
import io.ephemera.fs.Name;
import io.ephemera.host.processes.HostProcess;
import io.ephemera.host.uses.FileId;
import io.ephemera.host.uses.Use;
import io.ephemera.host.uses.UseDetail;
import io.ephemera.host.uses.UseTable;
import io.ephemera.report.Rule;
import io.ephemera.report.Severity;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** HA303: a process relies on a name in a shared directory that any user can take first. */
final class PredictableInUse implements EntryCheck {
  private static final Rule RULE =
      Check.rule(
          "HA303",
          "predictable-name-in-use",
          Severity.WARNING,
          "A process uses a name in a shared directory that any user could have taken first",
          377);

  private static final String KEEP = "keep";
  private static final int OTHERS = 077;
  private static final Pattern RANDOM_END =
      Pattern.compile("(?:.*[-_.]|tmp)[A-Za-z0-9_]{6,10}(?:\\.[a-z0-9]{1,5})?");
  private static final BytePath TMP = BytePath.of("/tmp");

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
    if (!facts.uses().mayBeUsed(file) || !seen.in().isShared() || isMeant(seen)) {
      return;
    }
    for (Use use : facts.uses().of(file)) {
      String how = use.process() == null || isOwnNumber(seen, use.process()) ? null : how(use);
      if (how != null && use.process() != null) {
        KnownName known = seen.known();
        String unit = use.process().placement().systemUnit();
        findings
            .of(RULE, seen.path())
            .seen(seen.stat())
            .seen(Shown.process(use.process()) + " " + how)
            .ofUnit(unit)
            .fix(
                known != null && !known.row().setting().isEmpty()
                    ? "# " + known.row().setting()
                    : unit != null && unit.endsWith(".service")
                        ? "systemctl edit " + unit + "   # [Service] RuntimeDirectory="
                        : "ephemera where runtime --explain   # where it belongs")
            .add(
                "any user who creates the name first makes the program fail, or serves in its place");
        return;
      }
    }
  }

  /** By which use a process relies on the name; null if it does not. */
  private static @Nullable String how(Use use) {
    return switch (use.detail()) {
      case UseDetail.Socket socket -> socket.listens() ? "listens on it" : "is bound to it";
      case UseDetail.Lock lock -> "holds a lock on it";
      case UseDetail.Descriptor open -> open.access().writes() ? "writes to it" : null;
      case UseDetail.Mapping mapping -> null;
      case UseDetail.Watch watch -> null;
      case UseDetail.None none -> null;
    };
  }

  /** What the corpus says of the name decides first: the sockets of X11 have no other place. */
  private static boolean isMeant(Sighting seen) {
    KnownName known = seen.known();
    if (known != null) {
      return !known.row().isClaimable()
          || known.row().rightPlace().startsWith(KEEP)
          || known.pattern().startsWith("/tmp/.X")
          || hasRandomPart(known);
    }
    boolean inSockets = !seen.path().parent().equals(TMP) && isDisplays(seen.path().parent());
    return inSockets || !NameShape.isPredictable(seen.name()) || isAsMkstempMakes(seen);
  }

  /**
   * A file of its owner alone whose name ends as those of mkstemp(3), Python and Ruby do: one in
   * ten random texts looks like a word.
   */
  private static boolean isAsMkstempMakes(Sighting seen) {
    return seen.stat().isRegular()
        && (seen.stat().mode() & OTHERS) == 0
        && RANDOM_END.matcher(seen.name().bytes().latin1()).matches();
  }

  /** What the program chooses may be random: the pipes of .NET. */
  private static boolean hasRandomPart(KnownName known) {
    Name name = known.path().name();
    return known.value(Placeholder.NAME).isPresent()
        && name != null
        && !NameShape.isPredictable(name);
  }

  /** No user knows the number of a process before it has it; debuggers find it by that number. */
  private static boolean isOwnNumber(Sighting seen, HostProcess process) {
    KnownName known = seen.known();
    return known != null
        && known.pid().isPresent()
        && (known.pid().get() == process.pid() || known.pid().get() == process.innermostPid());
  }

  private static boolean isDisplays(BytePath directory) {
    return directory.parent().equals(TMP) && directory.latin1().endsWith("-unix");
  }
}
