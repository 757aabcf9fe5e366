// SPDX-License-Identifier: Apache-2.0

/**
 * As whom a command runs: looking it up, and becoming it. The change is one of the calling thread,
 * which then executes or starts the command.
 */
@NullMarked
package io.ephemera.isolate.identity;

import org.jspecify.annotations.NullMarked;
