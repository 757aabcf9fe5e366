// SPDX-License-Identifier: Apache-2.0
package io.ephemera.examples.frameworks;

import io.ephemera.RuntimeSocket;

/** A server on a socket that the service manager passed; it says when it is ready. */
final class PassedProgram {
  private PassedProgram() {}

  enum Kind {
    NETTY_EPOLL,
    JETTY
  }

  /** The program; its argument is the kind of server. */
  public static void main(String[] arguments) throws Exception {
    AutoCloseable server =
        switch (Kind.valueOf(arguments[0])) {
          case NETTY_EPOLL ->
              Netty.overEpoll(RuntimeSocket.takePassedDescriptor("s").orElseThrow());
          case JETTY -> Http.jettyOnStandardInput();
        };
    System.out.println("ready");
    Thread.currentThread().join(); // until it is killed
    server.close();
  }
}
