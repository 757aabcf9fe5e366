// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Root;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where the files of an application belong: sockets, locks, caches, state, downloads, temporary
 * files.
 *
 * <p>Nothing is created. In their order of trust: what was {@linkplain Builder#set set explicitly},
 * what the service manager made ({@code RUNTIME_DIRECTORY} and the like, systemd.exec(5)), the
 * system's directories for who is root ({@code /run/NAME}, file-hierarchy(7)), variables of the XDG
 * Base Directory Specification 0.8, its defaults, a fallback that is as safe.
 *
 * <p><b>Safety:</b> what the environment says is verified: an owner, a mode or a directory above
 * that would let another user in is a reason to go on to the next place, and is told with it
 * ({@link Place#rejections}). <b>Errors:</b> where no place is private and stable, {@link
 * NoPlaceException} says so; a name in {@code /tmp} that others could claim is never answered.
 * <b>Limits:</b> a place is right when it is decided; whoever creates something there looks again,
 * as {@link RuntimeDirectory} does. The environment is that with which the process was started.
 *
 * <p>Thread-safe.
 */
public final class Places {
  private static final Set<String> WARNED = ConcurrentHashMap.newKeySet();

  private final Application application;
  private final Map<Purpose, BytePath> settings;
  private final ProcessEnvironment world;
  private final Consumer<String> warnings;

  Places(
      Application application,
      Map<Purpose, BytePath> settings,
      ProcessEnvironment world,
      Consumer<String> warnings) {
    this.application = application;
    this.settings = settings.isEmpty() ? Map.of() : new EnumMap<>(settings);
    this.world = world;
    this.warnings = warnings;
  }

  /**
   * The places of an application, as the environment of this process has them.
   *
   * @param application its name: 1 to 64 of the letters, digits and {@code . _ - @ +} of ASCII, the
   *     first of them a letter or a digit
   * @throws IllegalArgumentException if the name is another
   * @throws NativeAccessException if native access is denied
   */
  public static Places of(String application) {
    return builder(application).build();
  }

  /**
   * Begins with explicit settings; parameter and exceptions as for {@link #of}.
   *
   * <p>The builder is not thread-safe.
   */
  public static Builder builder(String application) {
    return new Builder(new Application(application));
  }

  /** Settings that come before everything else. */
  public static final class Builder {
    private final Application application;
    private final Map<Purpose, BytePath> settings = new EnumMap<>(Purpose.class);
    private Consumer<String> warnings = Places::warnOnce;

    private Builder(Application application) {
      this.application = application;
    }

    /**
     * What an option or a setting of the application says; it is taken as it is.
     *
     * @param directory of the default file system; a relative one begins in the current directory
     */
    public Builder set(Purpose purpose, Path directory) {
      settings.put(purpose, Spelling.of(directory));
      return this;
    }

    /**
     * Who hears of a runtime directory that is only a fallback, each time that one is decided;
     * without, the logger {@code io.ephemera} of {@link System.Logger} does, once for each cause.
     */
    public Builder warnings(Consumer<String> listener) {
      warnings = listener;
      return this;
    }

    /**
     * The places.
     *
     * @throws NativeAccessException if native access is denied
     */
    public Places build() {
      NativeAccessException.throwIfDenied();
      return new Places(application, settings, ProcessEnvironment.ofProcess(), warnings);
    }
  }

  /**
   * For sockets, locks and pid files: gone at the end of the session or at the next boot.
   *
   * <p>Without a valid XDG_RUNTIME_DIR it is a directory below the user's cache whose name has the
   * identity of the boot: private, the same for all processes of the user, empty after a boot; a
   * warning says so.
   *
   * @throws NoPlaceException if none is private and stable
   * @throws IOException if the file system cannot be looked at
   */
  public Place runtime() throws IOException {
    Place place = of(Purpose.RUNTIME);
    if (place.rule() == Place.Rule.FALLBACK) {
      warnings.accept(warning(place));
    }
    return place;
  }

  /** For what can be made again; exceptions as for {@link #runtime}. */
  public Place cache() throws IOException {
    return of(Purpose.CACHE);
  }

  /** For what outlives a restart: history, layout; exceptions as for {@link #runtime}. */
  public Place state() throws IOException {
    return of(Purpose.STATE);
  }

  /** For what is worth a backup; exceptions as for {@link #runtime}. */
  public Place data() throws IOException {
    return of(Purpose.DATA);
  }

  /** For what the user or the administrator sets; exceptions as for {@link #runtime}. */
  public Place configuration() throws IOException {
    return of(Purpose.CONFIGURATION);
  }

  /** For logs; exceptions as for {@link #runtime}. */
  public Place logs() throws IOException {
    return of(Purpose.LOGS);
  }

  /**
   * The user's directory for downloads, complete or in progress, user-dirs.dirs(5); the home
   * directory where the user wants none. Exceptions as for {@link #runtime}.
   */
  public Place downloads() throws IOException {
    return of(Purpose.DOWNLOADS);
  }

  /** For small temporary files and directories; see {@link #temporary(Need)}. */
  public Place temporary() throws IOException {
    return temporary(Need.small());
  }

  /**
   * For temporary files and directories with a certain need: TMPDIR, {@code /tmp}, {@code
   * /var/tmp}, or the application's directory in the user's cache. The first two are shared: a file
   * there must have a name that nobody can guess. Exceptions as for {@link #runtime}.
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
      return Place.explicit(application, purpose, explicit);
    }
    try (Root root = world.open()) {
      Decision decision = new Decision(application, world, root);
      Place place = place(purpose, need, decision, root);
      if (place == null) {
        throw new NoPlaceException(what(purpose, need), decision.rejections(), whatToDo(purpose));
      }
      return place;
    } catch (IOException e) {
      throw Failure.of(e, BytePath.ROOT);
    }
  }

  private @Nullable Place place(Purpose purpose, Need need, Decision decision, Root root) {
    StandardDirectory customs = StandardDirectory.of(purpose);
    if (customs != null) {
      return decision.own(purpose, customs);
    }
    return purpose == Purpose.DOWNLOADS
        ? new DownloadDecision(decision, world, root).place()
        : new TemporaryDecision(decision, need).place();
  }

  private String what(Purpose purpose, Need need) {
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

  private String whatToDo(Purpose purpose) {
    StandardDirectory customs = StandardDirectory.of(purpose);
    String variable =
        customs != null
            ? customs.variable()
            : purpose == Purpose.DOWNLOADS ? "XDG_DOWNLOAD_DIR" : "TMPDIR";
    String mode = purpose == Purpose.RUNTIME ? " with mode 0700 on a local file system" : "";
    String service =
        customs == null ? "" : ", or have the service manager make one (" + customs.service() + ")";
    return "Set " + variable + " to a directory of your own" + mode + service + ".";
  }

  private static String warning(Place place) {
    StringBuilder text = new StringBuilder("no runtime directory of the session: ");
    Place.Rejection first = null;
    for (Place.Rejection rejection : place.rejections()) {
      if (first == null || rejection.origin().equals(StandardDirectory.RUNTIME.variable())) {
        first = rejection;
      }
    }
    return text.append(first).append("; ").append(place).append(" takes its place").toString();
  }

  private static void warnOnce(String warning) {
    if (WARNED.add(warning)) {
      System.getLogger("io.ephemera").log(System.Logger.Level.WARNING, warning);
    }
  }
}
