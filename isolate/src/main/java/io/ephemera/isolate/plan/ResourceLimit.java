// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.plan;

/**
 * A limit of setrlimit(2).
 *
 * @param resource the number of the resource
 * @param soft its soft limit, unsigned; all bits for infinity
 * @param hard its hard limit, unsigned; all bits for infinity
 */
public record ResourceLimit(int resource, long soft, long hard) {
  /** RLIM_INFINITY. */
  public static final long INFINITY = -1;
}
