// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.uses;

import io.ephemera.process.KernelLock;

/** What is known of a use besides its kind. */
public sealed interface UseDetail {
  /**
   * Of {@link UseKind#OPEN}.
   *
   * @param number that of the descriptor
   * @param access for what it is open
   */
  record Descriptor(int number, Access access) implements UseDetail {}

  /**
   * Of {@link UseKind#MAPPED}.
   *
   * @param executable whether a part is mapped executable
   * @param writable whether a part is mapped for writing to the file, MAP_SHARED
   */
  record Mapping(boolean executable, boolean writable) implements UseDetail {}

  /**
   * Of {@link UseKind#LOCK}.
   *
   * @param lock as the kernel lists it
   * @param number the descriptor by which the process holds it; -1 if no holder was seen
   */
  record Lock(KernelLock lock, int number) implements UseDetail {}

  /**
   * Of {@link UseKind#BOUND_SOCKET}.
   *
   * @param socket the socket's own inode number
   * @param listens whether it listens, listen(2)
   * @param number the descriptor of the socket; -1 if no holder was seen
   */
  record Socket(long socket, boolean listens, int number) implements UseDetail {}

  /**
   * Of {@link UseKind#WATCH}.
   *
   * @param number the descriptor of inotify(7) or fanotify(7)
   * @param fanotify whether it is fanotify(7)
   */
  record Watch(int number, boolean fanotify) implements UseDetail {}

  /** Of the other kinds: nothing. */
  record None() implements UseDetail {}
}
