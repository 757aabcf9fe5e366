// SPDX-License-Identifier: Apache-2.0

/** The program {@code ephemera}: selects a command by its name and runs it. */
@NullMarked
package io.ephemera.cli;

import org.jspecify.annotations.NullMarked;
