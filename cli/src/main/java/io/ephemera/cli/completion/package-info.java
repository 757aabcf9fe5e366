// SPDX-License-Identifier: Apache-2.0

/** {@code ephemera completion}: scripts for bash, zsh and fish, derived from all definitions. */
@NullMarked
package io.ephemera.cli.completion;

import org.jspecify.annotations.NullMarked;
