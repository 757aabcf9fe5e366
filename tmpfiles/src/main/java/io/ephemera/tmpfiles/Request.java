// SPDX-License-Identifier: Apache-2.0
package io.ephemera.tmpfiles;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.tmpfiles.language.Prefixes;
import io.ephemera.tmpfiles.language.SourceFile;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request to {@link Tmpfiles}; its parts are the options of systemd-tmpfiles(8).
 *
 * @param flags what to do, and how
 * @param scope which paths to work on
 * @param sources which lines to carry out
 */
public record Request(Set<Flag> flags, Scope scope, Sources sources) {
  /** Takes a copy. */
  public Request {
    flags = Set.copyOf(flags);
  }

  /** Whether a flag is set. */
  public boolean has(Flag flag) {
    return flags.contains(flag);
  }

  /** What to do, and how. */
  public enum Flag {
    /** Create, write and adjust. */
    CREATE,
    /** Remove. */
    REMOVE,
    /** Clean up by age. */
    CLEAN,
    /** Remove what lines with {@code $} created. */
    PURGE,
    /** Use lines with {@code !} too. */
    BOOT,
    /** Carry out a line with an unknown user or group without its owner. */
    GRACEFUL,
    /** Change nothing. */
    DRY_RUN
  }

  /**
   * The paths to work on.
   *
   * @param root the directory to use as root directory, or null for the root of the host
   * @param prefixes the selected paths
   */
  public record Scope(@Nullable BytePath root, Prefixes prefixes) {
    /** All paths of the host. */
    public static final Scope HOST = new Scope(null, Prefixes.ALL);

    /** All paths below a root directory. */
    public static Scope below(BytePath root) {
      return new Scope(root, Prefixes.ALL);
    }
  }

  /**
   * The lines to carry out.
   *
   * @param user whether to use the configuration of the user instead of the system's
   * @param replace the configuration file in whose place the arguments are read, or null
   * @param inline whether the arguments are lines instead of names of files
   * @param arguments lines or names of files; if empty, all configuration files are read
   * @param files what the caller has read already; if not empty, nothing else is read
   */
  public record Sources(
      boolean user,
      @Nullable BytePath replace,
      boolean inline,
      List<Bytes> arguments,
      List<SourceFile> files) {
    /** All configuration files of the system. */
    public static final Sources SYSTEM = new Sources(false, null, false, List.of());

    /** Takes copies. */
    public Sources {
      arguments = List.copyOf(arguments);
      files = List.copyOf(files);
    }

    /** What an option or an argument names. */
    public Sources(
        boolean user, @Nullable BytePath replace, boolean inline, List<Bytes> arguments) {
      this(user, replace, inline, arguments, List.of());
    }

    /** What the caller has read. */
    public static Sources files(List<SourceFile> files) {
      return new Sources(false, null, false, List.of(), files);
    }

    /** These lines only. */
    public static Sources lines(List<Bytes> lines) {
      return new Sources(false, null, true, lines);
    }
  }
}
