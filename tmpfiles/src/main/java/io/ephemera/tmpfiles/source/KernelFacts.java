// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles.source;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Root;
import io.ephemera.process.BootId;
import io.ephemera.process.KernelFiles;
import io.ephemera.tmpfiles.language.Whitespace;
import java.io.IOException;

/** Names of the running kernel and machine. */
final class KernelFacts {
  private KernelFacts() {}

  /** The architecture of this machine, as {@code ConditionArchitecture=} names it. */
  static Bytes architecture() {
    return Bytes.latin1(architecture(System.getProperty("os.arch", "")));
  }

  /** The name in {@code ConditionArchitecture=} (systemd.unit(5)) for one of the JVM. */
  static String architecture(String jvm) {
    return switch (jvm) {
      case "amd64", "x86_64" -> "x86-64";
      case "aarch64" -> "arm64";
      case "i386", "i686" -> "x86";
      case "ppc64le" -> "ppc64-le";
      default -> jvm;
    };
  }

  /** The boot ID, without dashes. */
  static Bytes bootId() throws IOException {
    return Bytes.latin1(BootId.read().replace("-", ""));
  }

  /** The release of the kernel. */
  static Bytes release() throws IOException {
    return read("/proc/sys/kernel/osrelease");
  }

  /** The host name. */
  static Bytes hostName() throws IOException {
    return read("/proc/sys/kernel/hostname");
  }

  /** The host name up to its first dot. */
  static Bytes shortHostName() throws IOException {
    Bytes name = hostName();
    String text = name.latin1();
    int dot = text.indexOf('.');
    return dot < 0 ? name : Bytes.latin1(text.substring(0, dot));
  }

  /** The pretty host name of machine-info(5), or else the host name. */
  static Bytes prettyHostName() throws IOException {
    String pretty = prettyNameIfSet();
    return pretty.isEmpty() ? hostName() : Bytes.latin1(pretty);
  }

  private static String prettyNameIfSet() throws IOException {
    try (Root host = Root.host()) {
      Bytes info = SmallFile.readIfExists(host, BytePath.of("/etc/machine-info"));
      return info == null ? "" : OsRelease.parse(info).getOrDefault("PRETTY_HOSTNAME", "");
    }
  }

  private static Bytes read(String path) throws IOException {
    String text = KernelFiles.read(path).latin1();
    return Bytes.latin1(text.substring(0, Whitespace.trimmedEnd(text)));
  }
}
