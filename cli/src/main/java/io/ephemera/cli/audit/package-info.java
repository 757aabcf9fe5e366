// SPDX-License-Identifier: Apache-2.0

/** {@code ephemera audit}. */
@NullMarked
package io.ephemera.cli.audit;

import org.jspecify.annotations.NullMarked;
