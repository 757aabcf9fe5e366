// SPDX-License-Identifier: Apache-2.0

/** The built program, run as users run it. */
@NullMarked
package io.ephemera.acceptance;

import org.jspecify.annotations.NullMarked;
