// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import io.ephemera.fs.BytePath;
import org.jspecify.annotations.Nullable;

/**
 * One line of a tmpfiles.d(5) file, understood completely.
 *
 * @param position where its type stands
 * @param path absolute, or a glob pattern where {@link LineType#isGlob}; never with the alternate
 *     root in front
 * @param user null where the line says nothing
 * @param group null where the line says nothing
 * @param age null where the line says nothing
 * @param action what it asks for
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
