// SPDX-License-Identifier: Apache-2.0

/**
 * Which installed package a path belongs to.
 *
 * <p>{@link io.ephemera.host.packages.Packages} reads the databases of dpkg, apk and pacman itself,
 * below any root directory; for rpm it asks rpm, on the running host only. What a database says is
 * text that others wrote: it is bounded while it is read, and escaped when it is shown.
 */
@NullMarked
package io.ephemera.host.packages;

import org.jspecify.annotations.NullMarked;
