// SPDX-License-Identifier: Apache-2.0

/** {@code ephemera where}: shows where a file belongs, and why. */
@NullMarked
package io.ephemera.cli.where;

import org.jspecify.annotations.NullMarked;
