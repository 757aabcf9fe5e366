// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Inode;
import io.ephemera.fs.SystemCallException;

/** Prints whether a process has a socket bound to a file, as the user who runs it finds out. */
final class LiveSocketsProbe {
  private LiveSocketsProbe() {}

  public static void main(String... arguments) throws SystemCallException {
    LiveSockets sockets = new LiveSockets(new KernelFiles());
    try (Inode file = Inode.openAmbient(BytePath.of(arguments[0]))) {
      System.out.println(sockets.of(BytePath.of("/nowhere"), file.stat()));
    }
  }
}
