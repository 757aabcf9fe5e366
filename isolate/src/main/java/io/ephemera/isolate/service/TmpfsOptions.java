// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.service;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The options of one {@code TemporaryFileSystem=}.
 *
 * @param values those of tmpfs(5)
 * @param readOnly whether {@code ro} is among them
 * @param unknown one that is not known, or null
 */
record TmpfsOptions(Map<String, String> values, boolean readOnly, @Nullable String unknown) {
  static final String KNOWN = "ro, rw, mode=, size=, nr_inodes=, uid=, gid=, nosuid, nodev";

  static TmpfsOptions parse(String text) {
    Map<String, String> values = new LinkedHashMap<>();
    boolean readOnly = false;
    String unknown = null;
    for (String option : text.split(",", -1)) {
      int equals = option.indexOf('=');
      String name = equals < 0 ? option : option.substring(0, equals);
      switch (name) {
        case "", "rw", "nosuid", "nodev", "strictatime" -> readOnly &= !name.equals("rw");
        case "ro" -> readOnly = true;
        case "mode", "size", "nr_inodes", "uid", "gid" -> {
          if (equals < 0) {
            unknown = option;
          } else {
            values.put(name, option.substring(equals + 1));
          }
        }
        default -> unknown = option;
      }
    }
    return new TmpfsOptions(values, readOnly, unknown);
  }
}
