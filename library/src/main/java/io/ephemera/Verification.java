// SPDX-License-Identifier: Apache-2.0
package io.ephemera;

import io.ephemera.fs.BytePath;
import io.ephemera.fs.Bytes;
import io.ephemera.fs.FileSystem;
import io.ephemera.fs.Inode;
import io.ephemera.fs.Root;
import io.ephemera.fs.Stat;
import io.ephemera.fs.SystemCallException;
import io.ephemera.linux.errno.Errno;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Verifies candidates for a place. Each method returns null, or the reason against the directory,
 * which continues a sentence that begins with its path.
 */
final class Verification {
  private static final int PRIVATE = 0700;
  private static final int OWNER_WRITES = 0200;
  private static final int GROUP_WRITES = 020;
  private static final int ALL_WRITE = 02;

  /** The id of all unmapped users, user_namespaces(7). */
  private static final int UNMAPPED = 65534;

  private final ProcessEnvironment environment;
  private final Root root;
  private final boolean named;

  private Verification(ProcessEnvironment environment, Root root, boolean named) {
    this.environment = environment;
    this.root = root;
    this.named = named;
  }

  /** For directories from variables: one of another user shows a leaked environment. */
  static Verification ofVariables(ProcessEnvironment environment, Root root) {
    return new Verification(environment, root, true);
  }

  /** For all other directories. */
  static Verification ofDefaults(ProcessEnvironment environment, Root root) {
    return new Verification(environment, root, false);
  }

  /** An existing directory: the requested one, or the nearest above it that exists. */
  private record Site(BytePath path, Stat stat, FileSystem fileSystem) {}

  /**
   * XDG_RUNTIME_DIR, by the XDG Base Directory Specification: it must belong to the user, have mode
   * 0700, and be local.
   */
  @Nullable String runtime(BytePath path) {
    try (Inode inode = root.findFor(environment.uid(), path, false)) {
      Stat stat = inode.stat();
      if (!stat.isDirectory()) {
        return "is not a directory but a " + stat.type().text();
      }
      if (stat.uid() != environment.uid()) {
        return belongsTo(stat);
      }
      if (stat.mode() != PRIVATE) {
        return "has mode " + octal(stat.mode()) + " instead of 0700";
      }
      FileSystem fileSystem = inode.fileSystem();
      if (fileSystem.isRemote()) {
        return "is on " + fileSystem.typeName() + ", which other machines share";
      }
      return fileSystem.readOnly() ? UnmetNeed.READ_ONLY : way(path);
    } catch (IOException e) {
      return failed(e);
    }
  }

  /** An existing directory of the user; it need not be writable. */
  @Nullable String existing(BytePath path) {
    try {
      Site site = site(path);
      return site.path().equals(path) ? own(site, false, false) : "does not exist";
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
      return own(site(path), written, false);
    } catch (IOException e) {
      return failed(e);
    }
  }

  /**
   * As {@link #own}, for one that a service manager created; root may own one that is only read.
   */
  @Nullable String ofService(BytePath path, boolean written) {
    try {
      return own(site(path), written, !written);
    } catch (IOException e) {
      return failed(e);
    }
  }

  private @Nullable String own(Site site, boolean written, boolean orRoot) throws IOException {
    Stat stat = site.stat();
    String reason = against(stat, orRoot && stat.uid() == 0);
    if (reason == null && written && site.fileSystem().readOnly()) {
      reason = UnmetNeed.READ_ONLY;
    }
    return reason == null ? way(site.path()) : reason;
  }

  private @Nullable String against(Stat stat, boolean anyOwner) {
    if (!stat.isDirectory()) {
      return "is not a directory but a " + stat.type().text();
    }
    if (stat.uid() != environment.uid() && !anyOwner) {
      return belongsTo(stat);
    }
    if (stat.isOpenToOthers()) {
      return "is writable by " + others(stat) + " (mode " + octal(stat.mode()) + ")";
    }
    return null;
  }

