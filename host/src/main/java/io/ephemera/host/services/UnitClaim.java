// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.services;

import io.ephemera.fs.BytePath;
import io.ephemera.tmpfiles.language.Position;
import org.jspecify.annotations.Nullable;

/**
 * What a unit says about a path.
 *
 * @param path the path that the unit names; a path below it is removed with it if {@code isTree}
 * @param isTree whether it is a directory with all that is below
 * @param unit the name of the unit
 * @param directive the directive, such as {@code RuntimeDirectory=}; {@code logind} for the runtime
 *     directories of users, systemd-logind.service(8)
 * @param file the unit file or drop-in with the directive; null if no file says it
 * @param position where it says so; null if no file does
 * @param removedAt when the path is removed
 * @param state whether the unit is enabled and runs
 */
public record UnitClaim(
    BytePath path,
    boolean isTree,
    String unit,
    String directive,
    @Nullable BytePath file,
    @Nullable Position position,
    RemovedAt removedAt,
    UnitState state) {}
