// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import org.jspecify.annotations.Nullable;

/**
 * One entry of an access control list (acl(5)).
 *
 * @param isDefault whether it belongs to the default list of a directory
 * @param id the user or group ID of {@link Tag#USER} and {@link Tag#GROUP} as an unsigned 32 bit
 *     number, otherwise null
 * @param permissions the sum of read 4, write 2, execute 1
 * @param conditionalExecute {@code X}: execute only directories, and files that any user may
 *     execute
 */
public record AclEntry(
    boolean isDefault, Tag tag, @Nullable Integer id, int permissions, boolean conditionalExecute) {
  /** Whether it grants execution for every kind of file. */
  public boolean grantsExecute() {
    return (permissions & 1) != 0;
  }

  /** The users that an entry applies to. */
  public enum Tag {
    /** The owner of the file. */
    USER_OBJ,
    /** A named user. */
    USER,
    /** The group of the file. */
    GROUP_OBJ,
    /** A named group. */
    GROUP,
    /** The most that named users and all groups can get. */
    MASK,
    /** All other users. */
    OTHER
  }
}
