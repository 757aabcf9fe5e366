// SPDX-License-Identifier: Apache-2.0

package io.ephemera.testkit;

/** Keeps this exported package non-empty until its first class is written. */
final class Placeholder {
  private Placeholder() {}
}
