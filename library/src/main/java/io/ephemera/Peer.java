// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.UnixSocket;

/**
 * Who is at the other end of a Unix socket, as the kernel says: SO_PEERCRED of unix(7).
 *
 * <p><b>Safety:</b> nobody can pretend to be another user. The credentials are those of the moment
 * in which the other end connected, or began to listen: who inherited the socket since then may be
 * another. <b>Limits:</b> of a socket that a service manager passed on, clients see the service
 * manager. A process number may be taken by another process once this one has ended.
 *
 * @param uid the effective user, an unsigned 32 bit number; 65534 also for a user that our user
 *     namespace does not know
 * @param gid the effective group, likewise
 * @param pid the process, or 0 for one that our pid namespace does not know
 */
public record Peer(int uid, int gid, int pid) {
  static Peer of(UnixSocket.Peer peer) {
    return new Peer(peer.uid(), peer.gid(), peer.pid());
  }

  /** In words: {@code process 4711 of user 1000}. */
  @Override
  public String toString() {
    String process = pid == 0 ? "a process of another pid namespace" : "process " + pid;
    return process + " of user " + Integer.toUnsignedString(uid);
  }
}
