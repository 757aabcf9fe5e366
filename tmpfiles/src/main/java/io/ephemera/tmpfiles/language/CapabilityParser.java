// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads file capabilities: clauses of names, an operator and flags (cap_text(7)), and {@code
 * rootuid=}.
 */
final class CapabilityParser {
  /** In the order of linux/capability.h. */
  private static final String[] NAMES = {
    "chown",
    "dac_override",
    "dac_read_search",
    "fowner",
    "fsetid",
    "kill",
    "setgid",
    "setuid",
    "setpcap",
    "linux_immutable",
    "net_bind_service",
    "net_broadcast",
    "net_admin",
    "net_raw",
    "ipc_lock",
    "ipc_owner",
    "sys_module",
    "sys_rawio",
    "sys_chroot",
    "sys_ptrace",
    "sys_pacct",
    "sys_admin",
    "sys_boot",
    "sys_nice",
    "sys_resource",
    "sys_time",
    "sys_tty_config",
    "mknod",
    "lease",
    "audit_write",
    "audit_control",
    "setfcap",
    "mac_override",
    "mac_admin",
    "syslog",
    "wake_alarm",
    "block_suspend",
    "audit_read",
    "perfmon",
    "bpf",
    "checkpoint_restore"
  };

  private static final int LARGEST = 62;
  private static final String PREFIX = "cap_";
  private static final String ROOT_UID = "rootuid=";

  private final Field field;
  private final List<CapabilityText.Clause> clauses = new ArrayList<>();
  private @Nullable Integer rootUid;

  private CapabilityParser(Field field) {
    this.field = field;
  }

  /** The capabilities of a line. Invalid ones have no clauses and are reported as a warning. */
  static CapabilityText parse(Field field, LineProblems problems) {
    try {
      return new CapabilityParser(field).parse();
    } catch (LineException e) {
      problems.add(e, Problem.Level.WARNING);
      return new CapabilityText(List.of(), null);
    }
  }

  private CapabilityText parse() throws LineException {
    if (field.text().indexOf('\\') >= 0) {
      throw wrong(0, "expected no backslash");
    }
    FieldScanner words = new FieldScanner(field.text());
    while (!words.atEnd()) {
      int index = words.column() - 1;
      word(words.next().text(), index);
    }
    return new CapabilityText(clauses, rootUid);
  }

  private void word(String word, int index) throws LineException {
    if (word.startsWith(ROOT_UID)) {
      long uid = OwnerParser.id(word.substring(ROOT_UID.length()));
      if (uid < 0) {
        throw wrong(index, "expected a user ID after " + ROOT_UID);
      }
      rootUid = (int) uid;
      return;
    }
    int operator = operator(word);
    if (operator == word.length()) {
      throw wrong(index, "expected NAMES, then one of = + -, then letters of 'eip'");
    }
    long capabilities = capabilities(word.substring(0, operator), index);
    clauses.add(new CapabilityText.Clause(capabilities, List.of(change(word, operator, index))));
  }

  private static int operator(String word) {
    int i = 0;
    while (i < word.length() && "=+-".indexOf(word.charAt(i)) < 0) {
      i++;
    }
    return i;
  }

  private CapabilityText.Change change(String word, int operator, int index) throws LineException {
    for (int i = operator + 1; i < word.length(); i++) {
      if ("eip".indexOf(word.charAt(i)) < 0) {
        throw wrong(index, "expected letters of 'eip' after " + word.charAt(operator));
      }
    }
    return new CapabilityText.Change(
        word.charAt(operator),
        word.indexOf('e', operator) >= 0,
        word.indexOf('i', operator) >= 0,
        word.indexOf('p', operator) >= 0);
  }

  private long capabilities(String names, int index) throws LineException {
    if (names.isEmpty()) {
      return CapabilityText.ALL;
    }
    long capabilities = 0;
    int from = 0;
    while (from < names.length()) {
      int comma = names.indexOf(',', from);
      int to = comma < 0 ? names.length() : comma;
      if (to > from) {
        capabilities |= capability(names.substring(from, to), index);
      }
      from = to + 1;
    }
    return capabilities;
  }

  private long capability(String name, int index) throws LineException {
    if (name.equals("all")) {
      return CapabilityText.ALL;
    }
    int number = Numbers.withPrefix(name);
    if (number >= 0 && number <= LARGEST) {
      return 1L << number;
    }
    for (int i = 0; i < NAMES.length; i++) {
      boolean prefixed = name.regionMatches(true, 0, PREFIX, 0, PREFIX.length());
      if (prefixed && name.substring(PREFIX.length()).equalsIgnoreCase(NAMES[i])) {
        return 1L << i;
      }
    }
    throw wrong(
        index,
        "expected names of capabilities(7) such as cap_chown, numbers up to "
            + LARGEST
            + ", or all");
  }

  private LineException wrong(int index, String expected) {
    return LineException.of(
        field.columnOf(index),
        Problem.Level.WARNING,
        "invalid capabilities "
            + Excerpt.quoted(field.text())
            + ": "
            + expected
            + "; line has no effect");
  }
}
