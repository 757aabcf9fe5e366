// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.facts;

import io.ephemera.fs.BytePath;

/**
 * A directory for what does not last, which an audit looks at with all that is in it.
 *
 * @param path as the host or image sees it, without links
 * @param kind what it is for
 */
public record Place(BytePath path, Kind kind) {
  /** What a place is for. */
  public enum Kind {
    /** Temporary files of all programs: /tmp, /var/tmp, /dev/shm. */
    TEMPORARY,
    /** Sockets, locks and pid files: /run and what is mounted in it. */
    RUNTIME,
    /** The runtime directory of a user. */
    USER_RUNTIME,
    /** What a line of tmpfiles.d(5) makes elsewhere, or a spool. */
    OTHER
  }
}
