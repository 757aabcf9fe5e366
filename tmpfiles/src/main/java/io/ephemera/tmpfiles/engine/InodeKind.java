// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import io.ephemera.fs.Directory;
import io.ephemera.fs.Handle;
import io.ephemera.fs.Name;
import io.ephemera.fs.Stat;
import io.ephemera.report.Operation;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A kind of inode that lines create. */
interface InodeKind {
  /** The operation that creates it. */
  Operation operation();

  /** Whether what exists is of this type. */
  boolean isType(Stat existing);

  /** Whether what exists is what the line asks for; for most kinds, the type decides. */
  default boolean matches(Directory parent, Name name, Stat existing) throws IOException {
    return isType(existing);
  }

  /** Why nothing is created although the parent directory exists; usually null. */
  default @Nullable String reasonNotToCreate() throws IOException {
    return null;
  }

  /**
   * Whether a dry run fails, as that of systemd-tmpfiles(8) does, if the parent directory does not
   * exist yet.
   */
  default boolean needsParent() {
    return false;
  }

  /** All permission bits, for {@link #create}. */
  int ALL = 01777;

  /** The permission bits of the owner, for {@link #create}. */
  int PRIVATE = 0700;

  /**
   * Creates it with a name that is not in use, and returns it open.
   *
   * @param most the permission bits that it may have
   */
  Handle create(Directory parent, Name name, int most) throws IOException;

  /** Opens what exists; some kinds also change its content. */
  default Handle open(Directory parent, Name name) throws IOException {
    return parent.inode(name);
  }

  /**
   * Whether what exists is replaced although its type is right: its owner may have it open, and
   * must not read what the line writes for another one.
   */
  default boolean isSuperseded(Stat existing) {
    return false;
  }

  /** Whether {@link #open} may change what exists. */
  default boolean changesExisting() {
    return false;
  }

  /** Whether something of another type in its place is an error, and not just skipped. */
  default boolean mustExist() {
    return false;
  }

  /** Whether {@code +} replaces something of another type. */
  default boolean isReplacedByPlus() {
    return true;
  }
}
