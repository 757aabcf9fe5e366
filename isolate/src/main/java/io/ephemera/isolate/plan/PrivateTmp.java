// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.plan;

/** What the command finds at {@code /tmp} and {@code /var/tmp}. */
public sealed interface PrivateTmp {
  /** The same directories as every other process. */
  record Shared() implements PrivateTmp {}

  /**
   * A tmpfs(5) of its own, in which both are directories.
   *
   * @param size the limit as tmpfs takes it: {@code 64m}, {@code 10%}
   */
  record InMemory(String size) implements PrivateTmp {
    /** A tenth of the memory, as systemd takes. */
    public static final String USUAL_SIZE = "10%";
  }

  /** A directory of its own below each of both, on the same file system. */
  record OnDisk() implements PrivateTmp {}
}
