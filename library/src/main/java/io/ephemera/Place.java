// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.BytePath;
import java.nio.file.Path;
import java.util.List;

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
    /** Nothing better could be verified: a private directory below the cache. */
    FALLBACK
  }

  /**
   * A place that came first but was not taken.
   *
   * @param path as it was given, for people
   * @param origin where it came from: {@code XDG_RUNTIME_DIR}
   * @param reason why it was not taken, a sentence without a full stop
   */
  public record Rejection(String path, String origin, String reason) {
    @Override
    public String toString() {
      return origin + "=" + path + " " + reason;
    }
  }

  private final Application application;
  private final Purpose purpose;
  private final BytePath path;
  private final Rule rule;
  private final String origin;
  private final List<Rejection> rejections;

  Place(
      Application application,
      Purpose purpose,
      BytePath path,
      Rule rule,
      String origin,
      List<Rejection> rejections) {
    this.application = application;
    this.purpose = purpose;
    this.path = path;
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
    return new Place(
        new Application(application),
        purpose,
        Spelling.of(directory),
        Rule.EXPLICIT,
        "the caller",
        List.of());
  }

  /** The directory. */
  public Path path() {
    return Spelling.of(path);
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
