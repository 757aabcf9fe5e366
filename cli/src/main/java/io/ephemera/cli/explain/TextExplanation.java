// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.explain;

import io.ephemera.audit.explain.Belongings;
import io.ephemera.audit.explain.Chain;
import io.ephemera.audit.explain.Explanation;
import io.ephemera.audit.explain.FateTable;
import io.ephemera.audit.explain.Link;
import io.ephemera.audit.explain.PidFile;
import io.ephemera.audit.explain.Refusal;
import io.ephemera.fs.BytePath;
import io.ephemera.fs.ByteSize;
import io.ephemera.fs.Stat;
import io.ephemera.host.processes.HostProcess;
import io.ephemera.host.views.ForeignEntry;
import io.ephemera.host.views.View;
import io.ephemera.tmpfiles.language.Age;
import io.ephemera.tmpfiles.language.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One screen for each path, and tables. */
final class TextExplanation implements ExplanationReport {
  static final int MOST_SHOWN = 8;
  static final int MOST_FILES = 40;
  static final int WIDEST = 60;
  private static final String COLUMN = "             ";

  private final Consumer<String> out;
  private final long now;
  private final Owners owners = new Owners();
  private boolean hasPrinted;

  /** Prints texts to a consumer; times are as of {@code now}. */
  TextExplanation(Consumer<String> out, long now) {
    this.out = out;
    this.now = now;
  }

  @Override
  public void explained(Explanation one) {
    title(one.path(), one.path().equals(one.real()) ? "" : "  (" + one.real() + ")");
    Stat stat = one.chain().last();
    rows("what", what(stat));
    rows("way", way(one.chain()));
    if (stat != null) {
      rows("times", times(stat, FateText.deciding(one)));
    }
    rows("mount", mount(one));
    rows("name", name(one));
    rows("rule", rule(one));
    rows("used by", usedBy(one));
    rows("made by", madeBy(one));
    rows("pid file", pidFile(one.pidFile()));
    rows("fate", new FateText(one).sentences());
    rows("others see", othersSee(one));
    if (stat != null) {
      rows("to keep it", one.advice().keep());
      rows("to move it", one.advice().move());
    }
    rows("not seen", notSeen(one));
  }

  @Override
  public void explained(Belongings belongings) {
    TextBelongings text = new TextBelongings(belongings, owners);
    out.accept(text.title() + "\n");
    text.rows().forEach(this::rows);
  }

  private void title(BytePath path, String rest) {
    out.accept((hasPrinted ? "\n" : "") + path + rest + "\n");
    hasPrinted = true;
  }

  private void rows(String head, List<String> rows) {
    String label = head;
    for (String row : rows) {
      out.accept(
          "  "
              + label
              + " ".repeat(Math.max(1, COLUMN.length() - 2 - label.length()))
              + row
              + "\n");
      label = "";
    }
  }

  private List<String> what(@Nullable Stat stat) {
    if (stat == null) {
      return List.of("nothing: it does not exist");
    }
    String links = stat.links() > 1 && !stat.isDirectory() ? ", " + stat.links() + " names" : "";
    return List.of(
        type(stat)
            + (stat.isRegular() ? ", " + ByteSize.format(stat.size()) : "")
            + ", mode "
            + mode(stat)
            + ", "
            + owners.of(stat)
            + links
            + ", inode "
            + Long.toUnsignedString(stat.inode()));
  }

