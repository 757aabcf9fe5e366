// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.process.StandardDirectory;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the directories of the user in which applications have theirs: variables and defaults of
 * the XDG Base Directory Specification, verified. Records what is rejected.
 */
final class BaseDirectories {
  private static final String NOT_ABSOLUTE = "is not an absolute path";

  private final ProcessEnvironment environment;
  private final Verification variables;
  private final Verification defaults;
  private final List<Place.Rejection> rejections;

  BaseDirectories(
      ProcessEnvironment environment,
      Verification variables,
      Verification defaults,
      List<Place.Rejection> rejections) {
    this.environment = environment;
    this.variables = variables;
    this.defaults = defaults;
    this.rejections = rejections;
  }

  /**
   * A verified directory.
   *
   * @param origin the variable or default that named it
   */
  record Base(BytePath path, String origin) {}

  /** The directory of a purpose, or null if none can be trusted. */
  @Nullable Base of(StandardDirectory standard) {
    BytePath named = absolute(standard.variable());
    if (named != null) {
      String reason = variables.own(named, standard.isWritten());
      if (reason == null) {
        return new Base(named, standard.variable());
      }
      reject(named, standard.variable(), reason);
    }
    Base home = home();
    if (home == null) {
      return null;
    }
    BytePath path = home.path().append(BytePath.of(standard.belowHome()));
    String origin = "default below " + home.origin();
    String reason = defaults.own(path, standard.isWritten());
    if (reason == null) {
      return new Base(path, origin);
    }
    reject(path, origin, reason);
    return null;
  }

  /** The user's home directory: HOME if it belongs to the user, otherwise that of the account. */
  @Nullable Base home() {
    BytePath named = absolute("HOME");
    if (named != null) {
      String reason = variables.existing(named);
      if (reason == null) {
        return new Base(named, "HOME");
      }
      reject(named, "HOME", reason);
    } else if (environment.variable("HOME") == null) {
      rejections.add(new Place.Rejection("", "HOME", "is not set"));
    }
    return homeOfAccount();
  }

  private @Nullable Base homeOfAccount() {
    String origin = "home of the account";
    Bytes known = environment.known().accountHome();
    if (known == null || known.isEmpty()) {
      String uid = Integer.toUnsignedString(environment.uid());
      rejections.add(
          new Place.Rejection("", origin, "is unknown: no entry in passwd(5) for uid " + uid));
      return null;
    }
    BytePath path = BytePath.of(known);
    String reason = path.isAbsolute() ? defaults.existing(path) : NOT_ABSOLUTE;
    if (reason == null) {
      return new Base(path, origin);
    }
    reject(path, origin, reason);
    return null;
  }

  /** The value of a variable; null if it is unset or not an absolute path. */
  @Nullable BytePath absolute(String variable) {
    Bytes value = environment.variable(variable);
    if (value == null) {
      return null;
    }
    if (value.at(0) != '/') {
      rejections.add(new Place.Rejection(value.toString(), variable, NOT_ABSOLUTE));
      return null;
    }
    return BytePath.of(value);
  }

  void reject(BytePath path, String origin, String reason) {
    rejections.add(new Place.Rejection(path.toString(), origin, reason));
  }
}
