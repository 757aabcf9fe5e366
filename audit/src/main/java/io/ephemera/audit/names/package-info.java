// SPDX-License-Identifier: Apache-2.0

/**
 * Names that programs are known to use in temporary places: whose they are, whether another user
 * could take them first, and what belongs there instead.
 *
 * <p>{@link io.ephemera.audit.names.KnownNames} matches paths with the table {@code
 * known-names.tsv}. A name is a hint, never a proof: any user may choose it.
 */
@NullMarked
package io.ephemera.audit.names;

import org.jspecify.annotations.NullMarked;
