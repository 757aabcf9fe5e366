// SPDX-License-Identifier: Apache-2.0
package io.ephemera.audit.facts;

import io.ephemera.fs.Stat;

/** What a symbolic link leads to. */
public sealed interface Target {
  /** It leads to this. */
  record Found(Stat stat) implements Target {}

  /** It leads nowhere. */
  record Missing() implements Target {}

  /** It is not known: looking could wait for a file system of a user, or take further links. */
  record Unknown() implements Target {}
}
