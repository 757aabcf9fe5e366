// SPDX-License-Identifier: Apache-2.0

/**
 * The processes of this host, as /proc shows them.
 *
 * <p>Everything about a process is read through one open directory {@code /proc/PID}, which fails
 * when the process has ended: a number that is used again never mixes two processes. {@link
 * io.ephemera.host.processes.ProcessPass} goes through all of them with two threads, and leaves a
 * process behind that does not answer.
 */
@NullMarked
package io.ephemera.host.processes;

import org.jspecify.annotations.NullMarked;
