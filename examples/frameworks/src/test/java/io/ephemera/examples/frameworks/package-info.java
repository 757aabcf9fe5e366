// SPDX-License-Identifier: Apache-2.0

/** Sockets of the library in frameworks that create their sockets themselves. */
@NullMarked
package io.ephemera.examples.frameworks;

import org.jspecify.annotations.NullMarked;
