// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import java.io.IOException;

/** Follows a path below a directory as the user who runs it. */
final class ResolveProbe {
  private ResolveProbe() {}

  public static void main(String... arguments) throws IOException {
    try (Root root = Root.at(BytePath.of(arguments[0]));
        Inode found = root.follow(BytePath.of(arguments[1]))) {
      System.out.println("inode " + found.stat().inode());
    } catch (UnsafePathException e) {
      System.out.println(e.getMessage());
    }
  }
}
