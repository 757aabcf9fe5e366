// SPDX-License-Identifier: Apache-2.0
package io.ephemera.host.views;

import java.io.IOException;

/** The program that {@link ForeignRoots} starts, for tests. */
public final class ForeignRootProgram {
  private ForeignRootProgram() {}

  /** Answers on standard output. */
  public static void main(String[] arguments) throws IOException {
    ForeignRoot.answer(System.in, System.out);
    System.out.flush();
    Runtime.getRuntime().halt(0); // a look may never end
  }
}
