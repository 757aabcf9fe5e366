// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import java.net.BindException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Another process listens on a socket already, or is just starting or stopping to. */
public final class SocketInUseException extends BindException {
  private static final long serialVersionUID = 1;

  private final transient @Nullable Peer holder;

  SocketInUseException(String path, @Nullable Peer holder) {
    super(path + ": in use" + (holder == null ? " by an unknown process" : " by " + holder));
    this.holder = holder;
  }

  /** The process that listens; empty if it is unknown, for instance just starting or stopping. */
  public Optional<Peer> holder() {
    return Optional.ofNullable(holder);
  }
}
