// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.JavaPath;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A socket path that the caller alone may bind, for a framework that creates its socket itself:
 * Netty, gRPC, Jetty, Tomcat. See {@link RuntimeSocket#claim}.
 *
 * <pre>{@code
 * try (RuntimeDirectory directory = RuntimeDirectory.open(places.runtime());
 *     ClaimedSocket claimed = RuntimeSocket.claim(directory, "shop.socket")) {
 *   start(claimed.path()); // the framework binds and listens
 *   claimed.setMode(0660);
 *   awaitEnd();
 *   stop(); // before the claim is closed
 * }
 * }</pre>
 *
 * <p><b>Safety:</b> the lock is held, so that one process at a time binds, and a dead socket of the
 * caller's was removed. Until {@link #setMode} is called, the file has the mode that umask(2)
 * leaves of 0777: with a umask of 022 only the owner can connect. In a directory that others may
 * enter, a smaller umask lets them connect too early.
 *
 * <p>Thread-safe. <b>Limits:</b> the path has at most 106 bytes.
 */
public final class ClaimedSocket implements AutoCloseable {
  private final SocketFile file;
  private boolean closed;

  /** Takes a claim over, and releases it on failure. */
  static ClaimedSocket of(SocketFile file) throws IOException {
    boolean usable = false;
    try {
      file.requirePortablePath();
      usable = true;
      return new ClaimedSocket(file);
    } finally {
      if (!usable) {
        file.close();
      }
    }
  }

  private ClaimedSocket(SocketFile file) {
    this.file = file;
  }

  /** The path to bind, at which nothing exists yet. */
  public Path path() {
    return JavaPath.of(file.path());
  }

  /**
   * Sets the mode of the socket file once the framework listens, and from then on removes that file
   * when the claim is closed.
   *
   * @param mode its permission bits, 0 to 0777: users who may write to it may connect
   * @throws UnsafePlaceException if the path does not lead to a socket of the caller's on which a
   *     process listens
   * @throws IOException if it cannot be looked at or changed
   * @throws IllegalArgumentException if the mode is out of its range
   * @throws IllegalStateException if the claim is closed
   */
  public synchronized void setMode(int mode) throws IOException {
    RuntimeSocket.requirePermissions(mode);
    if (closed) {
      throw new IllegalStateException("closed: " + this);
    }
    try {
      file.adoptListener(mode);
    } catch (IOException e) {
      throw ExceptionTranslator.translate(e, file.path());
    }
  }

  /**
   * Removes the socket file, if it is the one that got its mode or a dead one, and releases the
   * lock. To be called after the framework has stopped. Closing again has no effect.
   */
  @Override
  public synchronized void close() throws IOException {
    if (!closed) {
      closed = true;
      try (file) {
        file.remove();
        file.removeIfDead();
      } catch (IOException e) {
        throw ExceptionTranslator.translate(e, file.path());
      }
    }
  }

  /** Human-readable; the format may change. */
  @Override
  public String toString() {
    return "claimed socket " + file.path();
  }
}
