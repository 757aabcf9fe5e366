// SPDX-License-Identifier: Apache-2.0

package io.ephemera.acceptance;

import java.util.ArrayList;
import java.util.List;

/** Random lines for one of the five kinds of directories, all with a tag in their names. */
enum DirectoryLines {
  RUNTIME("/run/"),
  STATE("/var/lib/"),
  CACHE("/var/cache/"),
  LOGS("/var/log/"),
  CONFIGURATION("/etc/");

  private final String base;

  DirectoryLines(String base) {
    this.base = base;
  }

  private String directive() {
    return name().charAt(0) + name().substring(1).toLowerCase(java.util.Locale.ROOT) + "Directory";
  }

  List<String> lines(Choices choices, String tag) {
    List<String> lines = new ArrayList<>();
    if (choices.chance(6)) {
      lines.add(directive() + "=" + tag + "-reset");
      lines.add(directive() + "=");
    }
    for (int i = choices.chance(20) ? 2 : 1; i > 0; i--) {
      lines.add(directive() + "=" + items(choices, tag));
    }
    if (choices.chance(40)) {
      lines.add(directive() + "Mode=" + mode(choices));
    }
    return lines;
  }

  private static String mode(Choices choices) {
    return choices.oneOr(
        8,
        List.of("0755", "0700", "0750", "711", "2770", "1777", "00700"),
        List.of("9999", "rwx", "", "0", "4755"));
  }

  private static String items(Choices choices, String tag) {
    StringBuilder items = new StringBuilder(item(choices).replace("@", tag));
    for (int i = choices.upTo(3); i > 1; i--) {
      items.append(' ').append(item(choices).replace("@", tag));
    }
    return items.toString();
  }

  private static String item(Choices choices) {
    if (choices.chance(10)) {
      return choices.one(
          "/abs/@",
          "../@",
          "@/../x",
          "private/@",
          ".",
          "@-q:/abs",
          "@-q:../up",
          "@-q:@-l:bad",
          "\"@-open",
          "@-a\\qb",
          "",
          "@-q:@-l:ro:x",
          "a\\x00@",
          "@-%z",
          "private");
    }
    return switch (choices.upTo(8)) {
      case 1, 2, 3 -> "@";
      case 4 -> choices.one("@/sub", "@-x/y/z", "@/sub/sub", "@-b", "@-a");
      case 5 -> choices.one("\"@-sp ace\"", "@-e\\x20sc", "'@ q'", "@-c\\:olon", "@-\\x2d");
      case 6 -> choices.one("@//twice", "@/", "./@-dot", "@/./x", ".@", "~@", "-@", "@ü", "@...");
      case 7 -> choices.one("%p-s", "%N-n", "@-%i", "@-%%", "@-%u");
      default ->
          choices.one(
              "@-l:@-link",
              "@:@-link",
              "@-l:@-link @-l:@-two",
              "@-l:@-d/link",
              "@-r::ro",
              "@-r:@-rl:ro",
              "@/sub:@-sublink",
              "@-l:");
    };
  }

  /** A shell script for what is at the place of a directory before. */
  String existing(Choices choices, String tag) {
    String path = base + tag;
    return switch (choices.upTo(6)) {
      case 1 -> "echo x >" + path + "\n";
      case 2 -> "ln -s /srv/other " + path + "\n";
      default ->
          "install -d -m %s -o %s -g %s %s\necho x >%s/old\n"
              .formatted(
                  choices.one("755", "700", "750"),
                  choices.one("0", "901"),
                  choices.one("0", "901"),
                  path,
                  path);
    };
  }
}
