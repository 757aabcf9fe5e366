// SPDX-License-Identifier: Apache-2.0

/** {@code ephemera explain}: why a path is here, who uses it, and what will delete it. */
package io.ephemera.cli.explain;
