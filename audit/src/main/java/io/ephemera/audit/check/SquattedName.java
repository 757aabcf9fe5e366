// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.check;

import io.ephemera.audit.facts.Facts;
import io.ephemera.audit.facts.PidFacts;
import io.ephemera.audit.facts.Sighting;
import io.ephemera.audit.names.Judgement;
import io.ephemera.audit.names.KnownName;
import io.ephemera.audit.names.NameRow;
import io.ephemera.fs.BytePath;
import io.ephemera.fs.FileType;
import io.ephemera.fs.Stat;
import io.ephemera.host.accounts.AccountTable;
import io.ephemera.host.uses.FileId;
import io.ephemera.host.uses.Use;
import io.ephemera.report.Rule;
import io.ephemera.report.Severity;
import java.io.IOException;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** HA301: a name that a program is known for was made by another user. */
final class SquattedName implements EntryCheck {
  private static final Rule RULE =
      Check.rule(
          "HA301",
          "squatted-name",
          Severity.ERROR,
          "Another user holds a name that a program is going to use",
          377);

  private static final String PID = "pid";

  /** The accounts of web servers, and programs that run as them. */
  private static final Set<String> OF_WEB_SERVERS =
      Set.of("www-data", "http", "apache", "nginx", "www", "wwwrun");

  private static final Set<String> WEB_SERVERS =
      Set.of("apache", "nginx", "lighttpd", "php", "uwsgi", "gunicorn");

  private final Queue<Held> held = new ConcurrentLinkedQueue<>();
  private final Set<InUse> inUse = ConcurrentHashMap.newKeySet();

  /** A name that a process of a user uses, or something of that user below it. */
  private record InUse(BytePath path, int uid) {}

  /** A name that another user seems to hold. */
  private record Held(BytePath path, Stat stat, KnownName known) {}

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public void begin(Facts facts) {
    if (facts.isHost()) {
      PidFacts ignored = facts.pids(); // before the walk
    }
  }

  @Override
  public void look(Sighting seen, Facts facts, Findings findings) throws IOException {
    if (isInUseByOwner(seen.stat(), facts)) {
      noteUse(seen);
    }
    Stat stat = seen.stat();
    if (stat.uid() == 0 || !seen.in().isShared()) {
      return;
    }
    KnownName known = seen.known();
    if (known != null
        && known.row().isClaimable()
        && !isRightOwner(known, stat, facts)
        && !mayNameProcessOfOwner(seen, known, facts)) {
      held.add(new Held(seen.path(), stat, known));
    }
  }

  /** A developer who runs the program uses the name, or something below it. */
  private void noteUse(Sighting seen) {
    BytePath path = seen.path();
    for (int depth = seen.depth(); depth > 0; depth--) {
      boolean ignored = inUse.add(new InUse(path, seen.stat().uid()));
      path = path.parent();
    }
  }

  @Override
  public void end(Facts facts, Findings findings) {
    for (Held one : held) {
      if (!inUse.contains(new InUse(one.path(), one.stat().uid()))) {
        report(one, facts, findings);
      }
    }
  }

  private static void report(Held held, Facts facts, Findings findings) {
    NameRow row = held.known().row();
    String path = Shown.word(held.path());
    findings
        .of(RULE, held.path())
        .as(severity(row, !facts.isHost() || facts.seesUsesOfOthers()))
        .seen(held.stat())
        .seen("the name is that of " + row.program() + ": " + held.known().pattern())
        .fix("ephemera explain " + path + "   # then: rm -r " + path)
        .fix(row.setting().isEmpty() ? "# " + row.rightPlace() : "# " + row.setting())
        .add(
            "it belongs to "
                + facts.accounts().user(held.stat().uid())
                + ", who can make "
                + row.program()
                + " fail or use what is in it");
  }

  /** What was never verified, or is not seen as a whole, is at most a warning. */
  private static Severity severity(NameRow row, boolean sees) {
    boolean certain =
        row.verification().isVerified()
            && row.predictable().answer() == Judgement.Answer.YES
            && row.hijackable().answer() == Judgement.Answer.YES;
    return certain && sees ? Severity.ERROR : Severity.WARNING;
  }

  /** The user in the name, or the account of the program; of a process, the user that runs it. */
  private static boolean isRightOwner(KnownName known, Stat stat, Facts facts) {
    if (known.uid().isPresent()) {
      return known.uid().get() == stat.uid();
    }
    AccountTable.User owner = facts.accounts().withId(stat.uid());
    if (known.user().isPresent()) {
      return owner != null && known.user().get().equals(owner.name());
    }
    if (known.pid().isPresent()) {
      return !isOfOtherProcess(known.pid().get(), stat, facts);
    }
    if (owner == null || !AccountTable.isOfSystem(stat.uid())) {
      return false;
    }
    String account = owner.name().toLowerCase(Locale.ROOT);
    String program = known.row().program().toLowerCase(Locale.ROOT);
    return program.contains(account)
        || account.contains(program)
        || (OF_WEB_SERVERS.contains(account) && WEB_SERVERS.stream().anyMatch(program::contains));
  }

  /** Only the process that has the number would use the name. HA505 has those that ended. */
  private static boolean isOfOtherProcess(long pid, Stat stat, Facts facts) {
    return facts.isHost()
        && facts.pids().find(pid, stat.modificationTime()) instanceof PidFacts.Alive alive
        && alive.process().uid() != stat.uid();
  }

  /**
   * A lock with the number of a process of its owner in it, as X servers have. On an image, that is
   * not known, and neither is whether a process is bound to a socket.
   */
  private static boolean mayNameProcessOfOwner(Sighting seen, KnownName known, Facts facts)
      throws IOException {
    boolean hasNumber = seen.stat().isRegular() && known.row().kind().contains(PID);
    if (!facts.isHost()) {
      return known.user().isEmpty()
          && known.uid().isEmpty()
          && (hasNumber || seen.stat().type() == FileType.SOCKET);
    }
    if (!hasNumber) {
      return false;
    }
    OptionalLong pid = PidFile.read(seen);
    return pid.isPresent()
        && facts.pids().find(pid.getAsLong(), seen.stat().modificationTime())
            instanceof PidFacts.Alive alive
        && alive.process().uid() == seen.stat().uid();
  }

  /** Also if it is in use and the process is not seen, as of another user without root. */
  private static boolean isInUseByOwner(Stat stat, Facts facts) {
    FileId file = FileId.of(stat);
    if (!facts.isHost() || stat.uid() == 0 || !facts.uses().mayBeUsed(file)) {
      return false;
    }
    for (Use use : facts.uses().of(file)) {
      if (use.process() == null || use.process().uid() == stat.uid()) {
        return true;
      }
    }
    return false;
  }
}
