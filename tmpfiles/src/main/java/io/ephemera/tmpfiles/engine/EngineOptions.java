// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import io.ephemera.fs.Stat;
import io.ephemera.tmpfiles.pace.Progress;
import java.util.function.Predicate;

/**
 * The options of one run.
 *
 * @param dryRun whether to change nothing
 * @param verbose whether to report outcomes that need no attention: what was done, already right,
 *     or kept as usual
 * @param now the time from which ages count, in microseconds since 1970
 * @param subvolumes when to create btrfs subvolumes
 * @param chroot whether the run is in a chroot environment
 * @param progress counts what the run does, within its limits
 * @param inUse whether a directory belongs to a service that runs
 */
public record EngineOptions(
    boolean dryRun,
    boolean verbose,
    long now,
    Subvolumes subvolumes,
    Chroot chroot,
    Progress progress,
    Predicate<Stat> inUse) {}
