// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.UnixSocket;

/**
 * The process at the other end of a Unix socket, as the kernel reports it: SO_PEERCRED of unix(7).
 *
 * <p><b>Safety:</b> a process cannot forge its credentials. They are those of the moment in which
 * the peer connected or began to listen; a process that inherited the socket since then may have
 * others. <b>Limits:</b> clients of a socket that a service manager passed on see the service
 * manager. Once the process has ended, another one may get its id.
 *
 * @param uid the effective user id, an unsigned 32-bit number; 65534 also for a user that is not
 *     mapped in this user namespace
 * @param gid the effective group id, likewise
 * @param pid the process id, or 0 for a process that is not in this pid namespace
 */
public record Peer(int uid, int gid, int pid) {
  static Peer of(UnixSocket.Peer peer) {
    return new Peer(peer.uid(), peer.gid(), peer.pid());
  }

  /** Human-readable: {@code process 4711 of user 1000}. */
  @Override
  public String toString() {
    String process = pid == 0 ? "a process in another pid namespace" : "process " + pid;
    return process + " of user " + Integer.toUnsignedString(uid);
  }
}
