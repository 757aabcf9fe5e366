// SPDX-License-Identifier: Apache-2.0

/**
 * What other processes find under a path, for each mount namespace may have other mounts there.
 *
 * <p>Told from the lists of mounts alone, which every user may read: no directory of another
 * process is looked into.
 */
@NullMarked
package io.ephemera.host.views;

import org.jspecify.annotations.NullMarked;
