// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.processes;

/**
 * A container, as the path of a cgroup names it. Immutable.
 *
 * @param engine what runs it
 * @param id the identity that the engine gave it: 64 hexadecimal digits, or a name
 */
public record Container(Engine engine, String id) {
  /** What runs containers. */
  public enum Engine {
    /** Docker. */
    DOCKER,
    /** Podman, and others that use libpod. */
    PODMAN,
    /** containerd, for Kubernetes. */
    CONTAINERD,
    /** CRI-O, for Kubernetes. */
    CRI_O,
    /** Kubernetes, by an engine that the path does not name. */
    KUBERNETES,
    /** LXC and Incus. */
    LXC,
    /** systemd-nspawn. */
    NSPAWN
  }
}