  static String type(Stat stat) {
    return stat.type().name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  static String mode(Stat stat) {
    return String.format(Locale.ROOT, "%04o", stat.mode() & 07777);
  }

  /** As {@code namei -l} shows it. */
  private List<String> way(Chain chain) {
    List<String> rows = new ArrayList<>();
    for (Link link : chain.links()) {
      String name = link.path().isRoot() ? "/" : String.valueOf(link.path().name());
      String target = link.target() == null ? "" : " -> " + link.target();
      rows.add(
          String.format(
              Locale.ROOT, "%s %s  %s%s", mode(link.stat()), owners.of(link.stat()), name, target));
    }
    rows.add(
        chain
            .firstChangeable()
            .map(link -> "others may change " + link.path() + ": it " + link.replacing().how())
            .orElse("only root and the owner can put something else here"));
    return rows;
  }

  private List<String> times(Stat stat, @Nullable Age age) {
    Set<Timestamp> counting =
        age == null ? Set.of() : stat.isDirectory() ? age.directories() : age.files();
    List<String> rows = new ArrayList<>();
    for (Timestamp timestamp : Timestamp.values()) {
      long time = FateText.time(stat, timestamp);
      String word = timestamp.name().toLowerCase(Locale.ROOT);
      rows.add(
          String.format(
              Locale.ROOT,
              "%-13s %s%s%s",
              word,
              Times.at(time),
              time == Stat.NO_TIME ? "" : ", " + Times.relative(time, now),
              counting.contains(timestamp) ? "   counts" : ""));
    }
    return rows;
  }

  private static List<String> mount(Explanation one) {
    if (one.mount() == null) {
      return List.of();
    }
    String space = one.fileSystem() == null ? "not asked how full it is" : one.fileSystem().space();
    boolean noExec = one.fileSystem() != null && one.fileSystem().noExec();
    return List.of(
        one.mount().point()
            + ", "
            + one.mount().fileSystem()
            + ", "
            + space
            + (noExec ? ", noexec" : ""));
  }

  private static List<String> name(Explanation one) {
    List<String> rows = new ArrayList<>();
    one.known()
        .ifPresent(known -> {
          rows.add(
              known.row().program() + ": " + known.row().kind() + " (" + known.pattern() + ")");
          rows.add("predictable: " + known.row().predictable().text());
          rows.add("if another user makes it first: " + known.row().hijackable().text());
          if (!known.row().rightPlace().isEmpty()) {
            rows.add("right place: " + known.row().rightPlace());
          }
          if (!known.row().verification().isVerified()) {
            rows.add("(from knowledge; not tried)");
          }
        });
    return rows;
  }

  private static List<String> rule(Explanation one) {
    if (one.rule() == null) {
      return List.of();
    }
    String answer =
        switch (one.rule().answer()) {
          case OBEYS -> "it does: ";
          case BREAKS -> "it does not: ";
          case UNKNOWN -> "not known: ";
        };
    return List.of(one.rule().rule(), answer + one.rule().why());
  }

  private static List<String> usedBy(Explanation one) {
    if (one.usage() == null) {
      return List.of("not asked: this is not the running system");
    }
    List<String> rows = new ArrayList<>();
    one.usage().holders().forEach(holder -> rows.add(HolderText.of(holder, one.real())));
    one.usage().deleted().forEach(use -> rows.add(HolderText.ofDeleted(use)));
    List<String> shown = cut(rows);
    if (rows.isEmpty()) {
      boolean all = one.usage().isComplete();
      return List.of(
          (all ? "no process: " : "no process that could be seen: ") + one.usage().coverage());
    }
    return shown;
  }

  static List<String> cut(List<String> rows) {
    if (rows.size() <= MOST_SHOWN) {
      return rows;
    }
    List<String> shown = new ArrayList<>(rows.subList(0, MOST_SHOWN));
    shown.add("and " + (rows.size() - MOST_SHOWN) + " more; --json lists all");
    return shown;
  }

  private static List<String> madeBy(Explanation one) {
    return one.maker() == null
        ? List.of()
        : List.of("probably " + one.maker().who() + ": " + one.maker().why());
  }

  private static List<String> pidFile(@Nullable PidFile file) {
    if (file == null) {
      return List.of();
    }
    String process = file.command() == null ? "" : " (" + file.command() + ")";
    return List.of("names pid " + file.pid() + process + ", " + file.state().text());
  }

  private List<String> othersSee(Explanation one) {
    List<String> rows = new ArrayList<>();
    if (one.views() != null) {
      for (View view : one.views().views()) {
        if (!view.isOfKernel()) {
          String where =
              view.hostPath() == null ? "to a place that is nowhere here" : "to " + view.hostPath();
          rows.add(processes(view.processes()) + ": it leads " + where + "; " + there(view));
        }
      }
    }
    return cut(rows);
  }

  private String there(View view) {
    return switch (view.entry()) {
      case ForeignEntry.Present present ->
          "there is a "
              + present.type().text()
              + " of "
              + owners.of(present.uid(), present.gid())
              + String.format(Locale.ROOT, ", mode %04o", present.mode())
              + (present.target() == null ? "" : ", to " + present.target());
      case ForeignEntry.Absent() -> "there is nothing";
      case ForeignEntry.Unseen(ForeignEntry.Reason reason) ->
          "what is there could not be seen: " + reason.text();
      case null -> "what is there was not asked";
    };
  }

  private static String processes(List<HostProcess> processes) {
    String first = HolderText.process(processes.getFirst());
    int more = processes.size() - 1;
    return more == 0 ? first : first + " and " + more + " more";
  }

  private static List<String> notSeen(Explanation one) {
    List<String> rows = new ArrayList<>();
    if (one.usage() != null && !one.usage().coverage().isComplete()) {
      rows.add(one.usage().coverage() + ": " + HolderText.gaps(one.usage().coverage()));
    }
    if (one.usage() != null && !one.usage().ofAll()) {
      rows.add("who uses what is in it, but for the first 20,000 files");
    }
    if (one.views() != null && one.views().unseen() > 0) {
      rows.add("the mounts of " + one.views().unseen() + " processes");
    }
    one.fates().clean().failures().forEach(rows::add);
    one.gaps().forEach(rows::add);
    one.schedule().gaps().forEach(rows::add);
    return cut(rows);
  }

  @Override
  public void table(BytePath path, FateTable table) {
    title(path, "  " + grouped(table.entries()) + " entries");
    out.accept(
        String.format(
            Locale.ROOT,
            "  %-14s %12s %12s  %-12s %s%n",
            "when",
            "entries",
            "size",
            "owner",
            "what decides"));
    for (FateTable.Row row : table.rows()) {
      out.accept(
          String.format(
              Locale.ROOT,
              "  %-14s %12s %12s  %-12s %s%n",
              FateText.when(row.key()),
              grouped(row.entries()),
              ByteSize.format(row.bytes()),
              owners.user(row.key().uid()),
              FateText.decides(row.key())));
    }
    for (Refusal refusal : table.refusals()) {
      out.accept("  refused: " + FateText.text(refusal) + "\n");
    }
    if (table.unseen() > 0) {
      out.accept(
          "  not seen: "
              + table.unseen()
              + " places; the first: "
              + table.failures().getFirst()
              + "\n");
    }
  }

  private static String grouped(long number) {
    return String.format(Locale.ENGLISH, "%,d", number);
  }
}
