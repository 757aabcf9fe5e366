// SPDX-License-Identifier: Apache-2.0

/**
 * Checks of a configuration, for {@code --check}. Each {@link io.ephemera.tmpfiles.check.Check} is
 * a class with its rule; {@link io.ephemera.tmpfiles.check.Checks} lists and runs them. They read
 * the {@link io.ephemera.tmpfiles.check.Configuration} and the tree below the root directory, and
 * change nothing.
 *
 * <p>A new check is a class, an entry in {@code Checks}, rows in {@code check/findings.txt} of the
 * tests (one with a finding, one near miss), and a page in docs/checks with its row in the index.
 */
package io.ephemera.tmpfiles.check;
