// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Name;
import io.ephemera.fs.Root;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides once where something of an application belongs, and keeps what was not taken. */
final class Decision {
  private final Application application;
  private final ProcessEnvironment world;
  private final Verification variables;
  private final Verification defaults;
  private final List<Place.Rejection> rejections = new ArrayList<>();
  private final Bases bases;

  Decision(Application application, ProcessEnvironment world, Root root) {
    this.application = application;
    this.world = world;
    this.variables = Verification.ofVariables(world, root);
    this.defaults = Verification.ofDefaults(world, root);
    this.bases = new Bases(world, variables, defaults, rejections);
  }

  List<Place.Rejection> rejections() {
    return rejections;
  }

  Bases bases() {
    return bases;
  }

  Verification variables() {
    return variables;
  }

  Verification defaults() {
    return defaults;
  }

  /** The application's own directory for a purpose, or null where every one was rejected. */
  @Nullable Place own(Purpose purpose, StandardDirectory customs) {
    Place place = ofServiceManager(purpose, customs);
    if (place == null && world.uid() == 0) {
      place = ofSystem(purpose, customs);
    }
    if (place == null) {
      place = purpose == Purpose.RUNTIME ? runtime() : ofUser(purpose, customs);
    }
    return place;
  }

  private @Nullable Place ofServiceManager(Purpose purpose, StandardDirectory customs) {
    String variable = customs.service();
    Bytes value = world.variable(variable);
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
    String reason = variables.ofService(path, customs.isWritten());
    if (reason == null) {
      return place(purpose, path, path, Place.Rule.SERVICE_MANAGER, variable);
    }
    bases.reject(path, variable, reason);
    return null;
  }

  /** Of the paths between colons the one that is called as the application, otherwise the first. */
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

  private @Nullable Place ofSystem(Purpose purpose, StandardDirectory customs) {
    BytePath base = BytePath.of(customs.system());
    String origin = "directory of the system";
    String reason = defaults.existing(base);
    if (reason != null) {
      bases.reject(base, origin, reason);
      return null;
    }
    BytePath path = base.child(application.directoryName());
    reason = defaults.own(path, customs.isWritten());
    if (reason == null) {
      return place(purpose, path, base, Place.Rule.SYSTEM, origin);
    }
    bases.reject(path, origin, reason);
    return null;
  }

  private @Nullable Place ofUser(Purpose purpose, StandardDirectory customs) {
    Bases.Base base = bases.of(customs);
    if (base == null) {
      return null;
    }
    BytePath in =
        customs.below().isEmpty() ? base.path() : base.path().child(Name.of(customs.below()));
    return below(purpose, in, Place.Rule.XDG, base.origin());
  }

  private @Nullable Place runtime() {
    String variable = StandardDirectory.RUNTIME.variable();
    BytePath named = bases.absolute(variable);
    if (named != null) {
      String reason = variables.runtime(named);
      if (reason == null) {
        return below(Purpose.RUNTIME, named, Place.Rule.XDG, variable);
      }
      bases.reject(named, variable, reason);
    } else if (world.variable(variable) == null) {
      rejections.add(new Place.Rejection("", variable, "is not set"));
    }
    return runtimeInCache();
  }

  /**
   * Private, the same for all processes of the user, and empty after a boot: nobody uses it again.
   */
  private @Nullable Place runtimeInCache() {
    Bases.Base cache = bases.of(StandardDirectory.CACHE);
    if (cache == null) {
      return null;
    }
    String boot = world.boot();
    if (boot == null) {
      rejections.add(
          new Place.Rejection("", "/proc/sys/kernel/random/boot_id", "does not name the boot"));
      return null;
    }
    BytePath base = cache.path().child(Name.of("run-".concat(boot)));
    return below(Purpose.RUNTIME, base, Place.Rule.FALLBACK, "cache of the user");
  }

  /** The application's own directory in the user's cache, where nothing else will do. */
  @Nullable Place inCache(Purpose purpose) {
    Bases.Base cache = bases.of(StandardDirectory.CACHE);
    return cache == null
        ? null
        : below(purpose, cache.path(), Place.Rule.FALLBACK, "cache of the user");
  }

  private Place below(Purpose purpose, BytePath base, Place.Rule rule, String origin) {
    return place(purpose, base.child(application.directoryName()), base, rule, origin);
  }

  /** A decision, with what was rejected before it. */
  Place place(Purpose purpose, BytePath path, BytePath base, Place.Rule rule, String origin) {
    return new Place(application, purpose, path, base, rule, origin, rejections);
  }
}
