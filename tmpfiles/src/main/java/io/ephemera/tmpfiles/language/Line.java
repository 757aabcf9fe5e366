// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import io.ephemera.fs.BytePath;
import org.jspecify.annotations.Nullable;

/**
 * One line of a tmpfiles.d(5) file.
 *
 * @param position the position of its type
 * @param path absolute, a glob pattern if {@link LineType#isGlob}; without the alternate root
 * @param user null if the field is not set
 * @param group null if the field is not set
 * @param age null if the field is not set
 * @param action what to do at the path
 */
public record Line(
    Position position,
    LineType type,
    Modifiers modifiers,
    BytePath path,
    Mode mode,
    @Nullable Owner user,
    @Nullable Owner group,
    @Nullable Age age,
    Action action) {}
