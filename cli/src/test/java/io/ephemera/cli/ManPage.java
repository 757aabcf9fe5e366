// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli;

import io.ephemera.cli.command.CommandDefinition;
import io.ephemera.cli.command.ExitStatusDefinition;
import io.ephemera.cli.command.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A manual page, read line by line without its fonts, man(7). */
record ManPage(List<String> lines) {
  static ManPage of(String text) {
    List<String> lines = new ArrayList<>();
    text.lines().forEach(line -> lines.add(line.replaceAll("\\\\f[BIR]", "").replace("\\-", "-")));
    return new ManPage(lines);
  }

  static String fileName(CommandDefinition command) {
    return "ephemera-" + command.name() + "." + command.manualSection();
  }

  /** How the paragraph of an option begins. */
  static String tag(Option option) {
    String letter = option.hasLetter() ? "-" + option.letter() : "";
    String name = option.name() == null ? "" : "--" + option.name();
    String separator = letter.isEmpty() || name.isEmpty() ? "" : ", ";
    String value = option.value() == null ? "" : "=" + option.value().name();
    return letter + separator + name + (option.isValueOptional() ? "[" + value + "]" : value);
  }

  String text() {
    return String.join("\n", lines);
  }

  /** The lines of a section, without line breaks between them. */
  List<String> section(String heading) {
    return lines.stream()
        .dropWhile(line -> !line.replace("\"", "").equals(".SH " + heading))
        .skip(1)
        .takeWhile(line -> !line.startsWith(".SH"))
        .filter(line -> !line.equals(".br"))
        .toList();
  }

  /** How the paragraphs of a section begin. */
  List<String> tags(String heading) {
    List<String> section = section(heading);
    List<String> tags = new ArrayList<>();
    for (int i = 0; i + 1 < section.size(); i++) {
      if (section.get(i).equals(".TP")) {
        tags.add(section.get(i + 1));
      }
    }
    return tags;
  }

  /** The first line of a paragraph. */
  String paragraph(String heading, String tag) {
    List<String> section = section(heading);
    int at = section.indexOf(tag);
    return at < 0 || at + 1 == section.size() ? "" : section.get(at + 1);
  }

  /** The summary as the section NAME has it. */
  static String name(CommandDefinition command) {
    String summary = command.summary();
    return summary.substring(0, 1).toLowerCase(Locale.ROOT) + summary.substring(1);
  }

  /** What a page of the command has at least. */
  static String skeleton(CommandDefinition command) {
    StringBuilder page = new StringBuilder();
    page.append(
        """
        The skeleton of packaging/man/%s:
        .\\" SPDX-License-Identifier: Apache-2.0
        .TH EPHEMERA\\-%s %d
        .SH NAME
        ephemera\\-%s \\- %s
        .SH SYNOPSIS
        """
            .formatted(
                fileName(command),
                command.name().toUpperCase(Locale.ROOT),
                command.manualSection(),
                command.name(),
                name(command)));
    page.append(
        command.synopsis().stream()
            .map(form -> "\\fBephemera " + command.name() + "\\fR " + form.replace("-", "\\-"))
            .collect(Collectors.joining("\n.br\n", "", "\n.SH DESCRIPTION\n")));
    command.description().forEach(text -> page.append(text).append('\n'));
    page.append(".SH OPTIONS\n");
    for (Option option : command.options()) {
      page.append(tagged(bold(tag(option)), option.description()));
    }
    page.append(".SH \"EXIT STATUS\"\n");
    for (ExitStatusDefinition status : command.exitStatuses()) {
      page.append(tagged("\\fB" + status.status() + "\\fR", status.meaning()));
    }
    return page.toString();
  }

  private static String tagged(String tag, String text) {
    return ".TP\n" + tag + "\n" + text + ".\n";
  }

  /** Options bold, values italic: {@code \fB\-n\fR, \fB\-\-name\fR=\fIVALUE\fR}. */
  private static String bold(String tag) {
    String[] parts = tag.replace("-", "\\-").split("=", -1);
    String names = "\\fB" + parts[0].replace(", ", "\\fR, \\fB") + "\\fR";
    return parts.length == 1 ? names : names + "=\\fI" + parts[1] + "\\fR";
  }
}
