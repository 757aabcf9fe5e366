// SPDX-License-Identifier: Apache-2.0

/**
 * Who is still there: a directory of records says for each run what it made, and locks, mount
 * namespaces and processes say whether it lives. {@code RunStore} is the directory, {@code
 * Instance} a run of this process, {@code Reaper} removes what dead runs left.
 *
 * <p>In the store is a directory for each name, in that the file {@code lock}, which a run that
 * must be alone keeps locked, and a record for each run, which the run keeps locked. A lock on the
 * directory of a name is held for a moment while a run of it begins or is removed; a lock on the
 * store, while runtime directories are made or removed, which runs of different names may share.
 * Locks are taken in this order: name, store.
 */
@NullMarked
package io.ephemera.isolate.records;

import org.jspecify.annotations.NullMarked;
