// SPDX-License-Identifier: Apache-2.0

/**
 * The process that stays beside a command: {@code Supervisor} passes signals on, stops and
 * continues with the command, reaps orphans, and ends after the last descendant.
 */
@NullMarked
package io.ephemera.isolate.supervise;

import org.jspecify.annotations.NullMarked;
