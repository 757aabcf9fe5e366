// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.SystemCallException;
import io.ephemera.fs.UnixSocket;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sockets that a service manager passed to this process, sd_listen_fds(3). Thread-safe. */
final class PassedSockets {
  private static final String UNNAMED = "unknown";

  /** Descriptors that were taken; they may be closed, and their numbers reused, by now. */
  private static final Set<Integer> TAKEN = new HashSet<>();

  private PassedSockets() {}

  /**
   * Takes the first socket of this name that was not taken yet; null if there is none.
   *
   * @throws IOException if it is not a listening Unix stream socket
   */
  static @Nullable UnixSocket take(String name) throws IOException {
    synchronized (TAKEN) {
      for (int number : named(name, System.getenv(), ProcessHandle.current().pid())) {
        if (TAKEN.add(number)) {
          return verified(UnixSocket.ofDescriptor(number), number, name);
        }
      }
    }
    return null;
  }

  private static UnixSocket verified(UnixSocket socket, int number, String name)
      throws IOException {
    boolean listens;
    try {
      listens = socket.isUnixStream() && socket.isListening();
    } catch (SystemCallException e) {
      listens = false;
    }
    if (!listens) {
      throw new IOException(
          "descriptor "
              + number
              + ", which was passed as "
              + name
              + ", is not a listening Unix stream socket; check ListenStream= and Accept= of the"
              + " socket unit");
    }
    return socket;
  }

  /** The descriptors of this name, in their order. */
  static int[] named(String name, Map<String, String> environment, long self) {
    if (!String.valueOf(self).equals(environment.get("LISTEN_PID"))) {
      return new int[0];
    }
    int count = number(environment.getOrDefault("LISTEN_FDS", ""));
    String[] names = environment.getOrDefault("LISTEN_FDNAMES", "").split(":", -1);
    int[] found = new int[count];
    int length = 0;
    for (int i = 0; i < count; i++) {
      String here = i < names.length && !names[i].isEmpty() ? names[i] : UNNAMED;
      if (here.equals(name)) {
        found[length++] = UnixSocket.FIRST_PASSED + i;
      }
    }
    return Arrays.copyOf(found, length);
  }

  private static int number(String text) {
    try {
      return Math.clamp(Integer.parseInt(text), 0, 1 << 16);
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
