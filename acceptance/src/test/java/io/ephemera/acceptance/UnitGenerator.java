// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes random units of the directives that {@code run --unit} honours, such that most of them
 * start: sections, comments, lines that are continued, drop-ins, templates. {@link ServiceBlocks}
 * has the lines of services.
 */
final class UnitGenerator {
  private static final int TAGS = 100_000;

  private final long seed;
  private final Choices choices;
  private final String tag;
  private final String name;
  private final @Nullable String template;
  private final SortedMap<String, String> files = new TreeMap<>();
  private final SortedMap<String, String> links = new TreeMap<>();

  private UnitGenerator(long seed) {
    this.seed = seed;
    this.choices = new Choices(new Random(seed));
    this.tag = "o%05d".formatted(Math.floorMod(seed, TAGS));
    String prefix = tag + choices.oneOr(15, List.of(""), List.of("-part", "-a-b", "_x", ".y"));
    boolean instance = choices.chance(12);
    this.name =
        prefix + (instance ? choices.one("@plain", "@a\\x20b", "@x-y", "@1") : "") + ".service";
    this.template = instance ? prefix + "@.service" : null;
  }

  /** Makes the unit of a seed. Two seeds that differ by less than 100,000 have different tags. */
  static OracleUnit of(long seed) {
    return new UnitGenerator(seed).unit();
  }

  private OracleUnit unit() {
    ServiceBlocks service = new ServiceBlocks(choices, tag);
    List<List<String>> blocks = new ArrayList<>(service.blocks());
    choices.shuffle(blocks);
    dropIns(blocks);
    String file = template == null ? name : template;
    String path = OracleUnit.FOLDER + file;
    if (choices.chance(5)) {
      links.put(path, "/opt/oracle/" + file);
      path = "/opt/oracle/" + file;
    }
    files.put(path, text(blocks));
    files.putAll(service.files());
    return new OracleUnit(seed, tag, name, files, links, service.prepare());
  }

  /** Takes some of the blocks away, for drop-ins. */
  private void dropIns(List<List<String>> blocks) {
    if (!choices.chance(25)) {
      return;
    }
    int count = choices.upTo(2);
    for (int i = 0; i < count && blocks.size() > 1; i++) {
      List<List<String>> taken = new ArrayList<>();
      for (int moved = choices.upTo(2); moved > 0 && blocks.size() > 1; moved--) {
        taken.add(blocks.removeLast());
      }
      String path =
          choices.one(OracleUnit.FOLDER, "/etc/systemd/system/")
              + owner()
              + ".d/"
              + choices.one("10-first", "20-second", "override")
              + choices.oneOr(8, List.of(".conf"), List.of(".txt", ".conf~"));
      files.put(path, "[Service]\n" + lines(taken));
    }
  }

  /** The name of the unit, of its template, or a part of it. */
  private String owner() {
    if (template != null && choices.chance(50)) {
      return template;
    }
    int dash = name.indexOf('-');
    boolean part = dash > 0 && dash < name.indexOf('.') && template == null;
    return part && choices.chance(50) ? name.substring(0, dash) + "-.service" : name;
  }

  private String text(List<List<String>> blocks) {
    StringBuilder text = new StringBuilder();
    if (choices.chance(70)) {
      text.append("[Unit]\nDescription=").append(choices.one("A service", "Of %n", "x \\\n  y"));
      text.append('\n').append(conditions());
    }
    int half = choices.chance(15) ? blocks.size() / 2 : blocks.size();
    text.append("[Service]\n").append(lines(blocks.subList(0, half)));
    if (choices.chance(10)) {
      text.append(choices.one("[X-Own]\nUser=nobody\n", "[Unknown]\nUser=nobody\n"));
    }
    if (half < blocks.size()) {
      text.append("[Service]\n").append(lines(blocks.subList(half, blocks.size())));
    }
    if (choices.chance(30)) {
      text.append("\n[Install]\nWantedBy=multi-user.target\n");
    }
    return text.toString();
  }

  private String conditions() {
    if (!choices.chance(25)) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    for (int i = choices.upTo(3); i > 0; i--) {
      text.append(condition()).append('\n');
    }
    return text.toString();
  }

  private String condition() {
    String holds = choices.chance(12) ? choices.one("!", "|", "|!") : "";
    return switch (choices.upTo(12)) {
      case 1, 2 -> "ConditionPathExists=" + holds + choices.one("/srv/data", "/etc", "%t", "/usr");
      case 3 -> "ConditionPathExists=!" + choices.one("/srv/nope", "/run/" + tag + "-no", "/nope");
      case 4 -> "ConditionPathIsDirectory=" + holds + choices.one("/srv/data", "/srv/link");
      case 5 -> "ConditionFileNotEmpty=" + holds + choices.one("/etc/passwd", "/srv/data/file");
      case 6 -> "ConditionDirectoryNotEmpty=" + holds + "/srv/data";
      case 7 -> "ConditionPathIsSymbolicLink=" + holds + "/srv/link";
      case 8 -> "ConditionFileIsExecutable=" + holds + "/usr/bin/perl";
      case 9 -> "ConditionPathExistsGlob=" + holds + choices.one("/srv/d*", "/srv/data/fil?");
      case 10 -> "ConditionPathIsReadWrite=" + holds + choices.one("/srv", "/etc");
      case 11 -> choices.one("ConditionPathExists=", "ConditionPathExists=|/nope");
      default -> "AssertPathExists=" + holds + "/usr";
    };
  }

  private String lines(List<List<String>> blocks) {
    StringBuilder text = new StringBuilder();
    for (List<String> block : blocks) {
      if (choices.chance(10)) {
        text.append(choices.one("\n", "# User=nobody\n", "; a comment\n", "  # indented\n"));
      }
      block.forEach(line -> text.append(dress(line)).append('\n'));
    }
    return text.toString();
  }

  /** The same line, written in another way. */
  private String dress(String line) {
    int equals = line.indexOf('=');
    int blank = line.indexOf(' ', equals);
    String dressed = line;
    if (blank > 0 && !line.contains("\"") && !line.contains("'") && choices.chance(12)) {
      String comment = choices.chance(25) ? "# between\n" : "";
      dressed = line.substring(0, blank) + " \\\n" + comment + "   " + line.substring(blank + 1);
    }
    if (equals > 0 && choices.chance(6)) {
      dressed = dressed.substring(0, equals) + " = " + dressed.substring(equals + 1);
    }
    return choices.chance(3) ? dressed + "  " : dressed;
  }
}
