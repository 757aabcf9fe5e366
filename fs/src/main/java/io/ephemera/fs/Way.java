// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import java.io.IOException;

/**
 * Learns of every directory on the way of a path while it is resolved, those of symbolic links too,
 * to judge who could lead the path elsewhere.
 */
public interface Way {
  /**
   * Whether what a user owns may lead anywhere, as what root owns may: a user who chose the path.
   *
   * @param uid an unsigned 32-bit number
   */
  boolean mayLead(int uid);

  /**
   * The next name is looked up in this directory.
   *
   * @param path its path, for messages
   * @throws IOException to refuse the path
   */
  void passes(Directory directory, Stat stat, BytePath path) throws IOException;

  /**
   * A directory of this name is missing and would be created in this one.
   *
   * @throws IOException to refuse that
   */
  void creates(Directory directory, Stat stat, BytePath path) throws IOException;
}
