// SPDX-License-Identifier: Apache-2.0

/** The command {@code run}. */
@NullMarked
package io.ephemera.cli.run;

import org.jspecify.annotations.NullMarked;
