// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Directory;
import io.ephemera.process.Account;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The directories that the specifiers {@code %C %D %h %L %S %t %T %V} and the search for
 * configuration begin with.
 */
final class BaseDirectories {
  private final Variables variables;
  private final Account identity;

  BaseDirectories(Variables variables, Account identity) {
    this.variables = variables;
    this.identity = identity;
  }

  /** {@code $HOME} where it is absolute, otherwise what the system knows. */
  Bytes home() {
    BytePath home = absolute("HOME");
    return home == null ? identity.home() : home.bytes();
  }

  /**
   * A directory of the XDG Base Directory Specification: the variable where it is absolute,
   * otherwise below the home directory.
   */
  Bytes ofUser(String variable, String belowHome) {
    Bytes value = asGiven(variable);
    return value == null ? BytePath.of(home()).append(BytePath.of(belowHome)).bytes() : value;
  }

  /** The value of a variable where it is an absolute path, letter by letter. */
  @Nullable Bytes asGiven(String variable) {
    Bytes value = variables.get(variable);
    return value == null || value.isEmpty() || value.at(0) != '/' ? null : value;
  }

  /** The value of a variable where it is an absolute path. */
  @Nullable BytePath absolute(String variable) {
    Bytes value = asGiven(variable);
    return value == null ? null : BytePath.of(value);
  }

  /** The directory for temporary files: that of a variable where it exists. */
  Bytes temporary(String otherwise) {
    String[] names = {"TMPDIR", "TEMP", "TMP"};
    for (String name : names) {
      BytePath path = absolute(name);
      if (path != null && isDirectory(path)) {
        return path.bytes();
      }
    }
    return Bytes.latin1(otherwise);
  }

  private static boolean isDirectory(BytePath path) {
    try (Directory directory = Directory.openAmbient(path)) {
      return directory.stat().isDirectory();
    } catch (IOException e) {
      return false;
    }
  }
}
