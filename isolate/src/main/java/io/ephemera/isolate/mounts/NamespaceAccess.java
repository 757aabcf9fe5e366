// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.mounts;

/** How this process can give a command mounts of its own, see {@link NamespaceTrial}. */
public sealed interface NamespaceAccess {
  /** By a mount namespace: it has CAP_SYS_ADMIN. */
  record Own() implements NamespaceAccess {}

  /** By a user namespace, in which the program is started again: see {@link SecondStage}. */
  record UserNamespace() implements NamespaceAccess {}

  /**
   * Not at all.
   *
   * @param reason a sentence without a full stop: what forbids it
   */
  record Forbidden(String reason) implements NamespaceAccess {}
}
