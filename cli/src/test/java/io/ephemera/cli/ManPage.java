// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli;

import io.ephemera.cli.command.CommandDefinition;
import io.ephemera.cli.command.ExitStatusDefinition;
import io.ephemera.cli.command.Option;
import java.util.ArrayList;
import java.util.List;

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
    return letter + separator + name + (option.value() == null ? "" : "=" + option.value().name());
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

  /** What a page of the command has at least. */
  static String skeleton(CommandDefinition command) {
    StringBuilder page = new StringBuilder("The skeleton of ").append(fileName(command));
    page.append(":\n.SH NAME\nephemera\\-").append(command.name()).append(" \\- ");
    page.append(command.summary().substring(0, 1).toLowerCase(java.util.Locale.ROOT));
    page.append(command.summary().substring(1)).append("\n.SH SYNOPSIS\n");
    for (String form : command.synopsis()) {
      page.append("\\fBephemera ").append(command.name()).append("\\fR ");
      page.append(form.replace("-", "\\-")).append("\n.br\n");
    }
    page.append(".SH OPTIONS\n");
    for (Option option : command.options()) {
      page.append(".TP\n\\fB").append(tag(option).replace("-", "\\-")).append("\\fR\n");
      page.append(option.description()).append(".\n");
    }
    page.append(".SH \"EXIT STATUS\"\n");
    for (ExitStatusDefinition status : command.exitStatuses()) {
      page.append(".TP\n\\fB").append(status.status()).append("\\fR\n");
      page.append(status.meaning()).append(".\n");
    }
    return page.toString();
  }
}
