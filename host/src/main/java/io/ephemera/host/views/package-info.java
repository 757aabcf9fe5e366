// SPDX-License-Identifier: Apache-2.0

/**
 * What other processes find under a path, for each mount namespace may have other mounts there.
 *
 * <p>{@link io.ephemera.host.views.MountViews} compares the lists of mounts, which every user may
 * read. What is at the path there, a child process finds out ({@link
 * io.ephemera.host.views.ForeignRoot}), because a file system of another process may never answer.
 */
@NullMarked
package io.ephemera.host.views;

import org.jspecify.annotations.NullMarked;
