// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.FileSystem;
import io.ephemera.fs.Inode;
import io.ephemera.fs.Root;
import io.ephemera.fs.ScopedHandle;
import io.ephemera.fs.Stat;
import io.ephemera.fs.SystemCallException;
import io.ephemera.linux.errno.Errno;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Verifies candidates for a place. Each method returns null, or the reason against the directory,
 * which continues a sentence that begins with its path.
 */
final class Verification {
  private static final int PERMISSIONS = 0777;
  private static final int PRIVATE = 0700;
  private static final int OWNER_WRITES = 0200;
  private static final int GROUP_WRITES = 020;
  private static final int ALL_WRITE = 02;

  /** The id of all unmapped users, user_namespaces(7). */
  private static final int UNMAPPED = 65534;

  private final ProcessEnvironment environment;
  private final Caller caller;
  private final Root root;
  private final boolean named;
  private final List<String> cautions;

  private Verification(
      ProcessEnvironment environment,
      Caller caller,
      Root root,
      boolean named,
      List<String> cautions) {
    this.environment = environment;
    this.caller = caller;
    this.root = root;
    this.named = named;
    this.cautions = cautions;
  }

  /**
   * For directories from variables: one of another user shows a leaked environment.
   *
   * @param cautions gets those of the directory that is accepted last
   */
  static Verification ofVariables(
      ProcessEnvironment environment, Caller caller, Root root, List<String> cautions) {
    return new Verification(environment, caller, root, true, cautions);
  }

  /** For all other directories; parameters as for {@link #ofVariables}. */
  static Verification ofDefaults(
      ProcessEnvironment environment, Caller caller, Root root, List<String> cautions) {
    return new Verification(environment, caller, root, false, cautions);
  }

  /** An existing directory, held: the requested one, or the nearest above it that exists. */
  private record Site(BytePath path, Inode inode, Stat stat, Survey survey)
      implements AutoCloseable {
    FileSystem fileSystem() throws SystemCallException {
      return inode.fileSystem();
    }

    @Override
    public void close() {
      inode.close();
    }
  }

  /** The reason against an existing directory, or null. */
  private interface Question {
    @Nullable String reason(Site site) throws IOException;
  }

  private @Nullable String ask(Site found, Question question) throws IOException {
    try (Site site = found) {
      String reason = question.reason(site);
      if (reason == null) {
        cautions.clear();
        cautions.addAll(site.survey().cautions());
      }
      return reason;
    }
  }

  /**
   * XDG_RUNTIME_DIR, by the XDG Base Directory Specification: it must belong to the user, have mode
   * 0700, and be local. Set-group-ID and sticky bits let no other user in.
   */
  @Nullable String runtime(BytePath path) {
    try {
      return ask(existingSite(path, false), this::runtime);
    } catch (IOException e) {
      return failed(e);
    }
  }

  private @Nullable String runtime(Site site) throws IOException {
    Stat stat = site.stat();
    if (!stat.isDirectory()) {
      return "is not a directory but a " + stat.type().text();
    }
    if (!caller.owns(stat)) {
      return leaked(site, false);
    }
    if ((stat.mode() & PERMISSIONS) != PRIVATE) {
      return "has mode " + octal(stat.mode()) + " instead of 0700";
    }
    FileSystem fileSystem = site.fileSystem();
    if (fileSystem.isRemote()) {
      return "is on " + fileSystem.typeName() + ", which other machines share";
    }
    return fileSystem.readOnly() ? UnmetNeed.READ_ONLY : leaked(site, false);
  }

  /** An existing directory of the user; it need not be writable. */
  @Nullable String existing(BytePath path) {
    try {
      return ask(
          site(path),
          site -> site.path().equals(path) ? own(site, false, false) : "does not exist");
    } catch (IOException e) {
      return failed(e);
    }
  }

  /**
   * A directory of the user, or one that can be created in such a directory: no other user may
   * write to it.
   *
   * @param written whether the application will write there
   */
  @Nullable String own(BytePath path, boolean written) {
    try {
      return ask(site(path), site -> own(site, written, false));
    } catch (IOException e) {
      return failed(e);
    }
  }

