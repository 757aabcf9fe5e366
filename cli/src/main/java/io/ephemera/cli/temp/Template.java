// SPDX-License-Identifier: Apache-2.0
package io.ephemera.cli.temp;

import io.ephemera.cli.command.UsageException;
import io.ephemera.cli.command.WorkingDirectory;
import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Directory;
import io.ephemera.fs.Name;
import io.ephemera.fs.Root;
import io.ephemera.fs.SystemCall;
import io.ephemera.fs.SystemCallException;
import io.ephemera.linux.errno.Errno;
import io.ephemera.process.CurrentProcess;
import io.ephemera.process.Users;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A path with a run of X in its name that become random letters and digits, as in mktemp(1).
 *
 * @param head the text before the run, with the directories
 * @param letters the number of X
 * @param tail the text after the run
 */
record Template(String head, int letters, String tail) {
  /** Used if no template is given. */
  static final Bytes DEFAULT = Bytes.latin1("tmp.XXXXXXXXXX");

  private static final String ALPHABET =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

  /** Random bytes from here on would make some letters more likely than others. */
  private static final int FAIR = 256 / ALPHABET.length() * ALPHABET.length();

  private static final int FEWEST = 3;
  private static final int TRIES = 100;

  /**
   * Parses a template.
   *
   * @param suffix appended to it; null if the text after the last X is the suffix
   * @throws UsageException if it has too few X, or a suffix that it cannot have
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
      throw new UsageException("with --suffix, the template must end in X: '" + template + "'");
    }
    if (end - start < FEWEST || tail.indexOf('/') >= 0) {
      throw new UsageException(
          "too few X in template '"
              + template
              + "': expected at least 3 in the name (a command requires -d)");
    }
    String ending = suffix == null ? tail : suffix.latin1();
    if (ending.indexOf('/') >= 0) {
      throw new UsageException("invalid suffix '" + suffix + "': it contains '/'");
    }
    return new Template(text.substring(0, start), end - start, ending);
  }

  boolean isAbsolute() {
    return head.startsWith("/");
  }

  boolean hasDirectory() {
    return head.indexOf('/') >= 0;
  }

  /**
   * A path that does not exist yet; another process may create it before the caller does.
   *
   * @param parent where the template begins, or null for the current directory
   */
  Bytes findFree(@Nullable Bytes parent) throws IOException {
    return find(
        parent,
        (holder, name) -> {
          if (holder.statIfExists(name) != null) {
            throw new SystemCallException(SystemCall.CREATE, name, Errno.EEXIST);
          }
        });
  }

  /**
   * Creates a private file or directory under a name that does not exist yet.
   *
   * @param parent where the template begins, or null for the current directory
   * @return its path, relative if the template is
   */
  Bytes create(@Nullable Bytes parent, boolean directory) throws IOException {
    return find(parent, (holder, name) -> create(holder, name, directory));
  }

  private interface Attempt {
    /** Fails with EEXIST if the name is not free. */
    void at(Directory holder, Name name) throws IOException;
  }

  private Bytes find(@Nullable Bytes parent, Attempt attempt) throws IOException {
    int slash = head.lastIndexOf('/') + 1;
    String directories = (parent == null ? "" : parent.latin1() + "/") + head.substring(0, slash);
    try (Root root = Root.host();
        Directory holder =
            root.parentFor(
                Users.effectiveUid(), WorkingDirectory.resolve(path(directories, "x")))) {
      for (int tries = 1; ; tries++) {
        String name = head.substring(slash) + random() + tail;
        try {
          attempt.at(holder, Name.of(Bytes.latin1(name)));
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

  private static void create(Directory parent, Name name, boolean directory) throws IOException {
    if (directory) {
      parent.createPrivateDirectory(name, 0700).close();
    } else {
      parent.createPrivateFile(name, 0600).close();
    }
  }

  private String random() {
    StringBuilder text = new StringBuilder(letters);
    byte[] bytes = new byte[64];
    while (text.length() < letters) {
      CurrentProcess.random(bytes);
      for (int i = 0; i < bytes.length && text.length() < letters; i++) {
        int value = bytes[i] & 0xff;
        if (value < FAIR) {
          text.append(ALPHABET.charAt(value % ALPHABET.length()));
        }
      }
    }
    return text.toString();
  }
}
