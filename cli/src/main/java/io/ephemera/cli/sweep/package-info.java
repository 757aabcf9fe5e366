// SPDX-License-Identifier: Apache-2.0

/** {@code ephemera sweep}: removes temporary files of processes that have died. */
@NullMarked
package io.ephemera.cli.sweep;

import org.jspecify.annotations.NullMarked;