  /**
   * As {@link #own}, for one that a service manager created; root may own one that is only read.
   */
  @Nullable String ofService(BytePath path, boolean written) {
    try {
      return ask(site(path), site -> own(site, written, !written));
    } catch (IOException e) {
      return failed(e);
    }
  }

  private @Nullable String own(Site site, boolean written, boolean orRoot) throws IOException {
    String reason = leaked(site, orRoot && site.stat().uid() == 0);
    return reason == null && written && site.fileSystem().readOnly() ? UnmetNeed.READ_ONLY : reason;
  }

  private @Nullable String leaked(Site site, boolean anyOwner) {
    return leaked(site.stat(), site.survey().against(site.inode(), site.stat(), anyOwner));
  }

  /** A directory for temporary files: existing, the user's own or shared, and meeting the need. */
  @Nullable String temporary(BytePath path, Need need) {
    try {
      return ask(existingSite(path, true), site -> temporary(site, need));
    } catch (IOException e) {
      return failed(e);
    }
  }

  private @Nullable String temporary(Site site, Need need) throws IOException {
    Stat stat = site.stat();
    String reason = leaked(stat, site.survey().againstShared(site.inode(), stat));
    if (reason == null && !isWritable(stat)) {
      reason = "is not writable by you (mode " + octal(stat.mode()) + ")";
    }
    return reason == null ? UnmetNeed.find(site.fileSystem(), need) : reason;
  }

  /** A need that a verified private directory, which may be missing, does not meet. */
  @Nullable String lacking(BytePath path, Need need) {
    try (Site site = site(path)) {
      return UnmetNeed.find(site.fileSystem(), need);
    } catch (IOException e) {
      return failed(e);
    }
  }

  /** Whether the files in a directory are in memory. */
  boolean isInMemory(BytePath path) {
    try (Site site = site(path)) {
      return site.fileSystem().isInMemory();
    } catch (IOException e) {
      return false;
    }
  }

  private boolean isWritable(Stat stat) {
    int bit = caller.owns(stat) ? OWNER_WRITES : GROUP_WRITES | ALL_WRITE;
    return environment.uid() == 0 || (stat.mode() & bit) != 0;
  }

  private Site existingSite(BytePath path, boolean followLast) throws IOException {
    Survey survey = new Survey(caller);
    try (ScopedHandle<Inode> inode = new ScopedHandle<>(root.findFor(survey, path, followLast))) {
      Stat stat = inode.get().stat();
      return new Site(path, inode.release(), stat, survey);
    }
  }

  private Site site(BytePath path) throws IOException {
    BytePath here = path;
    while (true) {
      try {
        return existingSite(here, true);
      } catch (SystemCallException e) {
        if (!e.is(Errno.ENOENT) || here.isRoot()) {
          throw e;
        }
        here = here.parent();
      }
    }
  }

  /** Explains a reason against a directory of another user. */
  private @Nullable String leaked(Stat stat, @Nullable String reason) {
    if (reason == null || caller.owns(stat) || !reason.startsWith("belongs to ")) {
      return reason;
    }
    if (stat.uid() == UNMAPPED) {
      return reason + ": nobody, or a user who is not mapped in this user namespace";
    }
    return !named || stat.uid() == 0
        ? reason
        : reason + ": the environment leaked through " + program(stat);
  }

  /** sudo(8) sets a variable. */
  private String program(Stat stat) {
    Bytes sudoUid = environment.variable("SUDO_UID");
    String uid = Integer.toUnsignedString(stat.uid());
    return sudoUid != null && sudoUid.latin1().equals(uid) ? "sudo" : "su";
  }

  private static String failed(IOException reason) {
    if (reason instanceof SystemCallException refused) {
      return refused.is(Errno.ENOENT)
          ? "does not exist"
          : "cannot be examined: " + refused.errno().text();
    }
    return "cannot be trusted: " + reason.getMessage();
  }

  private static String octal(int mode) {
    String digits = Integer.toOctalString(mode);
    return "0".repeat(Math.max(0, 4 - digits.length())) + digits;
  }
}
