// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.HeldException;
import java.nio.file.FileSystemException;

/**
 * Something is mounted on a file or directory that was to be replaced or removed: EBUSY of
 * errno(3).
 *
 * <p>A container whose configuration is mounted as a single file cannot replace that file. It can
 * if the directory of the file is mounted instead.
 */
public final class MountPointException extends FileSystemException {
  private static final long serialVersionUID = 1;

  MountPointException(HeldException held) {
    super(held.path().toString(), null, held.getMessage());
  }
}
