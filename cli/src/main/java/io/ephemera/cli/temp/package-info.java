// SPDX-License-Identifier: Apache-2.0

/** {@code ephemera temp}: temporary files and directories, and programs that get one. */
@NullMarked
package io.ephemera.cli.temp;

import org.jspecify.annotations.NullMarked;
