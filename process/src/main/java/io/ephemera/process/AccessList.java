// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import io.ephemera.fs.Bytes;
import java.util.ArrayList;
import java.util.List;

/**
 * What an access control list grants, acl(5), in the form of {@code linux/posix_acl_xattr.h}:
 * version 2, then tag, permissions and id of each entry, little endian.
 *
 * @param ownersPermissions those of the owning group, as far as the mask lets them pass
 * @param named those of named users and groups, likewise
 */
record AccessList(int ownersPermissions, List<Named> named) {
  private static final int HEADER = 4;
  private static final int ENTRY = 8;
  private static final int USER = 0x02;
  private static final int GROUP_OBJ = 0x04;
  private static final int GROUP = 0x08;
  private static final int MASK = 0x10;
  private static final int ALL = 7;

  /** An entry for a user or a group. */
  record Named(boolean isGroup, int id, int permissions) {}

  static AccessList of(Bytes list) {
    int mask = ALL;
    int owners = 0;
    List<Named> named = new ArrayList<>();
    for (int at = HEADER; at + ENTRY <= list.length(); at += ENTRY) {
      int tag = number(list, at, 2);
      int permissions = number(list, at + 2, 2);
      if (tag == MASK) {
        mask = permissions;
      } else if (tag == GROUP_OBJ) {
        owners = permissions;
      } else if (tag == USER || tag == GROUP) {
        named.add(new Named(tag == GROUP, number(list, at + 4, 4), permissions));
      }
    }
    List<Named> masked = new ArrayList<>();
    for (Named entry : named) {
      masked.add(new Named(entry.isGroup(), entry.id(), entry.permissions() & mask));
    }
    return new AccessList(owners & mask, masked);
  }

  private static int number(Bytes list, int at, int length) {
    int number = 0;
    for (int i = length - 1; i >= 0; i--) {
      number = number << 8 | (list.at(at + i) & 0xff);
    }
    return number;
  }
}
