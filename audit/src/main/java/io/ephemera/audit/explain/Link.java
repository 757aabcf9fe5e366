// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.explain;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Stat;
import io.ephemera.process.Access;
import org.jspecify.annotations.Nullable;

/**
 * One component of a path, as {@code namei -l} shows it.
 *
 * @param path up to this component, as it was given
 * @param target the text of a symbolic link; null for anything else
 * @param replacing who besides root and the owner of the path in question could put something else
 *     in the place of what is below; of the last component, who could change it
 */
public record Link(BytePath path, Stat stat, @Nullable Bytes target, Access replacing) {}
