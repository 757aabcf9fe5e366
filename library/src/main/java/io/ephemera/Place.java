// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.JavaPath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A directory where files of an application belong, and the reason. It need not exist.
 *
 * <p>Immutable and thread-safe.
 */
public final class Place {
  /** The rule that decided on a place, in order of precedence. */
  public enum Rule {
    /** The caller set it. */
    EXPLICIT,
    /** The service manager set it, in a variable such as RUNTIME_DIRECTORY, systemd.exec(5). */
    SERVICE_MANAGER,
    /** The system's directory, for privileged programs: {@code /run/NAME}. */
    SYSTEM,
    /** A variable or a default of the XDG Base Directory Specification, verified. */
    XDG,
    /** An entry of user-dirs.dirs, user-dirs.dirs(5). */
    USER_DIRS,
    /** TMPDIR, environ(7), verified. */
    TMPDIR,
    /** A shared directory for temporary files: {@code /tmp}, {@code /var/tmp}. */
    SHARED_TEMPORARY,
    /** Below the user's cache, or the home directory for downloads: all others were rejected. */
    FALLBACK
  }

  /**
   * A candidate with higher precedence that was rejected.
   *
   * @param path the path as it was given, human-readable; empty if there was none
   * @param origin what named it: a variable such as {@code XDG_RUNTIME_DIR}, or a description
   * @param reason why it was rejected: continues a sentence that begins with the path, without a
   *     full stop
   */
  public record Rejection(String path, String origin, String reason) {
    /** A sentence: {@code XDG_RUNTIME_DIR=/run/user/1000 belongs to uid 1000, you are uid 0}. */
    @Override
    public String toString() {
      String subject = path.isEmpty() ? origin : isVariable() ? origin + "=" + path : path;
      return subject + " " + reason;
    }

    private boolean isVariable() {
      for (int i = 0; i < origin.length(); i++) {
        char c = origin.charAt(i);
        if (c != '_' && (c < 'A' || c > 'Z')) {
          return false;
        }
      }
      return true;
    }
  }

  /**
   * Properties of a place's file system at the time of the call: statfs(2), proc(5).
   *
   * @param fileSystem the type as mount(8) names it, or its number in hexadecimal if it has no
   *     common name
   * @param freeBytes the bytes that an unprivileged user can allocate; empty if the file system
   *     does not report its size
   * @param sizeBytes the size in bytes; empty as {@code freeBytes} is
   * @param inMemory whether a boot empties it
   * @param noExec whether files there cannot be executed or loaded as libraries
   * @param readOnly whether nothing can be written
   * @param remote whether other machines may have it mounted too
   * @param privateTmp whether it is in a private {@code /tmp} or {@code /var/tmp} of this service,
   *     PrivateTmp= in systemd.exec(5), where no other service finds it
   */
  public record Facts(
      String fileSystem,
      OptionalLong freeBytes,
      OptionalLong sizeBytes,
      boolean inMemory,
      boolean noExec,
      boolean readOnly,
      boolean remote,
      boolean privateTmp) {}

  private final Application application;
  private final Purpose purpose;
  private final BytePath path;
  private final BytePath base;
  private final Rule rule;
  private final String origin;
  private final List<Rejection> rejections;
  private final List<String> cautions;
  private final TrustedDirectories trusted;

  Place(
      Application application,
      Purpose purpose,
      BytePath path,
      BytePath base,
      Rule rule,
      String origin,
      List<Rejection> rejections,
      List<String> cautions,
      TrustedDirectories trusted) {
    this.application = application;
    this.purpose = purpose;
    this.path = path;
    this.base = base;
    this.rule = rule;
    this.origin = origin;
    this.rejections = List.copyOf(rejections);
    this.cautions = List.copyOf(cautions);
    this.trusted = trusted;
  }

  /**
   * A place that the caller chooses, for instance by an option.
   *
   * @param directory a path of the default file system, absolute or relative to the current
   *     directory
   * @param application the application's name: 1 to 64 ASCII letters, digits and {@code . _ - @ +},
   *     the first a letter or a digit
   * @throws IllegalArgumentException if the name is invalid, or the path is of another file system
   */
  public static Place at(Path directory, Purpose purpose, String application) {
    return explicit(
        new Application(application),
        purpose,
        JavaPath.bytes(directory),
        TrustedDirectories.ofProcess());
  }

  static Place explicit(
      Application application, Purpose purpose, BytePath path, TrustedDirectories trusted) {
    return new Place(
        application,
        purpose,
        path,
        path,
        Rule.EXPLICIT,
        "the caller",
        List.of(),
        List.of(),
        trusted);
  }

  /** The directory. */
  public Path path() {
    return JavaPath.of(path);
  }

  /**
   * The path as bytes: in a locale such as C, the text of a {@code Path} loses those outside ASCII.
   *
   * @return a copy
   */
  public byte[] pathBytes() {
    return path.bytes().toArray();
  }

  /**
   * The directory in which applications have their places, such as {@code /run} for {@code
   * /run/NAME}; this place itself if applications share it.
   */
  public Place base() {
    return new Place(application, purpose, base, base, rule, origin, rejections, cautions, trusted);
  }

  /** Its purpose. */
  public Purpose purpose() {
    return purpose;
  }

  /** The rule that decided. */
  public Rule rule() {
    return rule;
  }

  /** The variable, file or default that named it. */
  public String origin() {
    return origin;
  }

  /** The rejected candidates with higher precedence, in order. */
  public List<Rejection> rejections() {
    return rejections;
  }

  /**
   * What is not certain about this place, although it was taken, human-readable. Each continues a
   * sentence that begins with the path, without a full stop. Usually empty; there are two:
   *
   * <ul>
   *   <li>Others may write to a directory above one of the user's own, as to an {@code emptyDir} of
   *       Kubernetes. They can move the user's directory away, but neither read nor change what is
   *       in it. All purposes are safe for this library, which holds the directory open and
   *       verifies that it is the user's own, and creates nothing where others may write. A program
   *       that uses the path can be given another directory: it has to verify the owner itself. A
   *       socket there is reached by its path, so clients must ask for the server's user.
   *   <li>A directory belongs to a user who is not mapped in this user namespace,
   *       user_namespaces(7): probably root of the system.
   * </ul>
   *
   * <p>{@link Places.Builder#trust} accepts more.
   */
  public List<String> cautions() {
    return cautions;
  }

  TrustedDirectories trusted() {
    return trusted;
  }

  /**
   * Properties of the file system of this directory, or of the nearest one above it that exists;
   * empty if it cannot be examined.
   *
   * @throws NativeAccessException if native access is denied
   */
  public Optional<Facts> facts() {
    NativeAccessException.throwIfDenied();
    return Optional.ofNullable(FileSystemFacts.facts(path));
  }

  /**
   * Creates the directory and its parents if they are missing, with mode 0700; the directory itself
   * with mode 0755 if the caller is root. Has no effect on a shared directory for temporary files.
   *
   * @throws UnsafePlaceException if other users could enter, claim or change it
   * @throws IOException if it cannot be created
   * @throws NativeAccessException if native access is denied
   */
  public void create() throws IOException {
    NativeAccessException.throwIfDenied();
    if (rule != Rule.TMPDIR && rule != Rule.SHARED_TEMPORARY) {
      RuntimeDirectory.open(this).close();
    }
  }

  Application application() {
    return application;
  }

  BytePath bytePath() {
    return path;
  }

  /** The path, human-readable: control characters and bytes that are not UTF-8 are escaped. */
  @Override
  public String toString() {
    return path.toString();
  }
}
