// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import io.ephemera.fs.SystemCallException;

/** The ID of this boot, {@code boot_id} of random(4). */
public final class BootId {
  private static final String PATH = "/proc/sys/kernel/random/boot_id";

  private BootId() {}

  /**
   * The ID as the kernel writes it, with dashes: {@code 1234abcd-...}.
   *
   * @throws SystemCallException if it cannot be read
   */
  public static String read() throws SystemCallException {
    return KernelFiles.read(PATH).latin1().strip();
  }

  /** The ID, or empty if it cannot be read. */
  public static String readIfKnown() {
    return new KernelFiles().text(PATH).strip();
  }
}
