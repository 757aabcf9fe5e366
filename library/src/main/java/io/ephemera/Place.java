// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.BytePath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where something belongs, and why: a directory that was decided on, whether it exists or not.
 *
 * <p>A value: thread-safe.
 */
public final class Place {
  /** The rules by which a place is decided, in their order of trust. */
  public enum Rule {
    /** The caller said so. */
    EXPLICIT,
    /** The service manager said so, in a variable such as RUNTIME_DIRECTORY, systemd.exec(5). */
    SERVICE_MANAGER,
    /** The system's own directory, for what runs with privileges: {@code /run/NAME}. */
    SYSTEM,
    /** A variable or a default of the XDG Base Directory Specification, verified. */
    XDG,
    /** An entry of user-dirs.dirs, user-dirs.dirs(5). */
    USER_DIRS,
    /** TMPDIR, environ(7), verified. */
    TMPDIR,
    /** A directory for temporary files that all share: {@code /tmp}, {@code /var/tmp}. */
    SHARED_TEMPORARY,
    /**
     * Nothing better could be verified: below the user's cache, downloads in the home directory.
     */
    FALLBACK
  }

  /**
   * A place that came first but was not taken.
   *
   * @param path as it was given, for people; empty where there was none
   * @param origin where it came from: a variable such as {@code XDG_RUNTIME_DIR}, or words
   * @param reason why it was not taken: words that go on behind the path, without a full stop
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
   * What the file system of a place is like, as it was when it was asked: statfs(2), proc(5).
   *
   * @param fileSystem its type as mount(8) calls it, a number in hexadecimal where it is a rare one
   * @param freeBytes what an unprivileged user may still take
   * @param sizeBytes all that it holds
   * @param inMemory whether what is there is gone after a boot
   * @param noExec whether nothing there may be executed or loaded as a library
   * @param readOnly whether nothing can be written
   * @param remote whether other machines may have it mounted as well
   * @param privateTmp whether it lies in a {@code /tmp} or {@code /var/tmp} of this service's own,
   *     PrivateTmp= in systemd.exec(5): what is put there does not meet anybody else
   */
  public record Facts(
      String fileSystem,
      long freeBytes,
      long sizeBytes,
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

  Place(
      Application application,
      Purpose purpose,
      BytePath path,
      BytePath base,
      Rule rule,
      String origin,
      List<Rejection> rejections) {
    this.application = application;
    this.purpose = purpose;
    this.path = path;
    this.base = base;
    this.rule = rule;
    this.origin = origin;
    this.rejections = List.copyOf(rejections);
  }

  /**
   * A place that the caller chose: an option, a setting.
   *
   * @param application the application's name: 1 to 64 of the letters, digits and {@code . _ - @ +}
   *     of ASCII, the first of them a letter or a digit
   * @throws IllegalArgumentException if the name is another, or the path is not one of the default
   *     file system
   */
  public static Place at(Path directory, Purpose purpose, String application) {
    return explicit(new Application(application), purpose, Spelling.of(directory));
  }

  static Place explicit(Application application, Purpose purpose, BytePath path) {
    return new Place(application, purpose, path, path, Rule.EXPLICIT, "the caller", List.of());
  }

  /** The directory. */
  public Path path() {
    return Spelling.of(path);
  }

  /**
   * The path's bytes as the kernel has them: under a locale such as C the text of a {@code Path}
   * loses those outside ASCII.
   *
   * @return a copy
   */
  public byte[] pathBytes() {
    return path.bytes().toArray();
  }

  /**
   * The directory in which this application has its place and others have theirs, such as {@code
   * /run} for {@code /run/NAME}; the same place where it has no part of the application's.
   */
  public Place base() {
    return new Place(application, purpose, base, base, rule, origin, rejections);
  }

  /** What it is for. */
  public Purpose purpose() {
    return purpose;
  }

  /** The rule that decided. */
  public Rule rule() {
    return rule;
  }

  /** Where the decision came from: the variable, the file or the default that named it. */
  public String origin() {
    return origin;
  }

  /** What came first but was not taken, in its order. */
  public List<Rejection> rejections() {
    return rejections;
  }

  /**
   * What the file system there is like, or that of the next directory above that exists; empty
   * where it cannot be looked at.
   *
   * @throws NativeAccessException if native access is denied
   */
  public Optional<Facts> facts() {
    NativeAccessException.throwIfDenied();
    return Optional.ofNullable(FileSystemFacts.facts(path));
  }

  /**
   * Makes the directory where it is missing, and what is missing above it: for the user alone, the
   * directory itself with mode 0755 where the user is root. A directory for temporary files that
   * all share has to exist and is left as it is.
   *
   * @throws UnsafePlaceException if others could reach, claim or change it
   * @throws IOException if it cannot be made
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

  /** The path for people: control characters and what is not UTF-8 are escaped. */
  @Override
  public String toString() {
    return path.toString();
  }
}
