// SPDX-License-Identifier: Apache-2.0

/**
 * How fast and how far: {@link io.ephemera.tmpfiles.pace.Throttle} limits a run in time and rate,
 * {@link io.ephemera.tmpfiles.pace.Progress} counts what it examines and removes.
 */
package io.ephemera.tmpfiles.pace;
