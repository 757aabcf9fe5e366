// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.processes;

/**
 * The namespaces of a process by their inode numbers, namespaces(7); 0 where they are not known.
 *
 * @param mount mount_namespaces(7)
 * @param network network_namespaces(7)
 * @param pid pid_namespaces(7)
 * @param user user_namespaces(7)
 */
public record ProcessNamespaces(long mount, long network, long pid, long user) {
  static ProcessNamespaces of(ProcessDirectory process) {
    return new ProcessNamespaces(
        process.namespace("mnt"),
        process.namespace("net"),
        process.namespace("pid"),
        process.namespace("user"));
  }
}
