// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.uses;

import io.ephemera.fs.Bytes;
import io.ephemera.host.processes.HostProcess;
import org.jspecify.annotations.Nullable;

/**
 * One use of a file. Immutable.
 *
 * @param process which process; null if a use was seen but no process that holds it
 * @param kind in which way
 * @param detail what else is known
 * @param path the path of the file in the mount namespace of the process, as the kernel names it: a
 *     hint, which may lead to another file here; empty if not known
 * @param deleted whether the file has no name any more
 * @param proven whether device and inode number prove that it is this file; else only its inode
 *     number or its path says so
 */
public record Use(
    @Nullable HostProcess process,
    UseKind kind,
    UseDetail detail,
    Bytes path,
    boolean deleted,
    boolean proven) {
  Use unproven() {
    return proven ? new Use(process, kind, detail, path, deleted, false) : this;
  }
}
