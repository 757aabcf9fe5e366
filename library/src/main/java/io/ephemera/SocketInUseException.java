// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import java.net.BindException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Somebody else listens on a socket already, or is just beginning or ending to do so. */
public final class SocketInUseException extends BindException {
  private static final long serialVersionUID = 1;

  private final transient @Nullable Peer holder;

  SocketInUseException(String path, @Nullable Peer holder) {
    super(
        path
            + ": in use"
            + (holder == null ? " by a process that cannot be told" : " by " + holder));
    this.holder = holder;
  }

  /** Who listens; nobody when that cannot be told, as for one that is just beginning or ending. */
  public Optional<Peer> holder() {
    return Optional.ofNullable(holder);
  }
}
