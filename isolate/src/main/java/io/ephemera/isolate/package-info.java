// SPDX-License-Identifier: Apache-2.0

/**
 * Runs a program with its own places. {@code Planner} makes a {@code RunPlan} of a {@code
 * Declaration}; {@code Runner} carries it out.
 */
@NullMarked
package io.ephemera.isolate;

import org.jspecify.annotations.NullMarked;
