// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import org.jspecify.annotations.Nullable;

/**
 * One entry of an access control list (acl(5)).
 *
 * @param isDefault whether it belongs to the default list of a directory
 * @param id the user or group of {@link Tag#USER} and {@link Tag#GROUP}, 32 bits without sign,
 *     otherwise null
 * @param permissions read 4, write 2, execute 1
 * @param conditionalExecute {@code X}: execute only for directories and for files that somebody may
 *     execute
 */
public record AclEntry(
    boolean isDefault, Tag tag, @Nullable Integer id, int permissions, boolean conditionalExecute) {
  /** Whether execution is given, whatever the file. */
  public boolean grantsExecute() {
    return (permissions & 1) != 0;
  }

  /** Whom an entry is about. */
  public enum Tag {
    /** The owner of the file. */
    USER_OBJ,
    /** A named user. */
    USER,
    /** The group of the file. */
    GROUP_OBJ,
    /** A named group. */
    GROUP,
    /** The most that named users and all groups get. */
    MASK,
    /** Everybody else. */
    OTHER
  }
}
