// SPDX-License-Identifier: Apache-2.0
package io.ephemera.testkit;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.Callable;

/**
 * The file mode creation mask, umask(2), of the whole test process; only for tests that run alone.
 */
public final class Umask {
  private static final MethodHandle UMASK = link();

  private Umask() {}

  @SuppressWarnings("restricted")
  private static MethodHandle link() {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().find("umask").orElseThrow(),
        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
  }

  /**
   * Runs code under a mask, then restores the former mask.
   *
   * @param mask 0 to 0777
   */
  public static <T> T during(int mask, Callable<T> work) throws Exception {
    int before = set(mask);
    try {
      return work.call();
    } finally {
      int ignored = set(before);
    }
  }

  private static int set(int mask) {
    try {
      return (int) UMASK.invokeExact(mask);
    } catch (Throwable e) {
      throw new LinkageError("umask", e);
    }
  }
}
