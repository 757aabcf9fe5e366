// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.service;

import io.ephemera.fs.Bytes;
import io.ephemera.isolate.plan.DeclarationBuilder;
import io.ephemera.units.syntax.Assignment;
import io.ephemera.units.syntax.Word;
import io.ephemera.units.syntax.WordStyle;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code User=}, {@code Group=} and {@code SupplementaryGroups=}, systemd.exec(5). */
final class IdentityTopic implements Topic {
  private final Values values;
  private @Nullable Bytes user;
  private @Nullable Bytes group;
  private final List<Bytes> supplementary = new ArrayList<>();

  IdentityTopic(Values values) {
    this.values = values;
  }

  @Override
  public boolean take(Assignment assignment) {
    switch (assignment.key()) {
      case "User" -> user = name(assignment);
      case "Group" -> group = name(assignment);
      case "SupplementaryGroups" -> addGroups(assignment);
      default -> {
        return false;
      }
    }
    return true;
  }

  private @Nullable Bytes name(Assignment assignment) {
    if (assignment.isEmpty()) {
      return null;
    }
    String name = values.expand(assignment);
    if (name == null || !isName(name)) {
      refuse(assignment);
      return null;
    }
    return Bytes.latin1(name);
  }

  /**
   * Whether it can be a name or a number: no path, no field of passwd(5), no white space around.
   */
  private static boolean isName(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < ' ' || text.charAt(i) == ':' || text.charAt(i) == '/') {
        return false;
      }
    }
    return !text.isEmpty() && text.equals(text.strip());
  }

  /** To go on without would be to run as the caller, who may be root. */
  private void refuse(Assignment assignment) {
    values.refuse(assignment, "expected the name or the number of a user or group");
  }

  /** Whether a user is given. */
  boolean hasUser() {
    return user != null;
  }

  private void addGroups(Assignment assignment) {
    if (assignment.isEmpty()) {
      supplementary.clear();
    }
    for (Word word : values.words(assignment, WordStyle.UNQUOTED)) {
      String name = values.expand(assignment, word.index(), word.text());
      if (name == null || !isName(name)) {
        refuse(assignment);
      } else {
        supplementary.add(Bytes.latin1(name));
      }
    }
  }

  @Override
  public void addTo(DeclarationBuilder builder) {
    builder.user(user).group(group).supplementaryGroups(supplementary);
  }
}
