// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The directories in which applications have theirs: variables and defaults of the XDG Base
 * Directory Specification, verified. What is not taken is told.
 */
final class Bases {
  private static final String NOT_ABSOLUTE = "is not an absolute path";

  private final ProcessEnvironment world;
  private final Verification variables;
  private final Verification defaults;
  private final List<Place.Rejection> rejections;

  Bases(
      ProcessEnvironment world,
      Verification variables,
      Verification defaults,
      List<Place.Rejection> rejections) {
    this.world = world;
    this.variables = variables;
    this.defaults = defaults;
    this.rejections = rejections;
  }

  /**
   * A verified directory.
   *
   * @param origin what named it
   */
  record Base(BytePath path, String origin) {}

  /** That of a purpose, or null where there is none that can be trusted. */
  @Nullable Base of(StandardDirectory customs) {
    BytePath named = absolute(customs.variable());
    if (named != null) {
      String reason = variables.own(named, customs.isWritten());
      if (reason == null) {
        return new Base(named, customs.variable());
      }
      reject(named, customs.variable(), reason);
    }
    Base home = home();
    if (home == null) {
      return null;
    }
    BytePath path = home.path().append(BytePath.of(customs.belowHome()));
    String origin = "default below " + home.origin();
    String reason = defaults.own(path, customs.isWritten());
    if (reason == null) {
      return new Base(path, origin);
    }
    reject(path, origin, reason);
    return null;
  }

  /** The user's home directory: HOME where it is the user's own, otherwise that of the account. */
  @Nullable Base home() {
    BytePath named = absolute("HOME");
    if (named != null) {
      String reason = variables.existing(named);
      if (reason == null) {
        return new Base(named, "HOME");
      }
      reject(named, "HOME", reason);
    } else if (world.variable("HOME") == null) {
      rejections.add(new Place.Rejection("", "HOME", "is not set"));
    }
    return homeOfAccount();
  }

  private @Nullable Base homeOfAccount() {
    String origin = "home of the account";
    Bytes known = world.known().accountHome();
    if (known == null || known.isEmpty()) {
      String uid = Integer.toUnsignedString(world.uid());
      rejections.add(
          new Place.Rejection("", origin, "is not known: no entry in passwd(5) for uid " + uid));
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

  /** The value of a variable that is an absolute path; null where it is unset or no such path. */
  @Nullable BytePath absolute(String variable) {
    Bytes value = world.variable(variable);
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
