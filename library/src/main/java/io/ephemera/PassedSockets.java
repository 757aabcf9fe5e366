// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.SystemCallException;
import io.ephemera.fs.UnixSocket;
import io.ephemera.process.CurrentProcess;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sockets that a service manager passed to this process, sd_listen_fds(3). Thread-safe. */
final class PassedSockets {
  private static final String UNNAMED = "unknown";

  /** Descriptors that were taken; they may be closed, and their numbers reused, by now. */
  private static final Set<Integer> TAKEN = new HashSet<>();

  private PassedSockets() {}

  /** What a socket has to be. */
  private enum Wanted {
    UNIX_STREAM("Unix stream socket"),
    STREAM("stream socket");

    private final String words;

    Wanted(String words) {
      this.words = words;
    }

    boolean is(UnixSocket socket) {
      try {
        return (this == STREAM ? socket.isStream() : socket.isUnixStream()) && socket.isListening();
      } catch (SystemCallException e) {
        return false; // not a socket, or not open
      }
    }
  }

  /**
   * Takes the first socket of this name that was not taken yet; null if there is none.
   *
   * @throws IOException if it is not a listening Unix stream socket
   */
  static @Nullable UnixSocket take(String name) throws IOException {
    int number = take(name, Wanted.UNIX_STREAM);
    return number < 0 ? null : UnixSocket.ofDescriptor(number);
  }

  /**
   * As {@link #take}, but the number of its descriptor, and with any address family.
   *
   * @throws IOException if it is not a listening stream socket
   */
  static OptionalInt takeNumber(String name) throws IOException {
    int number = take(name, Wanted.STREAM);
    return number < 0 ? OptionalInt.empty() : OptionalInt.of(number);
  }

  private static int take(String name, Wanted wanted) throws IOException {
    synchronized (TAKEN) {
      for (int number : named(name, System.getenv(), CurrentProcess.pid())) {
        if (TAKEN.add(number)) {
          verify(number, name, wanted);
          return number;
        }
      }
    }
    return -1;
  }

  private static void verify(int number, String name, Wanted wanted) throws IOException {
    UnixSocket socket = UnixSocket.ofDescriptor(number); // not closed: it stays open
    if (!wanted.is(socket)) {
      throw new IOException(
          "descriptor "
              + number
              + ", which was passed as "
              + name
              + ", is not a listening "
              + wanted.words
              + "; check ListenStream= and Accept= of the socket unit");
    }
    socket.keepFromOthers();
    socket.stopWaiting();
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
