// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.JavaPath;
import io.ephemera.fs.Root;
import io.ephemera.process.StandardDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Decides where files of an application belong: sockets, locks, caches, state, downloads, temporary
 * files.
 *
 * <p>Creates nothing. The candidates, in order of precedence: what the caller {@linkplain
 * Builder#set set}; what the service manager created ({@code RUNTIME_DIRECTORY} and the like,
 * systemd.exec(5)); for root, the system's directories ({@code /run/NAME}, file-hierarchy(7)); the
 * variables of the XDG Base Directory Specification 0.8; its defaults; a fallback that is as safe.
 *
 * <p><b>Safety:</b> values from the environment are verified. A candidate is rejected if its owner,
 * its mode or a directory above it would let another user in; {@link Place#rejections} lists the
 * reasons. {@link Place#cautions} says what is uncertain about a place. The answer is never a
 * predictable name in {@code /tmp}. <b>Errors:</b> {@link NoPlaceException} if no candidate is
 * private and stable. <b>Limits:</b> a place is verified when it is decided on; creating something
 * there verifies again, as {@link RuntimeDirectory} does. The environment is the one with which the
 * process was started.
 *
 * <p>Thread-safe.
 */
public final class Places {
  /**
   * The application for which this library creates files if the caller names none: {@link
   * TemporaryFile#publishAs(Path)}, {@link TemporaryFile#replacing(Path)} and {@link Rendezvous}.
   */
  public static final String DEFAULT_APPLICATION = "ephemera";

  private final Application application;
  private final Map<Purpose, BytePath> settings;
  private final List<BytePath> trusted;
  private final ProcessEnvironment environment;
  private final Consumer<String> warnings;

  Places(
      Application application,
      Map<Purpose, BytePath> settings,
      List<BytePath> trusted,
      ProcessEnvironment environment,
      Consumer<String> warnings) {
    this.application = application;
    this.settings = settings.isEmpty() ? Map.of() : new EnumMap<>(settings);
    this.trusted = List.copyOf(trusted);
    this.environment = environment;
    this.warnings = warnings;
  }

  /**
   * The places of an application in the environment of this process.
   *
   * @param application its name: 1 to 64 ASCII letters, digits and {@code . _ - @ +}, the first a
   *     letter or a digit
   * @throws IllegalArgumentException if the name is invalid
   * @throws NativeAccessException if native access is denied
   */
  public static Places of(String application) {
    return builder(application).build();
  }

  /** A builder for explicit settings; parameter and exceptions as for {@link #of}. */
  public static Builder builder(String application) {
    return new Builder(new Application(application));
  }

  /** Explicit settings, which precede all other candidates. Not thread-safe. */
  public static final class Builder {
    private final Application application;
    private final Map<Purpose, BytePath> settings = new EnumMap<>(Purpose.class);
    private final List<BytePath> trusted = new ArrayList<>();
    private @Nullable Map<String, String> variables;
    private Consumer<String> warnings = Warnings::once;

    private Builder(Application application) {
      this.application = application;
    }

    /**
     * Sets the place of a purpose, for instance from an option; it is not verified.
     *
     * @param directory a path of the default file system, absolute or relative to the current
     *     directory
     * @throws IllegalArgumentException if the path is of another file system
     */
    public Builder set(Purpose purpose, Path directory) {
      settings.put(purpose, JavaPath.bytes(directory));
      return this;
    }

    /**
     * Trusts all users who may write to a directory, or of whom it is not known whether they may: a
     * directory in a container that only its own user enters, a group whose members are known to
     * the caller alone. For places in that directory and below it. It must still belong to root or
     * to the caller, and this does not extend to other directories, above or below. The variable
     * {@code EPHEMERA_TRUSTED_DIRECTORIES} lists more, as absolute paths between colons.
     *
     * <p>Every one of these users can then replace what is created in that directory.
     *
     * @param directory a path of the default file system, absolute or relative to the current
     *     directory
     * @return this
     * @throws IllegalArgumentException if the path is of another file system
     */
    public Builder trust(Path directory) {
      trusted.add(JavaPath.bytes(directory));
      return this;
    }

    /**
     * Sets the listener that gets a warning each time a runtime directory is only a fallback, and
     * each time a place has {@linkplain Place#cautions cautions}; without one, the {@link
     * System.Logger} {@code io.ephemera} gets each warning once.
     */
    public Builder warnings(Consumer<String> listener) {
      warnings = listener;
      return this;
    }

    /**
     * Sets the environment variables that are used instead of those of this process, for tests of
     * an application: {@code XDG_RUNTIME_DIR}, {@code HOME}, {@code TMPDIR} and the others that
     * {@link Places} lists. What they name is verified as usual.
     *
     * @param values all variables, by name
     * @return this
     */
    public Builder environment(Map<String, String> values) {
      variables = Map.copyOf(values);
      return this;
    }

    private ProcessEnvironment environment() {
      Map<String, String> chosen = variables;
      return chosen == null
          ? ProcessEnvironment.ofProcess()
          : ProcessEnvironment.ofVariables(chosen);
    }

    /**
     * The places.
     *
     * @throws NativeAccessException if native access is denied
     */
    public Places build() {
      NativeAccessException.throwIfDenied();
      return new Places(application, settings, trusted, environment(), warnings);
    }
  }

  /**
   * The place for sockets, locks and pid files, which the end of the session or the next boot
   * empties.
   *
   * <p>Without a usable XDG_RUNTIME_DIR it is a directory below the user's cache whose name
   * contains the boot id: private, shared by all processes of the user, and empty after a boot. A
   * warning reports that.
   *
   * @throws NoPlaceException if no candidate is private and stable
   * @throws IOException if the file system cannot be examined
   */
  public Place runtime() throws IOException {
    Place place = of(Purpose.RUNTIME);
    if (place.rule() == Place.Rule.FALLBACK) {
      warnings.accept(warning(place));
    }
    return place;
  }

  /** The place for data that can be recreated; exceptions as for {@link #runtime}. */
  public Place cache() throws IOException {
    return of(Purpose.CACHE);
  }

  /** The place for history, layout and the like; exceptions as for {@link #runtime}. */
  public Place state() throws IOException {
    return of(Purpose.STATE);
  }

  /** The place for data worth a backup; exceptions as for {@link #runtime}. */
  public Place data() throws IOException {
    return of(Purpose.DATA);
  }

  /** The place for configuration files; exceptions as for {@link #runtime}. */
  public Place configuration() throws IOException {
    return of(Purpose.CONFIGURATION);
  }

  /** The place for logs; exceptions as for {@link #runtime}. */
  public Place logs() throws IOException {
    return of(Purpose.LOGS);
  }

  /**
   * The user's directory for downloads, complete or in progress, user-dirs.dirs(5); the home
   * directory if none is configured. Exceptions as for {@link #runtime}.
   */
  public Place downloads() throws IOException {
    return of(Purpose.DOWNLOADS);
  }

  /** The place for small temporary files and directories; see {@link #temporary(Need)}. */
  public Place temporary() throws IOException {
    return temporary(Need.small());
  }

  /**
   * The place for temporary files and directories with certain needs: TMPDIR, {@code /tmp}, {@code
   * /var/tmp}, or the application's directory in the user's cache. The first three may be shared: a
   * file there needs an unguessable name. Exceptions as for {@link #runtime}.
   */
  public Place temporary(Need need) throws IOException {
    return decided(Purpose.TEMPORARY, need);
  }

  private Place of(Purpose purpose) throws IOException {
    return decided(purpose, Need.small());
  }

  private Place decided(Purpose purpose, Need need) throws IOException {
    NativeAccessException.throwIfDenied();
    BytePath explicit = settings.get(purpose);
    if (explicit != null) {
      return Place.explicit(application, purpose, explicit, environment.trusted().and(trusted));
    }
    try (Root root = environment.open()) {
      Caller caller = environment.caller(trusted);
      Decision decision = new Decision(application, environment, caller, root);
      Place place = place(purpose, need, decision, root);
      if (place == null) {
        throw new NoPlaceException(describe(purpose, need), decision.rejections(), advice(purpose));
      }
      for (String caution : place.cautions()) {
        warnings.accept(place + " " + caution);
      }
      return place;
    } catch (IOException e) {
      throw ExceptionTranslator.translate(e, BytePath.ROOT);
    }
  }

  private @Nullable Place place(Purpose purpose, Need need, Decision decision, Root root) {
    StandardDirectory standard = purpose.standardDirectory();
    if (standard != null) {
      return decision.own(purpose, standard);
    }
    return purpose == Purpose.DOWNLOADS
        ? new DownloadDecision(decision, root).place()
        : new TemporaryDecision(decision, need).place();
  }

  private String describe(Purpose purpose, Need need) {
    String words =
        switch (purpose) {
          case RUNTIME -> "sockets, locks and pid files";
          case CACHE -> "cache";
          case STATE -> "state";
          case DATA -> "data";
          case CONFIGURATION -> "configuration";
          case LOGS -> "logs";
          case DOWNLOADS -> "downloads";
          case TEMPORARY -> "temporary files (" + need + ")";
        };
    return words + " of " + application.name();
  }

  private String advice(Purpose purpose) {
    StandardDirectory standard = purpose.standardDirectory();
    String variable =
        standard != null
            ? standard.variable()
            : purpose == Purpose.DOWNLOADS ? "XDG_DOWNLOAD_DIR" : "TMPDIR";
    String mode = purpose == Purpose.RUNTIME ? " with mode 0700 on a local file system" : "";
    String service =
        standard == null
            ? ""
            : ", or have the service manager create one (" + standard.service() + ")";
    String trust = "; " + TrustedDirectories.VARIABLE + " lists directories whose users you trust";
    return "Set " + variable + " to a directory of your own" + mode + service + trust + ".";
  }

  private static String warning(Place place) {
    String variable = StandardDirectory.RUNTIME.variable();
    String cause = "is not usable";
    for (Place.Rejection rejection : place.rejections()) {
      if (rejection.origin().equals(variable)) {
        cause =
            rejection.path().isEmpty()
                ? rejection.reason()
                : "is not usable (" + rejection.path() + " " + rejection.reason() + ")";
      }
    }
    return variable + " " + cause + "; using " + place;
  }

  /** Human-readable: {@code places of shop}; the format may change. */
  @Override
  public String toString() {
    return "places of " + application.name();
  }
}
