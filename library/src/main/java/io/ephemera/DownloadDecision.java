// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.Inode;
import io.ephemera.fs.Name;
import io.ephemera.fs.OpenFile;
import io.ephemera.fs.Root;
import io.ephemera.fs.SystemCallException;
import io.ephemera.linux.errno.Errno;
import io.ephemera.process.StandardDirectory;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Decides where downloads belong: as user-dirs.dirs(5) says, which is parsed and never passed to a
 * shell, otherwise in the home directory, as xdg-user-dir(1) does.
 */
final class DownloadDecision {
  private static final String VARIABLE = "XDG_DOWNLOAD_DIR";
  private static final int LARGEST = 64 << 10;

  private final Decision decision;
  private final Root root;

  DownloadDecision(Decision decision, Root root) {
    this.decision = decision;
    this.root = root;
  }

  /** The user's download directory, or null if not even a home directory can be trusted. */
  @Nullable Place place() {
    BaseDirectories baseDirectories = decision.baseDirectories();
    BytePath named = baseDirectories.absolute(VARIABLE);
    if (named != null) {
      String reason = decision.variables().own(named, true);
      if (reason == null) {
        return place(named, Place.Rule.USER_DIRS, VARIABLE + " of the environment");
      }
      baseDirectories.reject(named, VARIABLE, reason);
    }
    BaseDirectories.Base home = baseDirectories.home();
    if (home == null) {
      return null;
    }
    Place place = configured(home.path());
    return place == null
        ? place(
            home.path(), Place.Rule.FALLBACK, home.origin() + ", no download directory configured")
        : place;
  }

  private @Nullable Place configured(BytePath home) {
    BaseDirectories baseDirectories = decision.baseDirectories();
    BaseDirectories.Base configuration = baseDirectories.of(StandardDirectory.CONFIGURATION);
    if (configuration == null) {
      return null;
    }
    BytePath file = configuration.path().child(Name.of("user-dirs.dirs"));
    Bytes text = read(file);
    if (text == null) {
      return null;
    }
    UserDirectories.Setting entry = new UserDirectories(text, home).entry(VARIABLE);
    BytePath path = entry.path();
    if (path == null) {
      reject(file, unusable(entry));
      return null;
    }
    return path.equals(home)
        ? place(home, Place.Rule.USER_DIRS, file + ", which disables the download directory")
        : verified(path, file.toString());
  }

  private static String unusable(UserDirectories.Setting entry) {
    return entry.given().isEmpty()
        ? "has no " + VARIABLE
        : "has "
            + VARIABLE
            + "="
            + Bytes.latin1(entry.given())
            + ", which is neither \"$HOME/...\" nor an absolute path in double quotes";
  }

  /** The content of a regular file of bounded size; otherwise null, and a rejection. */
  private @Nullable Bytes read(BytePath path) {
    try (Inode inode = root.findFor(decision.survey(), path, true)) {
      if (!inode.stat().isRegular()) {
        reject(path, "is not a file but a " + inode.stat().type().text());
        return null;
      }
      try (OpenFile file = inode.openForReading()) {
        return file.readAll(LARGEST);
      }
    } catch (SystemCallException e) {
      reject(path, e.is(Errno.ENOENT) ? "does not exist" : "cannot be read: " + e.errno().text());
    } catch (IOException e) {
      reject(path, "cannot be trusted: " + e.getMessage());
    }
    return null;
  }

  private void reject(BytePath path, String reason) {
    decision.baseDirectories().reject(path, "user-dirs.dirs", reason);
  }

  private @Nullable Place verified(BytePath path, String origin) {
    String reason = decision.defaults().own(path, true);
    if (reason == null) {
      return place(path, Place.Rule.USER_DIRS, origin);
    }
    decision.baseDirectories().reject(path, origin, reason);
    return null;
  }

  private Place place(BytePath path, Place.Rule rule, String origin) {
    return decision.place(Purpose.DOWNLOADS, path, path, rule, origin);
  }
}
