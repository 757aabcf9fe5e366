// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import java.io.IOException;

/** Uses everything that has an older way, in a directory that is the argument. */
final class SandboxProbe {
  private SandboxProbe() {}

  public static void main(String... arguments) throws IOException {
    try (Root root = Root.at(BytePath.of(arguments[0]))) {
      try (Inode file = root.find(BytePath.of("/d/file"));
          Directory users = root.parentOf(BytePath.of("/users/x"));
          Directory d = root.parentOf(BytePath.of("/d/x"))) {
        file.setMode(0640);
        users.createDirectory(Name.of("dir"), 0711).close();
        users.createSymlink(Name.of("link"), Bytes.latin1("text")).close();
        d.renameToFree(Name.of("from"), Name.of("to"));
        d.rename(Name.of("old"), Name.of("new"));
        refuse(() -> d.renameToFree(Name.of("taken"), Name.of("to")));
        refuse(() -> users.createDirectory(Name.of("dir"), 0700).close());
      }
    }
  }

  private interface Step {
    void run() throws IOException;
  }

  private static void refuse(Step step) {
    try {
      step.run();
      System.out.println("not refused");
    } catch (IOException e) {
      System.out.println(e.getMessage());
    }
  }
}
