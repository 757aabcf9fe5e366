// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.language;

import io.ephemera.fs.Bytes;

/** What the running kernel and machine are called. */
final class KernelFacts {
  private KernelFacts() {}

  static Bytes of(char letter) {
    return switch (letter) {
      case 'a' -> Bytes.latin1(architecture(System.getProperty("os.arch", "")));
      case 'b' -> withoutDashes(SmallFile.ofKernel("/proc/sys/kernel/random/boot_id"));
      case 'H' -> hostName();
      case 'l' -> upToDot(hostName());
      case 'q' -> prettyHostName();
      default -> SmallFile.ofKernel("/proc/sys/kernel/osrelease");
    };
  }

  /** The names of {@code ConditionArchitecture=} (systemd.unit(5)). */
  static String architecture(String jvm) {
    return switch (jvm) {
      case "amd64", "x86_64" -> "x86-64";
      case "aarch64" -> "arm64";
      case "i386", "i686" -> "x86";
      case "ppc64le" -> "ppc64-le";
      default -> jvm;
    };
  }

  private static Bytes hostName() {
    return SmallFile.ofKernel("/proc/sys/kernel/hostname");
  }

  private static Bytes prettyHostName() {
    String pretty = OsRelease.parse(SmallFile.ofKernel("/etc/machine-info")).get("PRETTY_HOSTNAME");
    return pretty == null || pretty.isEmpty() ? hostName() : Bytes.latin1(pretty);
  }

  private static Bytes upToDot(Bytes name) {
    String text = name.latin1();
    int dot = text.indexOf('.');
    return dot < 0 ? name : Bytes.latin1(text.substring(0, dot));
  }

  private static Bytes withoutDashes(Bytes id) {
    StringBuilder out = new StringBuilder(id.length());
    for (int i = 0; i < id.length(); i++) {
      if (id.at(i) != '-') {
        out.append((char) id.at(i));
      }
    }
    return Bytes.latin1(out.toString());
  }
}
