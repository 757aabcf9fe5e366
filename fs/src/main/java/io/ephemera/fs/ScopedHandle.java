// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Closes a handle at the end of a block unless the block releases it: for a method that opens
 * something, verifies it, and returns it.
 *
 * <pre>{@code
 * try (ScopedHandle<Directory> opened = new ScopedHandle<>(parent.open(name))) {
 *   verify(opened.get().stat());
 *   return opened.release();
 * }
 * }</pre>
 */
public final class ScopedHandle<H extends Handle> implements AutoCloseable {
  private @Nullable H handle;

  /** Takes over a handle. */
  public ScopedHandle(H handle) {
    this.handle = handle;
  }

  /** The handle, which stays in this scope. */
  public H get() {
    return Objects.requireNonNull(handle, "released");
  }

  /** The handle; from now on the caller has to close it. */
  public H release() {
    H released = get();
    handle = null;
    return released;
  }

  @Override
  public void close() {
    if (handle != null) {
      handle.close();
    }
  }
}
