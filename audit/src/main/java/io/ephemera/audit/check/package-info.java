// SPDX-License-Identifier: Apache-2.0

/**
 * The checks of a host: one class each, listed in {@link io.ephemera.audit.check.Checks}, with a
 * page in docs/audit. An {@link io.ephemera.audit.check.EntryCheck} looks at every entry of the
 * temporary places, in one walk for all of them; a {@link io.ephemera.audit.check.HostCheck} asks
 * the facts.
 *
 * <p>A check reports only what it has seen: what is not known is no finding.
 */
@NullMarked
package io.ephemera.audit.check;

import org.jspecify.annotations.NullMarked;
