// SPDX-License-Identifier: Apache-2.0

/**
 * Which processes use which files, in whatever way: see {@link io.ephemera.host.uses.UseKind}.
 *
 * <p>{@link io.ephemera.host.uses.UseTable#scan} goes through all processes once. A file is told by
 * its device and inode number, never by a path: the same path leads to another file in another
 * mount namespace. Paths in the results are hints for people. No call waits for the server of a
 * file system: see {@link io.ephemera.host.uses.NamespaceMounts}. What could not be seen is part of
 * the answer, {@link io.ephemera.host.uses.Coverage}.
 */
@NullMarked
package io.ephemera.host.uses;

import org.jspecify.annotations.NullMarked;
