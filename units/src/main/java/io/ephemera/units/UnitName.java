// SPDX-License-Identifier: Apache-2.0
package io.ephemera.units;

import io.ephemera.tmpfiles.language.Numbers;
import org.jspecify.annotations.Nullable;

/**
 * The name of a unit, such as {@code foo-bar@instance.service} (systemd.unit(5)).
 *
 * @param full the whole name, {@code %n}
 * @param prefix the part before the first {@code @}, or before the type, {@code %p}
 * @param instance the part between the first {@code @} and the type, {@code %i}; empty for a
 *     template, null without {@code @}
 * @param type the part after the last dot
 */
public record UnitName(String full, String prefix, @Nullable String instance, String type) {
  private static final int LONGEST = 255;
  private static final String PUNCTUATION = ":-_.\\@";

  private static final String[] TYPES = {
    "service",
    "socket",
    "target",
    "device",
    "mount",
    "automount",
    "swap",
    "timer",
    "path",
    "slice",
    "scope"
  };

  /**
   * The unit with a name; null if the name is not valid: at most 255 of the characters {@code
   * [A-Za-z0-9:_.\@-]}, something before the type and any {@code @}, and a type of systemd.
   *
   * @param name one character per byte
   */
  public static @Nullable UnitName parse(String name) {
    int dot = name.lastIndexOf('.');
    if (dot <= 0 || name.length() > LONGEST || !isType(name.substring(dot + 1))) {
      return null;
    }
    for (int i = 0; i < dot; i++) {
      if (!isAllowed(name.charAt(i))) {
        return null;
      }
    }
    int at = name.indexOf('@');
    if (at == 0) {
      return null;
    }
    return new UnitName(
        name,
        name.substring(0, at < 0 ? dot : at),
        at < 0 ? null : name.substring(at + 1, dot),
        name.substring(dot + 1));
  }

  private static boolean isType(String text) {
    for (String type : TYPES) {
      if (type.equals(text)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isAllowed(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || PUNCTUATION.indexOf(c) >= 0;
  }

  /** Whether it is a template, {@code foo@.service}. */
  public boolean isTemplate() {
    return instance != null && instance.isEmpty();
  }

  /** Whether it is an instance of a template, {@code foo@bar.service}. */
  public boolean isInstance() {
    return instance != null && !instance.isEmpty();
  }

  /** The name of the template of an instance. */
  public UnitName template() {
    return of(prefix, "", type);
  }

  /** The instance of this template with the instance name of another unit. */
  UnitName withInstanceOf(UnitName other) {
    return of(prefix, other.instance, type);
  }

  /** The name with another prefix. */
  UnitName withPrefix(String otherPrefix) {
    return of(otherPrefix, instance, type);
  }

  private static UnitName of(String prefix, @Nullable String instance, String type) {
    String middle = instance == null ? "" : "@" + instance;
    return new UnitName(prefix + middle + "." + type, prefix, instance, type);
  }

  /** The name without the type, {@code %N}. */
  public String withoutSuffix() {
    return full.substring(0, full.length() - type.length() - 1);
  }

  /** The part of the prefix after its last dash, {@code %j}. */
  public String lastComponent() {
    return prefix.substring(prefix.lastIndexOf('-') + 1);
  }

  /** The section of its type, such as {@code Service}. */
  public String typeSection() {
    return (char) (type.charAt(0) & ~0x20) + type.substring(1);
  }

  /**
   * A part of a name without its escapes, as {@code systemd-escape -u} prints it: a dash is a
   * slash, and {@code \xHH} is a byte.
   *
   * @return null if a backslash does not begin such an escape
   */
  public static @Nullable String unescape(String text) {
    StringBuilder out = new StringBuilder(text.length());
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c == '\\') {
        int value = hexadecimal(text, i + 1);
        if (value < 0) {
          return null;
        }
        out.append((char) value);
        i += 4;
      } else {
        out.append(c == '-' ? '/' : c);
        i++;
      }
    }
    return out.toString();
  }

  private static int hexadecimal(String text, int at) {
    if (at + 3 > text.length() || text.charAt(at) != 'x') {
      return -1;
    }
    return (int) Numbers.parse(text, at + 1, at + 3, 16, 0xff);
  }

  @Override
  public String toString() {
    return full;
  }
}
