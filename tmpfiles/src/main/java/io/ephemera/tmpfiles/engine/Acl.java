// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import io.ephemera.fs.Bytes;
import io.ephemera.tmpfiles.language.AclEntry;
import io.ephemera.tmpfiles.language.AclEntry.Tag;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An access control list as the kernel stores it, acl(5): at most one entry per tag and id.
 *
 * <p>Encoded in the form of {@code linux/posix_acl_xattr.h}: version 2, then tag, permissions and
 * id of each entry, little endian, sorted. Not thread-safe.
 */
final class Acl {
  private static final int VERSION = 2;
  private static final int HEADER = 4;
  private static final int ENTRY = 8;
  private static final int NO_ID = -1;
  private static final int EXECUTE = 1;

  /** An entry; {@code id} is {@value #NO_ID} for all but named users and groups. */
  private record Item(Tag tag, int id, int permissions) {}

  private final List<Item> items = new ArrayList<>();

  /** Adds an entry, or replaces the one with the same tag and id. */
  void put(Tag tag, @Nullable Integer id, int permissions) {
    int number = id == null ? NO_ID : id;
    items.removeIf(item -> item.tag() == tag && item.id() == number);
    items.add(new Item(tag, number, permissions));
  }

  boolean isEmpty() {
    return items.isEmpty();
  }

  boolean has(Tag tag) {
    return find(tag) != null;
  }

  private @Nullable Item find(Tag tag) {
    for (Item item : items) {
      if (item.tag() == tag) {
        return item;
      }
    }
    return null;
  }

  /** A mode whose group bits are what the list grants to the group of the file. */
  int modeWithoutNamed(int mode) {
    Item group = find(Tag.GROUP_OBJ);
    Item mask = find(Tag.MASK);
    int granted = group == null ? 0 : group.permissions();
    int most = mask == null ? 7 : mask.permissions();
    return (mode & ~070) | ((granted & most) << 3);
  }

  /**
   * Whether any entry but the mask has execute permission.
   *
   * @param named whether to include named users and groups
   */
  boolean grantsExecute(boolean named) {
    for (Item item : items) {
      boolean included = named ? item.tag() != Tag.MASK : isBase(item.tag());
      if (included && (item.permissions() & EXECUTE) != 0) {
        return true;
      }
    }
    return false;
  }

  private static boolean isBase(Tag tag) {
    return tag == Tag.USER_OBJ || tag == Tag.GROUP_OBJ || tag == Tag.OTHER;
  }

  /**
   * Adds a mask, which named users and groups need, if there is none: the union of all permissions
   * of the group class.
   */
  void addMaskIfNeeded() {
    if (has(Tag.MASK) || !(has(Tag.USER) || has(Tag.GROUP))) {
      return;
    }
    int mask = 0;
    for (Item item : items) {
      if (item.tag() == Tag.USER || item.tag() == Tag.GROUP || item.tag() == Tag.GROUP_OBJ) {
        mask |= item.permissions();
      }
    }
    put(Tag.MASK, null, mask);
  }

  /** Adds what is missing of the three entries that every list has, from the mode. */
  void addBaseIfNeeded(int mode) {
    addIfMissing(Tag.USER_OBJ, mode >> 6);
    addIfMissing(Tag.GROUP_OBJ, mode >> 3);
    addIfMissing(Tag.OTHER, mode);
  }

  private void addIfMissing(Tag tag, int permissions) {
    if (!has(tag)) {
      put(tag, null, permissions & 7);
    }
  }

  /** The list of an inode without the attribute: its mode. */
  static Acl ofMode(int mode) {
    Acl acl = new Acl();
    acl.addBaseIfNeeded(mode);
    return acl;
  }

  /** The list in the value of a {@code system.posix_acl_*} attribute. */
  static Acl decode(Bytes value) {
    Acl acl = new Acl();
    for (int at = HEADER; at + ENTRY <= value.length(); at += ENTRY) {
      Tag tag = tag(number(value, at, 2));
      if (tag != null) {
        boolean named = tag == Tag.USER || tag == Tag.GROUP;
        acl.put(
            tag,
            named ? Integer.valueOf(number(value, at + 4, 4)) : null,
            number(value, at + 2, 2));
      }
    }
    return acl;
  }

  private static int number(Bytes value, int at, int length) {
    int number = 0;
    for (int i = length - 1; i >= 0; i--) {
      number = (number << 8) | (value.at(at + i) & 0xff);
    }
    return number;
  }

  /** The value of a {@code system.posix_acl_*} attribute. */
  Bytes encode() {
    List<Item> sorted = new ArrayList<>(items);
    sorted.sort(
        Comparator.comparingInt((Item item) -> code(item.tag()))
            .thenComparing(Item::id, Integer::compareUnsigned));
    byte[] value = new byte[HEADER + ENTRY * sorted.size()];
    value[0] = VERSION;
    int at = HEADER;
    for (Item item : sorted) {
      put(value, at, code(item.tag()), 2);
      put(value, at + 2, item.permissions(), 2);
      put(value, at + 4, item.id(), 4);
      at += ENTRY;
    }
    return Bytes.of(value);
  }

  private static void put(byte[] value, int at, int number, int length) {
    for (int i = 0; i < length; i++) {
      value[at + i] = (byte) (number >> (8 * i));
    }
  }

  /** ACL_USER_OBJ etc. in {@code linux/posix_acl.h}. */
  private static int code(Tag tag) {
    return switch (tag) {
      case USER_OBJ -> 0x01;
      case USER -> 0x02;
      case GROUP_OBJ -> 0x04;
      case GROUP -> 0x08;
      case MASK -> 0x10;
      case OTHER -> 0x20;
    };
  }

  private static @Nullable Tag tag(int code) {
    for (Tag tag : Tag.values()) {
      if (code(tag) == code) {
        return tag;
      }
    }
    return null;
  }

  /** Adds an entry of a line, or replaces the one with the same tag and id. */
  void put(AclEntry entry, boolean executable) {
    put(entry.tag(), entry.id(), permissions(entry, executable));
  }

  /**
   * Adds an entry of a line even if there is one with the same tag and id. The kernel uses the
   * first of the same named user or group, and rejects other duplicates.
   */
  void add(AclEntry entry, boolean executable) {
    Integer id = entry.id();
    items.add(new Item(entry.tag(), id == null ? NO_ID : id, permissions(entry, executable)));
  }

  private static int permissions(AclEntry entry, boolean executable) {
    boolean granted = entry.conditionalExecute() && executable;
    return granted ? entry.permissions() | EXECUTE : entry.permissions();
  }
}
