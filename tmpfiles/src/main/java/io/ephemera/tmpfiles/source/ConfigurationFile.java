// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.source;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Name;
import org.jspecify.annotations.Nullable;

/**
 * A file in a configuration directory, with its content.
 *
 * @param directory the index of its directory, 0 for the highest priority
 * @param shown its path as the user sees it
 * @param target the target as the user sees it if it is a symbolic link, or else null
 */
public record ConfigurationFile(
    Name name, int directory, BytePath shown, @Nullable BytePath target, Bytes content) {}
