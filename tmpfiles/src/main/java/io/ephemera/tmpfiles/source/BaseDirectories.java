// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.source;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Directory;
import io.ephemera.process.Account;
import io.ephemera.tmpfiles.language.Variables;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The directories behind the specifiers {@code %C %D %h %L %S %t %T %V} and the search path of
 * configuration files.
 */
final class BaseDirectories {
  private final Variables variables;
  private final Account account;

  BaseDirectories(Variables variables, Account account) {
    this.variables = variables;
    this.account = account;
  }

  /** {@code $HOME} if it is absolute, otherwise the account's home, or null if none is known. */
  @Nullable Bytes home() {
    BytePath home = absolute("HOME");
    return home == null ? account.home() : home.bytes();
  }

  /**
   * A directory of the XDG Base Directory Specification: the value of the variable if it is
   * absolute, otherwise a directory below the home directory, or null if that is unknown.
   */
  @Nullable Bytes ofUser(String variable, String belowHome) {
    Bytes value = asGiven(variable);
    if (value != null) {
      return value;
    }
    Bytes home = home();
    return home == null ? null : BytePath.of(home).append(BytePath.of(belowHome)).bytes();
  }

  /** Why {@link #home()} is unknown. */
  String homeless() {
    return "HOME is not set to an absolute path, and no home directory of user "
        + Integer.toUnsignedString(account.uid())
        + " is known";
  }

  /** The value of a variable if it is an absolute path, unchanged, or else null. */
  @Nullable Bytes asGiven(String variable) {
    Bytes value = variables.get(variable);
    return value == null || value.isEmpty() || value.at(0) != '/' ? null : value;
  }

  /** The value of a variable if it is an absolute path, normalized, or else null. */
  @Nullable BytePath absolute(String variable) {
    Bytes value = asGiven(variable);
    return value == null ? null : BytePath.of(value);
  }

  /**
   * The first existing directory of {@code $TMPDIR}, {@code $TEMP} and {@code $TMP}, or else the
   * given one.
   */
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
