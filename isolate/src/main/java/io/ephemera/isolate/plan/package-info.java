// SPDX-License-Identifier: Apache-2.0

/**
 * What a command shall get and what will be done for it, as values: {@code Declaration} (from
 * options, later from a unit file) becomes a {@code RunPlan}. Nothing here makes a system call.
 */
@NullMarked
package io.ephemera.isolate.plan;

import org.jspecify.annotations.NullMarked;