  /** A directory for temporary files: existing, the user's own or shared, and meeting the need. */
  @Nullable String temporary(BytePath path, Need need) {
    try {
      Site site = site(path);
      if (!site.path().equals(path)) {
        return "does not exist";
      }
      String reason = shared(site.stat());
      if (reason == null) {
        reason = way(path);
      }
      return reason == null ? UnmetNeed.find(site.fileSystem(), need) : reason;
    } catch (IOException e) {
      return failed(e);
    }
  }

  /** A need that a verified private directory, which may be missing, does not meet. */
  @Nullable String lacking(BytePath path, Need need) {
    try {
      return UnmetNeed.find(site(path).fileSystem(), need);
    } catch (IOException e) {
      return failed(e);
    }
  }

  /** Whether the files in a directory are in memory. */
  boolean isInMemory(BytePath path) {
    try {
      return site(path).fileSystem().isInMemory();
    } catch (IOException e) {
      return false;
    }
  }

  private @Nullable String shared(Stat stat) {
    if (!stat.isDirectory()) {
      return "is not a directory but a " + stat.type().text();
    }
    if (stat.isOpenToOthers() && !stat.isSticky()) {
      return "is writable by " + others(stat) + " and not sticky";
    }
    if (stat.uid() != environment.uid() && stat.uid() != 0) {
      return belongsTo(stat);
    }
    return isWritable(stat) ? null : "is not writable by you (mode " + octal(stat.mode()) + ")";
  }

  private boolean isWritable(Stat stat) {
    int bit = stat.uid() == environment.uid() ? OWNER_WRITES : GROUP_WRITES | ALL_WRITE;
    return environment.uid() == 0 || (stat.mode() & bit) != 0;
  }

  /** Verifies the directories above, whose owners could replace this one. */
  private @Nullable String way(BytePath path) throws IOException {
    BytePath above = path;
    while (!above.isRoot()) {
      above = above.parent();
      try (Inode inode = root.findFor(environment.uid(), above, true)) {
        Stat stat = inode.stat();
        if (stat.uid() != 0 && stat.uid() != environment.uid()) {
          return "is below " + above + ", which belongs to uid " + id(stat.uid());
        }
        if (stat.isOpenToOthers() && !stat.isSticky()) {
          return "is below " + above + ", which is writable by " + others(stat);
        }
      }
    }
    return null;
  }

  private Site site(BytePath path) throws IOException {
    BytePath here = path;
    while (true) {
      try (Inode inode = root.findFor(environment.uid(), here, true)) {
        return new Site(here, inode.stat(), inode.fileSystem());
      } catch (SystemCallException e) {
        if (!e.is(Errno.ENOENT) || here.isRoot()) {
          throw e;
        }
        here = here.parent();
      }
    }
  }

  private String belongsTo(Stat stat) {
    String whose = "belongs to uid " + id(stat.uid()) + ", you are uid " + id(environment.uid());
    if (stat.uid() == UNMAPPED) {
      return whose + ": nobody, or a user who is not mapped in this user namespace";
    }
    return !named || stat.uid() == 0
        ? whose
        : whose + ": the environment leaked through " + program(stat);
  }

  /** sudo(8) sets a variable. */
  private String program(Stat stat) {
    Bytes sudoUid = environment.variable("SUDO_UID");
    return sudoUid != null && sudoUid.latin1().equals(id(stat.uid())) ? "sudo" : "su";
  }

  private static String others(Stat stat) {
    return (stat.mode() & ALL_WRITE) != 0 ? "any user" : "group " + id(stat.gid());
  }

  private static String failed(IOException reason) {
    if (reason instanceof SystemCallException refused) {
      return refused.is(Errno.ENOENT)
          ? "does not exist"
          : "cannot be examined: " + refused.errno().text();
    }
    return "cannot be trusted: " + reason.getMessage();
  }

  private static String id(int uid) {
    return Integer.toUnsignedString(uid);
  }

  private static String octal(int mode) {
    String digits = Integer.toOctalString(mode);
    return "0".repeat(Math.max(0, 4 - digits.length())) + digits;
  }
}
