// SPDX-License-Identifier: Apache-2.0
package io.ephemera.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Parses one line of the notation. */
final class TreeLineParser {
  private TreeEntryType type;
  private String name;
  private int mode;
  private String owner = "";
  private String content = "";
  private @Nullable Long accessed;
  private @Nullable Long modified;
  private int major;
  private int minor;
  private final SortedMap<String, String> attributes = new TreeMap<>();

  private TreeLineParser(String word) {
    type = TreeEntryType.ofSign(word.charAt(word.length() - 1));
    name = Text.unescape(word.substring(0, word.length() - type.sign.length()));
    mode = type.usualMode;
  }

  static TreeLine parse(String text) {
    try {
      List<String> words = words(text);
      TreeLineParser parser = new TreeLineParser(words.getFirst());
      for (int i = 1; i < words.size(); i++) {
        i += parser.word(words.get(i), i + 1 < words.size() ? words.get(i + 1) : "");
      }
      return parser.line();
    } catch (RuntimeException e) {
      throw new IllegalArgumentException("invalid line: " + text, e);
    }
  }

  private TreeLine line() {
    if (name.isEmpty() || name.startsWith("/") || ("/" + name + "/").contains("/../")) {
      throw new IllegalArgumentException("a name must be a relative path without ..");
    }
    return new TreeLine(
        type, name, mode, owner, content, accessed, modified, major, minor, attributes);
  }

  /**
   * Parses a word.
   *
   * @return how many of the following words belong to it
   */
  private int word(String word, String next) {
    if (word.equals("=>") || word.equals("==")) {
      type = word.equals("=>") ? TreeEntryType.SYMLINK : TreeEntryType.HARD_LINK;
      content = Text.unescape(next);
      return 1;
    }
    int at = word.indexOf('@');
    int quote = word.indexOf('"');
    if (quote == 0) {
      content = quoted(word, 0);
    } else if (quote > 1 && word.charAt(quote - 1) == '=') {
      attributes.put(word.substring(0, quote - 1), quoted(word, quote));
    } else if (at >= 0) {
      age(word.substring(0, at), TreeAge.parse(word.substring(at + 1)));
    } else if (isMode(word)) {
      mode = Integer.parseInt(word, 8);
    } else if (type == TreeEntryType.CHARACTER_DEVICE) {
      device(word);
    } else {
      owner = word;
    }
    return 0;
  }

  private static String quoted(String word, int from) {
    if (word.length() < from + 2 || !word.endsWith("\"")) {
      throw new IllegalArgumentException("unclosed quote");
    }
    return Text.unescape(word.substring(from + 1, word.length() - 1));
  }

  private static boolean isMode(String word) {
    return word.length() == 4 && word.chars().allMatch(c -> c >= '0' && c <= '7');
  }

  private void age(String which, long seconds) {
    if (!which.equals("m")) {
      accessed = seconds;
    }
    if (!which.equals("a")) {
      modified = seconds;
    }
  }

  private void device(String word) {
    String[] parts = word.split(":", -1);
    if (!parts[0].equals("char") && !parts[0].equals("block")) {
      owner = word;
      return;
    }
    type = parts[0].equals("block") ? TreeEntryType.BLOCK_DEVICE : TreeEntryType.CHARACTER_DEVICE;
    major = Integer.parseInt(parts[1]);
    minor = Integer.parseInt(parts[2]);
  }

  /** Splits at blanks outside quotes. */
  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == ' ' && !quoted) {
        add(words, word);
      } else {
        word.append(c);
        if (c == '\\' && i + 1 < text.length()) {
          word.append(text.charAt(++i));
        }
        quoted ^= c == '"';
      }
    }
    add(words, word);
    return words;
  }

  private static void add(List<String> words, StringBuilder word) {
    if (!word.isEmpty()) {
      words.add(word.toString());
      word.setLength(0);
    }
  }
}
