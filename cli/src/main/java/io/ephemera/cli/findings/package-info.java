// SPDX-License-Identifier: Apache-2.0

/** What commands that report findings have in common: baselines, the exit status, the forms. */
@NullMarked
package io.ephemera.cli.findings;

import org.jspecify.annotations.NullMarked;
