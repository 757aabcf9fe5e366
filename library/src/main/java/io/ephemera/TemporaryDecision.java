// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.ByteSize;
import org.jspecify.annotations.Nullable;

/** Decides where temporary files belong: TMPDIR, {@code /tmp}, {@code /var/tmp} or the cache. */
final class TemporaryDecision {
  private static final String VARIABLE = "TMPDIR";
  private static final String SHARED = "directory of the system";
  private static final BytePath TMP = BytePath.of("/tmp");
  private static final BytePath VAR_TMP = BytePath.of("/var/tmp");

  private final Decision decision;
  private final Need need;

  /** A place that meets the need, but in memory, where so many bytes do not belong. */
  private @Nullable BytePath wasteful;

  TemporaryDecision(Decision decision, Need need) {
    this.decision = decision;
    this.need = need;
  }

  /** The first place that meets the need, or null. */
  @Nullable Place place() {
    Place place = need.isPersistent() ? persistent() : usual();
    if (place == null) {
      place = inCache();
    }
    return place == null && wasteful != null ? shared(wasteful) : place;
  }

  private @Nullable Place usual() {
    Place place = named();
    if (place == null) {
      place = ofSystem(need.isLarge() ? VAR_TMP : TMP);
    }
    return place == null ? ofSystem(need.isLarge() ? TMP : VAR_TMP) : place;
  }

  private @Nullable Place persistent() {
    Place place = ofSystem(VAR_TMP);
    return place == null ? named() : place;
  }

  private @Nullable Place named() {
    BytePath path = decision.baseDirectories().absolute(VARIABLE);
    if (path == null) {
      return null;
    }
    String reason =
        need.isPersistent() && path.startsWith(TMP)
            ? "is in /tmp, which a boot may empty"
            : decision.variables().temporary(path, need);
    if (reason == null) {
      return decision.place(Purpose.TEMPORARY, path, path, Place.Rule.TMPDIR, VARIABLE);
    }
    decision.baseDirectories().reject(path, VARIABLE, reason);
    return null;
  }

  private @Nullable Place ofSystem(BytePath path) {
    String reason = decision.defaults().temporary(path, need);
    if (reason == null && isWasteful(path)) {
      wasteful = path;
      reason = "is in memory; " + ByteSize.format(need.bytes()) + " belong on a disk";
    }
    if (reason == null) {
      return shared(path);
    }
    decision.baseDirectories().reject(path, SHARED, reason);
    return null;
  }

  private boolean isWasteful(BytePath path) {
    return need.isTooMuchForMemory() && decision.defaults().isInMemory(path);
  }

  private Place shared(BytePath path) {
    return decision.place(Purpose.TEMPORARY, path, path, Place.Rule.SHARED_TEMPORARY, SHARED);
  }

  private @Nullable Place inCache() {
    Place place = decision.inCache(Purpose.TEMPORARY);
    if (place == null) {
      return null;
    }
    String reason = decision.defaults().lacking(place.bytePath(), need);
    if (reason == null) {
      return place;
    }
    decision.baseDirectories().reject(place.bytePath(), place.origin(), reason);
    return null;
  }
}
