// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Name;
import io.ephemera.fs.Root;
import io.ephemera.process.StandardDirectory;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One decision about the place of an application's files, with the rejected places. */
final class Decision {
  private final Application application;
  private final ProcessEnvironment environment;
  private final Caller caller;
  private final Verification variables;
  private final Verification defaults;
  private final List<Place.Rejection> rejections = new ArrayList<>();
  private final List<String> cautions = new ArrayList<>();
  private final BaseDirectories baseDirectories;

  Decision(Application application, ProcessEnvironment environment, Caller caller, Root root) {
    this.application = application;
    this.environment = environment;
    this.caller = caller;
    this.variables = Verification.ofVariables(environment, caller, root, cautions);
    this.defaults = Verification.ofDefaults(environment, caller, root, cautions);
    this.baseDirectories = new BaseDirectories(environment, variables, defaults, rejections);
  }

  /** Resolves another path of this decision. */
  Survey survey() {
    return new Survey(caller);
  }

  List<Place.Rejection> rejections() {
    return rejections;
  }

  BaseDirectories baseDirectories() {
    return baseDirectories;
  }

  Verification variables() {
    return variables;
  }

  Verification defaults() {
    return defaults;
  }

  /** The application's own directory for a purpose, or null if every candidate was rejected. */
  @Nullable Place own(Purpose purpose, StandardDirectory standard) {
    Place place = ofServiceManager(purpose, standard);
    if (place == null && environment.uid() == 0) {
      place = ofSystem(purpose, standard);
    }
    if (place == null) {
      place = purpose == Purpose.RUNTIME ? runtime() : ofUser(purpose, standard);
    }
    return place;
  }

  private @Nullable Place ofServiceManager(Purpose purpose, StandardDirectory standard) {
    String variable = standard.service();
    Bytes value = environment.variable(variable);
    if (value == null) {
      return null;
    }
    Bytes chosen = chosen(value);
    if (chosen.isEmpty() || chosen.at(0) != '/') {
      rejections.add(
          new Place.Rejection(value.toString(), variable, "is not a list of absolute paths"));
      return null;
    }
    BytePath path = BytePath.of(chosen);
    String reason = variables.ofService(path, standard.isWritten());
    if (reason == null) {
      return place(purpose, path, path, Place.Rule.SERVICE_MANAGER, variable);
    }
    baseDirectories.reject(path, variable, reason);
    return null;
  }

  /** Of the paths between colons, the one named like the application, otherwise the first. */
  private Bytes chosen(Bytes value) {
    String text = value.latin1();
    String first = null;
    int start = 0;
    while (start <= text.length()) {
      int colon = text.indexOf(':', start);
      int end = colon < 0 ? text.length() : colon;
      String entry = text.substring(start, end);
      if (entry.endsWith("/" + application.name())) {
        return Bytes.latin1(entry);
      }
      first = first == null && !entry.isEmpty() ? entry : first;
      start = end + 1;
    }
    return first == null ? Bytes.EMPTY : Bytes.latin1(first);
  }

  private @Nullable Place ofSystem(Purpose purpose, StandardDirectory standard) {
    BytePath base = BytePath.of(standard.system());
    String origin = "directory of the system";
    String reason = defaults.existing(base);
    if (reason != null) {
      baseDirectories.reject(base, origin, reason);
      return null;
    }
    BytePath path = base.child(application.directoryName());
    reason = defaults.own(path, standard.isWritten());
    if (reason == null) {
      return place(purpose, path, base, Place.Rule.SYSTEM, origin);
    }
    baseDirectories.reject(path, origin, reason);
    return null;
  }

  private @Nullable Place ofUser(Purpose purpose, StandardDirectory standard) {
    BaseDirectories.Base base = baseDirectories.of(standard);
    if (base == null) {
      return null;
    }
    BytePath in =
        standard.below().isEmpty() ? base.path() : base.path().child(Name.of(standard.below()));
    return below(purpose, in, Place.Rule.XDG, base.origin());
  }

  private @Nullable Place runtime() {
    String variable = StandardDirectory.RUNTIME.variable();
    BytePath named = baseDirectories.absolute(variable);
    if (named != null) {
      String reason = variables.runtime(named);
      if (reason == null) {
        return below(Purpose.RUNTIME, named, Place.Rule.XDG, variable);
      }
      baseDirectories.reject(named, variable, reason);
    } else if (environment.variable(variable) == null) {
      rejections.add(new Place.Rejection("", variable, "is not set"));
    }
    return runtimeInCache();
  }

  /**
   * A private directory that all processes of the user share until the next boot: its name contains
   * the boot id.
   */
  private @Nullable Place runtimeInCache() {
    BaseDirectories.Base cache = baseDirectories.of(StandardDirectory.CACHE);
    if (cache == null) {
      return null;
    }
    String boot = environment.boot();
    if (boot == null) {
      rejections.add(new Place.Rejection("", "/proc/sys/kernel/random/boot_id", "cannot be read"));
      return null;
    }
    BytePath base = cache.path().child(Name.of("run-".concat(boot)));
    return below(Purpose.RUNTIME, base, Place.Rule.FALLBACK, "cache of the user");
  }

  /** The application's directory in the user's cache, the last candidate. */
  @Nullable Place inCache(Purpose purpose) {
    BaseDirectories.Base cache = baseDirectories.of(StandardDirectory.CACHE);
    return cache == null
        ? null
        : below(purpose, cache.path(), Place.Rule.FALLBACK, "cache of the user");
  }

  private Place below(Purpose purpose, BytePath base, Place.Rule rule, String origin) {
    return place(purpose, base.child(application.directoryName()), base, rule, origin);
  }

  /** The place that was decided on, with the rejected ones. */
  Place place(Purpose purpose, BytePath path, BytePath base, Place.Rule rule, String origin) {
    return new Place(
        application, purpose, path, base, rule, origin, rejections, cautions, caller.trusted());
  }
}
