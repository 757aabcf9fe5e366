// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.engine;

import io.ephemera.fs.Bytes;
import io.ephemera.tmpfiles.language.CapabilityText;
import java.io.IOException;

/**
 * The capabilities of a file as the kernel stores them: {@code struct vfs_ns_cap_data} of {@code
 * linux/capability.h}, little endian. Bit n of a set is the capability with number n. Not
 * thread-safe.
 */
final class CapabilitySet {
  private static final int REVISION_2 = 0x02000000;
  private static final int REVISION_3 = 0x03000000;
  private static final int EFFECTIVE = 1;
  private static final int SIZE_2 = 20;
  private static final int SIZE_3 = 24;

  private long permitted;
  private long inheritable;
  private long effective;
  private int rootUid;

  /** The set in the value of a {@code security.capability} attribute. */
  static CapabilitySet decode(Bytes value) {
    CapabilitySet set = new CapabilitySet();
    if (value.length() >= SIZE_2) {
      set.permitted = word(value, 4) | (word(value, 12) << 32);
      set.inheritable = word(value, 8) | (word(value, 16) << 32);
      set.effective = (word(value, 0) & EFFECTIVE) == 0 ? 0 : set.permitted | set.inheritable;
      set.rootUid = value.length() >= SIZE_3 ? (int) word(value, 20) : 0;
    }
    return set;
  }

  private static long word(Bytes value, int at) {
    long word = 0;
    for (int i = 3; i >= 0; i--) {
      word = (word << 8) | (value.at(at + i) & 0xff);
    }
    return word;
  }

  /**
   * Applies the clauses of a line in order.
   *
   * @param known what {@code all} means
   */
  void change(CapabilityText text, long known) {
    for (CapabilityText.Clause clause : text.clauses()) {
      long capabilities =
          clause.capabilities() & (clause.capabilities() == CapabilityText.ALL ? known : -1L);
      for (CapabilityText.Change change : clause.changes()) {
        effective = changed(effective, capabilities, change.operator(), change.effective());
        inheritable = changed(inheritable, capabilities, change.operator(), change.inheritable());
        permitted = changed(permitted, capabilities, change.operator(), change.permitted());
      }
    }
    Integer root = text.rootUid();
    if (root != null) {
      rootUid = root;
    }
  }

  private static long changed(long set, long capabilities, char operator, boolean named) {
    return switch (operator) {
      case '+' -> named ? set | capabilities : set;
      case '-' -> named ? set & ~capabilities : set;
      default -> named ? set | capabilities : set & ~capabilities;
    };
  }

  /**
   * The value of a {@code security.capability} attribute.
   *
   * @throws IOException if only some of the capabilities would be effective, because a file has a
   *     single bit for all of them
   */
  Bytes encode() throws IOException {
    long all = permitted | inheritable;
    if (effective != 0 && effective != all) {
      throw new IOException("the capabilities of a file are effective all together or not at all");
    }
    byte[] value = new byte[rootUid == 0 ? SIZE_2 : SIZE_3];
    put(value, 0, (rootUid == 0 ? REVISION_2 : REVISION_3) | (effective == 0 ? 0 : EFFECTIVE));
    put(value, 4, (int) permitted);
    put(value, 8, (int) inheritable);
    put(value, 12, (int) (permitted >> 32));
    put(value, 16, (int) (inheritable >> 32));
    if (rootUid != 0) {
      put(value, 20, rootUid);
    }
    return Bytes.of(value);
  }

  private static void put(byte[] value, int at, int word) {
    for (int i = 0; i < 4; i++) {
      value[at + i] = (byte) (word >> (8 * i));
    }
  }

  /** The sets in hexadecimal, as proc(5) shows those of a process. */
  @Override
  public String toString() {
    return "permitted "
        + Long.toHexString(permitted)
        + ", inheritable "
        + Long.toHexString(inheritable)
        + (effective == 0 ? "" : ", effective")
        + (rootUid == 0 ? "" : ", root user " + Integer.toUnsignedString(rootUid));
  }
}
