// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.mounts;

import io.ephemera.fs.OpenFile;
import io.ephemera.fs.ScopedHandle;
import io.ephemera.fs.SystemCallException;
import io.ephemera.process.ChildProcess;
import io.ephemera.process.Namespaces;
import io.ephemera.process.Users;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Finds out how this process can give a command mounts of its own, and changes nothing. Where that
 * takes a child process, it runs beside this one until the answer is needed.
 *
 * <p>Not safe for use by several threads.
 */
public final class NamespaceTrial {
  private @Nullable NamespaceAccess access;
  private @Nullable Running running;

  /** The child, and the file for what it says. */
  private record Running(ChildProcess child, OpenFile said) {}

  private NamespaceTrial() {}

  /** For a command without mounts. */
  public static NamespaceTrial needless() {
    NamespaceTrial trial = new NamespaceTrial();
    trial.access = new NamespaceAccess.Own();
    return trial;
  }

  /** Begins it. */
  public static NamespaceTrial begin() {
    NamespaceTrial trial = new NamespaceTrial();
    if (Namespaces.mayHaveMounts()) {
      trial.access = new NamespaceAccess.Own();
    } else if (Users.effectiveUid() == 0) {
      trial.access =
          new NamespaceAccess.Forbidden("root has no CAP_SYS_ADMIN here, as in most containers");
    } else {
      trial.start();
    }
    return trial;
  }

  private void start() {
    try (ScopedHandle<OpenFile> said = new ScopedHandle<>(OpenFile.createAnonymous("unshare"))) {
      ChildProcess child = NamespaceProbe.start(said.get());
      running = new Running(child, said.release());
    } catch (SystemCallException e) {
      access = new NamespaceAccess.Forbidden("no user namespace: " + e.getMessage());
    }
  }

  /** Whether it is a mount namespace; known at once. */
  public boolean isOwn() {
    return access instanceof NamespaceAccess.Own;
  }

  /** The answer. Waits for the child if there is one. */
  public NamespaceAccess result() {
    Running child = running;
    if (child != null) {
      running = null;
      access = await(child);
    }
    return Objects.requireNonNull(access);
  }

  private static NamespaceAccess await(Running running) {
    try (OpenFile said = running.said()) {
      return running.child().await() == 0
          ? new NamespaceAccess.UserNamespace()
          : new NamespaceAccess.Forbidden(new NamespaceProbe().reason(said));
    } catch (SystemCallException e) {
      return new NamespaceAccess.Forbidden("no user namespace: " + e.getMessage());
    }
  }
}
