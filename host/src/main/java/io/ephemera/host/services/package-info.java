// SPDX-License-Identifier: Apache-2.0

/**
 * Which units of systemd name a path, and when they remove it.
 *
 * <p>{@link io.ephemera.host.services.ServiceFacts} reads the unit files of a host or an image
 * once. Only what decides whether a unit runs is asked of the running system: its control groups.
 */
@NullMarked
package io.ephemera.host.services;

import org.jspecify.annotations.NullMarked;
