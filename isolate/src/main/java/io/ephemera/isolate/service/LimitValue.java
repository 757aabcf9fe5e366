// SPDX-License-Identifier: Apache-2.0
package io.ephemera.isolate.service;

import io.ephemera.isolate.plan.ResourceLimit;
import io.ephemera.tmpfiles.language.TimeSpan;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Reads {@code LimitNOFILE=} and its kin, systemd.exec(5). */
final class LimitValue {
  private static final String PREFIX = "Limit";

  /** In the order of the kernel's numbers, asm-generic/resource.h. */
  private static final String[] NAMES = {
    "CPU",
    "FSIZE",
    "DATA",
    "STACK",
    "CORE",
    "RSS",
    "NPROC",
    "NOFILE",
    "MEMLOCK",
    "AS",
    "LOCKS",
    "SIGPENDING",
    "MSGQUEUE",
    "NICE",
    "RTPRIO",
    "RTTIME"
  };

  private static final String BYTES = " FSIZE DATA STACK CORE RSS MEMLOCK AS MSGQUEUE ";
  private static final String SUFFIXES = "BKMGTPE";
  private static final int BITS_OF_SUFFIX = 10;
  private static final int MICROS = 1_000_000;

  /** The kernel counts from the lowest priority: 20 - nice. */
  private static final int NICE_OF_ZERO = 20;

  private LimitValue() {}

  /** The number of the resource that a directive limits, or -1 if it limits none. */
  static int resource(String key) {
    for (int i = 0; i < NAMES.length && key.startsWith(PREFIX); i++) {
      if (key.length() == PREFIX.length() + NAMES[i].length() && key.endsWith(NAMES[i])) {
        return i;
      }
    }
    return -1;
  }

  /** {@code VALUE} or {@code SOFT:HARD}, or null if it is invalid. */
  static @Nullable ResourceLimit parse(int resource, String text) {
    int colon = text.indexOf(':');
    OptionalLong soft = one(NAMES[resource], colon < 0 ? text : text.substring(0, colon));
    OptionalLong hard = colon < 0 ? soft : one(NAMES[resource], text.substring(colon + 1));
    boolean valid =
        soft.isPresent()
            && hard.isPresent()
            && Long.compareUnsigned(soft.getAsLong(), hard.getAsLong()) <= 0;
    return valid ? new ResourceLimit(resource, soft.getAsLong(), hard.getAsLong()) : null;
  }

  private static OptionalLong one(String name, String text) {
    if (text.equals("infinity")) {
      return OptionalLong.of(ResourceLimit.INFINITY);
    }
    return switch (name) {
      case "CPU" -> seconds(text);
      case "RTTIME" -> isNumber(text) ? number(text) : TimeSpan.micros(text);
      case "NICE" -> nice(text);
      default -> BYTES.contains(" " + name + " ") ? bytes(text) : number(text);
    };
  }

  /** Rounded up: a limit must not be stricter than asked for. */
  private static OptionalLong seconds(String text) {
    OptionalLong micros = TimeSpan.micros(text);
    return micros.isPresent()
        ? OptionalLong.of((micros.getAsLong() + MICROS - 1) / MICROS)
        : OptionalLong.empty();
  }

  private static OptionalLong nice(String text) {
    boolean isLevel = text.startsWith("+") || text.startsWith("-");
    OptionalLong value = number(isLevel ? text.substring(1) : text);
    if (!isLevel || value.isEmpty()) {
      return value;
    }
    long level = text.startsWith("-") ? -value.getAsLong() : value.getAsLong();
    return level >= -NICE_OF_ZERO && level < NICE_OF_ZERO
        ? OptionalLong.of(NICE_OF_ZERO - level)
        : OptionalLong.empty();
  }

  private static OptionalLong bytes(String text) {
    int last = text.length() - 1;
    int suffix = last < 0 ? -1 : SUFFIXES.indexOf(text.charAt(last));
    OptionalLong value = number(suffix < 0 ? text : text.substring(0, last).strip());
    int shift = Math.max(suffix, 0) * BITS_OF_SUFFIX;
    boolean fits = value.isPresent() && value.getAsLong() << shift >>> shift == value.getAsLong();
    return fits ? OptionalLong.of(value.getAsLong() << shift) : OptionalLong.empty();
  }

  private static boolean isNumber(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return !text.isEmpty();
  }

  private static OptionalLong number(String text) {
    try {
      return isNumber(text) ? OptionalLong.of(Long.parseUnsignedLong(text)) : OptionalLong.empty();
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }
}
