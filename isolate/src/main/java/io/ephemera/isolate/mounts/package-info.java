// SPDX-License-Identifier: Apache-2.0

/**
 * Mounts that only the command sees: {@code NamespaceAccess} says how it can have some; {@code
 * CheckedPlaces} are checked in the namespace of the caller, where owners are known; {@code
 * MountNamespace} is entered; {@code CommandMounts} reopens each place there and mounts.
 *
 * <p>Without CAP_SYS_ADMIN the program is started again in a user namespace ({@code SecondStage}),
 * where every other owner looks the same: what was checked outside is handed over ({@code
 * Handover}), and inside only inodes are compared.
 */
@NullMarked
package io.ephemera.isolate.mounts;

import org.jspecify.annotations.NullMarked;
