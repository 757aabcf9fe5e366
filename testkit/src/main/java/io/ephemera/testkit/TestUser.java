// SPDX-License-Identifier: Apache-2.0
package io.ephemera.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The user who runs the tests, from /proc/self/status, proc_pid_status(5). Thread-safe. */
public final class TestUser {
  private static final int EFFECTIVE = 2;
  private static final int CAP_MKNOD = 27;
  private static final int CAP_SYS_ADMIN = 21;

  private TestUser() {}

  /** Whether the effective user is root. */
  public static boolean isRoot() {
    return field("Uid:").split("\\s+", -1)[EFFECTIVE].equals("0");
  }

  /** Whether the tests may create device nodes. */
  public static boolean mayMakeDevices() {
    return hasCapability(CAP_MKNOD);
  }

  /** Whether the tests may create namespaces and mounts. */
  public static boolean mayMount() {
    return hasCapability(CAP_SYS_ADMIN);
  }

  private static boolean hasCapability(int number) {
    long effective = Long.parseUnsignedLong(field("CapEff:").split("\\s+", -1)[1], 16);
    return (effective >>> number & 1) == 1;
  }

  private static String field(String name) {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
        if (line.startsWith(name)) {
          return line;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new IllegalStateException("/proc/self/status has no " + name);
  }
}
