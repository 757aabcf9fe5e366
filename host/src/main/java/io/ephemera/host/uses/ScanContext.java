// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.uses;

/**
 * What the looks of one scan share.
 *
 * @param wanted of which files the uses are wanted
 * @param sockets those that are bound to such files
 * @param locks the kernel's list
 * @param specials the devices of what has no path
 * @param mounts the mount namespaces that were seen
 */
record ScanContext(
    Wanted wanted, BoundFiles sockets, LockList locks, Specials specials, MountNamespaces mounts) {}
