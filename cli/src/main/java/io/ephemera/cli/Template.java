// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Directory;
import io.ephemera.fs.Name;
import io.ephemera.fs.Root;
import io.ephemera.fs.SystemCallException;
import io.ephemera.linux.errno.Errno;
import io.ephemera.process.CurrentProcess;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A path with a run of X in its name that become random letters, as mktemp(1) has it.
 *
 * @param head what stands before the run, with the directories
 * @param letters how many X there are
 * @param tail what stands behind
 */
record Template(String head, int letters, String tail) {
  /** What is made where no template is given. */
  static final Bytes USUAL = Bytes.latin1("tmp.XXXXXXXXXX");

  private static final String ALPHABET =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

  /** Random bytes from here on would make some letters more likely. */
  private static final int FAIR = 256 / ALPHABET.length() * ALPHABET.length();

  private static final int FEWEST = 3;
  private static final int TRIES = 100;

  /**
   * Takes a template apart.
   *
   * @param suffix what is to stand behind it; null where that is a part of it
   * @throws UsageException if it has too few X, or a suffix does not fit
   */
  static Template of(Bytes template, @Nullable Bytes suffix) throws UsageException {
    String text = template.latin1();
    int end = text.lastIndexOf('X') + 1;
    int start = end;
    while (start > 0 && text.charAt(start - 1) == 'X') {
      start--;
    }
    String tail = text.substring(end);
    if (suffix != null && !tail.isEmpty()) {
      throw new UsageException("with --suffix the template '" + template + "' has to end with X");
    }
    if (end - start < FEWEST || tail.indexOf('/') >= 0) {
      throw new UsageException("too few X in the name of '" + template + "': at least three");
    }
    String behind = suffix == null ? tail : suffix.latin1();
    if (behind.indexOf('/') >= 0) {
      throw new UsageException("there is a '/' in the suffix '" + suffix + "'");
    }
    return new Template(text.substring(0, start), end - start, behind);
  }

  boolean isAbsolute() {
    return head.startsWith("/");
  }

  /**
   * Makes it, for the user alone, under a name that is free.
   *
   * @param above where it begins, or null for the current directory
   * @return its path, byte for byte as the template was given
   */
  Bytes make(@Nullable Bytes above, boolean directory) throws IOException {
    int slash = head.lastIndexOf('/') + 1;
    String directories = (above == null ? "" : above.latin1() + "/") + head.substring(0, slash);
    try (Root root = Root.host();
        Directory parent = root.parentOf(fromHere(path(directories, "x")))) {
      for (int tries = 1; ; tries++) {
        String name = head.substring(slash) + random() + tail;
        try {
          make(parent, Name.of(Bytes.latin1(name)), directory);
          return Bytes.latin1(directories + name);
        } catch (SystemCallException e) {
          if (!e.is(Errno.EEXIST) || tries == TRIES) {
            throw e;
          }
        }
      }
    }
  }

  private static BytePath path(String directories, String name) {
    return BytePath.of(Bytes.latin1(directories + name));
  }

  private static void make(Directory parent, Name name, boolean directory) throws IOException {
    if (directory) {
      parent.createDirectory(name, 0700).close();
    } else {
      parent.createFile(name, 0600).close();
    }
  }

  private String random() {
    StringBuilder text = new StringBuilder(letters);
    byte[] some = new byte[64];
    while (text.length() < letters) {
      CurrentProcess.random(some);
      for (int i = 0; i < some.length && text.length() < letters; i++) {
        int value = some[i] & 0xff;
        if (value < FAIR) {
          text.append(ALPHABET.charAt(value % ALPHABET.length()));
        }
      }
    }
    return text.toString();
  }

  /** A path that begins in the current directory, from the root. */
  static BytePath fromHere(BytePath path) throws IOException {
    if (path.isAbsolute()) {
      return path;
    }
    try (Directory process = Directory.openAmbient(BytePath.of("/proc/self"))) {
      return BytePath.of(process.linkText(Name.of("cwd"))).append(path);
    }
  }
}
