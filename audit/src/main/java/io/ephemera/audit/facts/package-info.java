// SPDX-License-Identifier: Apache-2.0

/**
 * What the checks of a host ask: {@link io.ephemera.audit.facts.Facts} has each fact read once,
 * when a check first needs it; {@link io.ephemera.audit.facts.PlaceWalk} looks once at every entry
 * of the temporary {@link io.ephemera.audit.facts.Places}.
 */
@NullMarked
package io.ephemera.audit.facts;

import org.jspecify.annotations.NullMarked;
