// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.plan;

import io.ephemera.fs.BytePath;

/**
 * A directory that a command will have.
 *
 * @param kind what it is for
 * @param path its absolute path
 * @param mode its exact permission bits
 * @param uid its owner
 * @param gid its group
 */
public record PlannedDirectory(DirectoryKind kind, BytePath path, int mode, int uid, int gid) {}
