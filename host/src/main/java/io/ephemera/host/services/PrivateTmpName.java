// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.services;

import io.ephemera.fs.Name;
import io.ephemera.units.UnitName;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The name of the directory that is a service's private /tmp or /var/tmp, {@code
 * systemd-private-BOOT-UNIT-XXXXXX} (systemd.exec(5), {@code PrivateTmp=}; {@code
 * setup_one_tmp_dir} of systemd).
 *
 * @param bootId the boot in which it was made: 32 hexadecimal digits
 * @param unit the unit whose it is
 * @param suffix six random letters and digits
 */
public record PrivateTmpName(String bootId, UnitName unit, String suffix) {
  private static final String PREFIX = "systemd-private-";
  private static final int ID_LENGTH = 32;
  private static final int SUFFIX_LENGTH = 6;

  /** The parts of a name; null if it is not the name of such a directory. */
  public static @Nullable PrivateTmpName parse(Name name) {
    String text = name.bytes().latin1();
    int id = PREFIX.length();
    int unit = id + ID_LENGTH + 1;
    int suffix = text.length() - SUFFIX_LENGTH;
    boolean fits =
        text.startsWith(PREFIX)
            && suffix - 1 > unit
            && text.charAt(unit - 1) == '-'
            && text.charAt(suffix - 1) == '-'
            && text.substring(id, unit - 1).matches("[0-9a-f]*")
            && text.substring(suffix).matches("[0-9A-Za-z]*");
    UnitName found = fits ? UnitName.parse(text.substring(unit, suffix - 1)) : null;
    return found == null
        ? null
        : new PrivateTmpName(text.substring(id, unit - 1), found, text.substring(suffix));
  }

  /**
   * Whether it was made in a boot.
   *
   * @param id the ID of the boot, with or without dashes
   */
  public boolean isOfBoot(String id) {
    return bootId.equals(id.replace("-", "").toLowerCase(Locale.ROOT));
  }
}
