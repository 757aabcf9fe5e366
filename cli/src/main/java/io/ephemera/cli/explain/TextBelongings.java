// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.explain;

import io.ephemera.audit.explain.Belongings;
import io.ephemera.audit.explain.Forecast;
import io.ephemera.fs.ByteSize;
import io.ephemera.fs.Stat;
import io.ephemera.host.processes.HostProcess;
import io.ephemera.host.services.UnitFacts;
import io.ephemera.host.services.UnitState;
import io.ephemera.host.uses.Use;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All that is temporary of a unit or a process, as rows of a screen. */
final class TextBelongings {
  private final Belongings one;
  private final Owners owners;

  TextBelongings(Belongings one, Owners owners) {
    this.one = one;
    this.owners = owners;
  }

  /** What the screen begins with. */
  String title() {
    return one.process() == null ? String.valueOf(one.unit()) : HolderText.process(one.process());
  }

  /** The rows by their heads. */
  Map<String, List<String>> rows() {
    Map<String, List<String>> rows = new LinkedHashMap<>();
    rows.put("unit", unit());
    rows.put("processes", processes());
    rows.put("places", places());
    rows.put("variables", variables());
    rows.put("named", named());
    rows.put("uses", uses());
    rows.put("not seen", notSeen());
    return rows;
  }

  private List<String> unit() {
    UnitFacts facts = one.facts();
    if (facts == null) {
      return one.unit() == null ? List.of() : List.of("has no unit file");
    }
    List<String> rows = new ArrayList<>();
    rows.add(
        (facts.file() == null ? "no file" : facts.file().toString())
            + (facts.state().isEnabled() ? ", enabled" : ", not enabled")
            + running(one.running()));
    if (facts.privateTmp() != null) {
      rows.add(
          "has a private /tmp: PrivateTmp=  "
              + facts.privateTmp().file()
              + ":"
              + facts.privateTmp().line());
    }
    return rows;
  }

  private static String running(UnitState.Running running) {
    return switch (running) {
      case YES -> ", runs";
      case NO -> ", does not run";
      case UNKNOWN -> "";
    };
  }

  private List<String> processes() {
    return one.processes().isEmpty() ? List.of("none") : List.of(names(one.processes()));
  }

  /** {@code nginx (812, 813)}: processes of one name come together. */
  private static String names(List<HostProcess> processes) {
    Map<String, List<String>> pids = new LinkedHashMap<>();
    for (HostProcess process : processes) {
      pids.computeIfAbsent(process.name().toString(), none -> new ArrayList<>())
          .add(Integer.toString(process.pid()));
    }
    List<String> names = new ArrayList<>();
    pids.forEach((name, numbers) -> names.add(name + " (" + numbers(numbers) + ")"));
    return String.join(", ", names);
  }

  private static String numbers(List<String> numbers) {
    int most = Math.min(numbers.size(), TextExplanation.MOST_SHOWN);
    String shown = String.join(", ", numbers.subList(0, most));
    return most == numbers.size() ? shown : shown + " and " + (numbers.size() - most) + " more";
  }

  private List<String> places() {
    List<String> rows = new ArrayList<>();
    for (Belongings.PlaceView place : one.places()) {
      String where =
          place.isOfHost()
              ? "that of this host"
              : place.here() == null ? "private, nowhere here" : "private, here " + place.here();
      String type = place.fileSystem().isEmpty() ? "" : ", " + place.fileSystem();
      boolean all = place.processes().size() == one.processes().size();
      rows.add(
          padded(place.path().toString(), 9)
              + "  "
              + where
              + type
              + (all ? "" : ": " + names(place.processes())));
    }
    return rows;
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  private List<String> variables() {
    List<String> rows = new ArrayList<>();
    for (Belongings.Variable variable : one.variables()) {
      boolean all = variable.processes().size() == one.processes().size();
      rows.add(
          variable.name()
              + "="
              + variable.value()
              + (all ? "" : ": " + names(variable.processes())));
    }
    return rows;
  }

  private List<String> named() {
    List<List<String>> table = new ArrayList<>();
    for (Belongings.Named named : one.directories()) {
      Forecast forecast = named.forecast();
      table.add(
          List.of(
              named.claim().path().toString(),
              named.claim().directive(),
              forecast == null ? "does not exist" : what(forecast.stat()),
              forecast == null
                  ? FateLine.ofMissing(named.claim().removedAt())
                  : FateLine.of(forecast, one.now())));
    }
    return aligned(table);
  }

  private String what(Stat stat) {
    String size = stat.isRegular() ? " " + ByteSize.format(stat.size()) : "";
    return TextExplanation.type(stat)
        + size
        + " "
        + TextExplanation.mode(stat)
        + " "
        + owners.of(stat);
  }

  private List<String> uses() {
    List<List<String>> table = new ArrayList<>();
    for (Belongings.UsedFile file : one.files()) {
      if (table.size() == TextExplanation.MOST_FILES) {
        break;
      }
      table.add(List.of(file.path().toString(), how(file.uses()), FateLine.of(file, one.now())));
    }
    List<String> rows = aligned(table);
    if (rows.isEmpty()) {
      return one.processes().isEmpty()
          ? List.of()
          : List.of(one.unseen().isEmpty() ? "nothing" : "nothing that could be seen");
    }
    if (one.files().size() > rows.size()) {
      rows.add("and " + (one.files().size() - rows.size()) + " more; --json lists all");
    }
    return rows;
  }

  private static String how(List<Use> uses) {
    Set<String> words = new LinkedHashSet<>();
    Set<String> pids = new LinkedHashSet<>();
    for (Use use : uses) {
      boolean _ = words.add(HolderText.kind(use));
      if (use.process() != null) {
        boolean _ = pids.add(Integer.toString(use.process().pid()));
      }
    }
    return String.join(", ", words) + " (" + numbers(List.copyOf(pids)) + ")";
  }

  /** Columns as wide as their widest text; the last one is not padded. */
  private static List<String> aligned(List<List<String>> table) {
    List<String> rows = new ArrayList<>();
    for (List<String> cells : table) {
      StringBuilder row = new StringBuilder();
      for (int i = 0; i < cells.size() - 1; i++) {
        int column = i;
        int width = table.stream().mapToInt(other -> other.get(column).length()).max().orElse(0);
        row.append(padded(cells.get(i), Math.min(width, TextExplanation.WIDEST))).append("  ");
      }
      rows.add(row.append(cells.getLast()).toString());
    }
    return rows;
  }

  private List<String> notSeen() {
    List<String> rows = new ArrayList<>();
    if (!one.unseen().isEmpty()) {
      rows.add("the files of " + names(one.unseen()) + ": not permitted");
    }
    rows.addAll(one.gaps());
    return TextExplanation.cut(rows);
  }
}
