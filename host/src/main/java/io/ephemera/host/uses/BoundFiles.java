// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.uses;

import io.ephemera.fs.Bytes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The sockets that are bound to files that may be wanted. Thread-safe once all are added. */
final class BoundFiles {
  /**
   * A socket that is bound to a file.
   *
   * @param source how {@code device} and {@code inode} tell the file
   * @param socket its own inode number
   * @param path to which it was bound, if that is known
   * @param proven whether device and inode number are known from the kernel
   */
  record Bound(
      Found.Source source,
      long device,
      long inode,
      long socket,
      boolean listens,
      Bytes path,
      boolean proven) {
    /**
     * The use of the file by a process.
     *
     * @param number of the descriptor, or -1
     */
    Found usedBy(io.ephemera.host.processes.@Nullable HostProcess process, int number) {
      UseDetail detail = new UseDetail.Socket(socket, listens, number);
      Use use = new Use(process, UseKind.BOUND_SOCKET, detail, path, false, proven);
      return new Found(source, device, inode, use);
    }
  }

  private final NumberSet numbers = new NumberSet();
  private final Map<Long, Bound> bySocket = new HashMap<>();
  private final Set<Long> held = new HashSet<>();

  void add(Bound bound) {
    numbers.add(bound.socket());
    bySocket.put(bound.socket(), bound);
  }

  /** Whether it is one of them: cheap, for each socket of each process. */
  boolean contains(long socket) {
    return numbers.contains(socket);
  }

  /** The socket with this number, for a process that has it open. */
  synchronized @Nullable Bound hold(long socket) {
    held.add(socket);
    return bySocket.get(socket);
  }

  /** Those for which {@link #hold} was not called. */
  synchronized List<Bound> withoutHolder() {
    List<Bound> rest = new ArrayList<>();
    for (Bound bound : bySocket.values()) {
      if (!held.contains(bound.socket())) {
        rest.add(bound);
      }
    }
    return rest;
  }
}
