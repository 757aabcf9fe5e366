// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import io.ephemera.fs.Stat;

/** Identifies an inode as long as it exists. */
record FileId(long device, long inode) {
  static FileId of(Stat stat) {
    return new FileId(stat.device(), stat.inode());
  }
}
