// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.check;

import io.ephemera.audit.facts.Facts;
import io.ephemera.audit.facts.Sighting;
import io.ephemera.audit.names.Judgement;
import io.ephemera.audit.names.KnownName;
import io.ephemera.audit.names.NameRow;
import io.ephemera.fs.Stat;
import io.ephemera.host.accounts.AccountTable;
import io.ephemera.host.uses.FileId;
import io.ephemera.host.uses.Use;
import io.ephemera.report.Rule;
import io.ephemera.report.Severity;
import java.util.Locale;

/** HA301: a name that a program is known for was made by somebody else. */
final class SquattedName implements EntryCheck {
  private static final Rule RULE =
      Check.rule(
          "HA301",
          "squatted-name",
          Severity.ERROR,
          "Another user holds a name that a program is going to use",
          377);

  @Override
  public Rule rule() {
    return RULE;
  }

  @Override
  public void look(Sighting seen, Facts facts, Findings findings) {
    Stat stat = seen.stat();
    if (stat.uid() == 0 || !seen.in().isShared()) {
      return;
    }
    KnownName known = seen.known();
    if (known == null) {
      return;
    }
    if (isClaimable(known.row())
        && !isRightOwner(known, stat, facts.accounts())
        && !isInUseByOwner(stat, facts)) {
      NameRow row = known.row();
      String path = Shown.word(seen.path());
      findings
          .of(RULE, seen.path())
          .as(severity(row, !facts.isHost() || facts.seesUsesOfOthers()))
          .seen(stat)
          .seen("the name is that of " + row.program() + ": " + known.pattern())
          .fix("ephemera explain " + path + "   # then: rm -r " + path)
          .fix(row.setting().isEmpty() ? "# " + row.rightPlace() : "# " + row.setting())
          .add(
              "it belongs to "
                  + facts.accounts().user(stat.uid())
                  + ", who can make "
                  + row.program()
                  + " fail or use what is in it");
    }
  }

  private static boolean isClaimable(NameRow row) {
    return row.predictable().answer() != Judgement.Answer.NO
        && row.hijackable().answer() != Judgement.Answer.NO;
  }

  /** What was never verified, or is not seen as a whole, is at most a warning. */
  private static Severity severity(NameRow row, boolean sees) {
    boolean certain =
        row.verification().isVerified()
            && row.predictable().answer() == Judgement.Answer.YES
            && row.hijackable().answer() == Judgement.Answer.YES;
    return certain && sees ? Severity.ERROR : Severity.WARNING;
  }

  /** The user in the name, or the account of the program. */
  private static boolean isRightOwner(KnownName known, Stat stat, AccountTable accounts) {
    if (known.uid().isPresent()) {
      return known.uid().get() == stat.uid();
    }
    AccountTable.User owner = accounts.withId(stat.uid());
    if (known.user().isPresent()) {
      return owner != null && known.user().get().equals(owner.name());
    }
    if (owner == null || !AccountTable.isOfSystem(stat.uid())) {
      return false;
    }
    String account = owner.name().toLowerCase(Locale.ROOT);
    String program = known.row().program().toLowerCase(Locale.ROOT);
    return program.contains(account) || account.contains(program);
  }

  /** A developer who runs the program; on an image nothing runs. */
  private static boolean isInUseByOwner(Stat stat, Facts facts) {
    if (!facts.isHost()) {
      return false;
    }
    for (Use use : facts.uses().of(FileId.of(stat))) {
      if (use.process() != null && use.process().uid() == stat.uid()) {
        return true;
      }
    }
    return false;
  }
}
