// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Name;
import org.jspecify.annotations.Nullable;

/**
 * A file in a configuration directory, read.
 *
 * @param directory the index of its directory, 0 for the highest priority
 * @param shown its path as the user sees it
 * @param target where it leads as the user sees it, if it is a symbolic link
 */
public record ConfigurationFile(
    Name name, int directory, BytePath shown, @Nullable BytePath target, Bytes content) {}
