// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.services;

/**
 * Whether a unit is used.
 *
 * @param isEnabled whether another unit wants or requires it
 * @param running whether it runs now
 */
public record UnitState(boolean isEnabled, Running running) {
  /** Whether a unit runs. */
  public enum Running {
    /** It has a control group. */
    YES,
    /** It has no control group, or systemd does not run. A unit without processes has none. */
    NO,
    /** An image is looked at, or the control groups cannot be listed. */
    UNKNOWN
  }
}
