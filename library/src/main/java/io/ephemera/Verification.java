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
 * Whether a directory may be used for something. Each question is answered with null, or with the
 * reason against it: words that go on behind the directory's path.
 */
final class Verification {
  private static final int PRIVATE = 0700;
  private static final int OWNER_WRITES = 0200;
  private static final int GROUP_WRITES = 020;
  private static final int ALL_WRITE = 02;

  /** How user_namespaces(7) shows all users that are not mapped. */
  private static final int UNKNOWN = 65534;

  private final ProcessEnvironment world;
  private final Root root;
  private final boolean named;

  private Verification(ProcessEnvironment world, Root root, boolean named) {
    this.world = world;
    this.root = root;
    this.named = named;
  }

  /** For what variables of the environment name: another user's means that they are another's. */
  static Verification ofVariables(ProcessEnvironment world, Root root) {
    return new Verification(world, root, true);
  }

  /** For everything else. */
  static Verification ofDefaults(ProcessEnvironment world, Root root) {
    return new Verification(world, root, false);
  }

  /** A directory that exists: the one that was asked for, or the next one above it that does. */
  private record Site(BytePath path, Stat stat, FileSystem fileSystem) {}

  /**
   * XDG_RUNTIME_DIR, by the XDG Base Directory Specification: a directory of the user's own, mode
   * 0700, local.
   */
  @Nullable String runtime(BytePath path) {
    try (Inode inode = root.findFor(world.uid(), path, false)) {
      Stat stat = inode.stat();
      if (!stat.isDirectory()) {
        return "is not a directory but " + stat.type().text();
      }
      if (stat.uid() != world.uid()) {
        return belongsTo(stat);
      }
      if (stat.mode() != PRIVATE) {
        return "has mode " + octal(stat.mode()) + " instead of 0700";
      }
      FileSystem fileSystem = inode.fileSystem();
      if (fileSystem.isRemote()) {
        return "is on " + fileSystem.typeName() + ", which other machines share";
      }
      return fileSystem.readOnly() ? Shortage.READ_ONLY : way(path);
    } catch (IOException e) {
      return failed(e);
    }
  }

  /** A directory of the user's own that exists; nothing need be written there. */
  @Nullable String existing(BytePath path) {
    try {
      Site site = site(path);
      return site.path().equals(path) ? own(site, false, false) : "does not exist";
    } catch (IOException e) {
      return failed(e);
    }
  }

  /**
   * A directory of the user's own that exists or can be made in one: nobody else may write to it.
   *
   * @param written whether something is to be written there
   */
  @Nullable String own(BytePath path, boolean written) {
    try {
      return own(site(path), written, false);
    } catch (IOException e) {
      return failed(e);
    }
  }

  /** The same for one that a service manager made; what is only read may be root's. */
  @Nullable String ofService(BytePath path, boolean written) {
    try {
      return own(site(path), written, !written);
    } catch (IOException e) {
      return failed(e);
    }
  }

  private @Nullable String own(Site site, boolean written, boolean orOfRoot) throws IOException {
    Stat stat = site.stat();
    String reason = against(stat, orOfRoot && stat.uid() == 0);
    if (reason == null && written && site.fileSystem().readOnly()) {
      reason = Shortage.READ_ONLY;
    }
    return reason == null ? way(site.path()) : reason;
  }

  private @Nullable String against(Stat stat, boolean anyOwner) {
    if (!stat.isDirectory()) {
      return "is not a directory but " + stat.type().text();
    }
    if (stat.uid() != world.uid() && !anyOwner) {
      return belongsTo(stat);
    }
    if (stat.isOpenToOthers()) {
      return "is writable by " + others(stat) + " (mode " + octal(stat.mode()) + ")";
    }
    return null;
  }

  /** A directory for temporary files: it exists, is ours or everybody's, and has what is needed. */
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
      return reason == null ? Shortage.of(site.fileSystem(), need) : reason;
    } catch (IOException e) {
      return failed(e);
    }
  }

  /** The same for a private directory that was verified but perhaps does not exist. */
  @Nullable String lacking(BytePath path, Need need) {
    try {
      return Shortage.of(site(path).fileSystem(), need);
    } catch (IOException e) {
      return failed(e);
    }
  }

  /** Whether what is put into a directory lives in memory. */
  boolean isInMemory(BytePath path) {
    try {
      return site(path).fileSystem().isInMemory();
    } catch (IOException e) {
      return false;
    }
  }

  private @Nullable String shared(Stat stat) {
    if (!stat.isDirectory()) {
      return "is not a directory but " + stat.type().text();
    }
    if (stat.isOpenToOthers() && !stat.isSticky()) {
      return "is writable by " + others(stat) + " and not sticky";
    }
    if (stat.uid() != world.uid() && stat.uid() != 0) {
      return belongsTo(stat);
    }
    return isWritable(stat) ? null : "is not writable for you (mode " + octal(stat.mode()) + ")";
  }

  private boolean isWritable(Stat stat) {
    int bit = stat.uid() == world.uid() ? OWNER_WRITES : GROUP_WRITES | ALL_WRITE;
    return world.uid() == 0 || (stat.mode() & bit) != 0;
  }

  /** Who could put something else in the place of a directory: the owners of those above it. */
  private @Nullable String way(BytePath path) throws IOException {
    BytePath above = path;
    while (!above.isRoot()) {
      above = above.parent();
      try (Inode inode = root.findFor(world.uid(), above, true)) {
        Stat stat = inode.stat();
        if (stat.uid() != 0 && stat.uid() != world.uid()) {
          return "lies below " + above + ", which belongs to uid " + id(stat.uid());
        }
        if (stat.isOpenToOthers() && !stat.isSticky()) {
          return "lies below " + above + ", which is writable by " + others(stat);
        }
      }
    }
    return null;
  }

  private Site site(BytePath path) throws IOException {
    BytePath here = path;
    while (true) {
      try (Inode inode = root.findFor(world.uid(), here, true)) {
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
    String whose = "belongs to uid " + id(stat.uid()) + ", you are uid " + id(world.uid());
    if (stat.uid() == UNKNOWN) {
      return whose + ": nobody's, or a user's whom this user namespace does not know";
    }
    return !named || stat.uid() == 0
        ? whose
        : whose + ": the environment leaked through " + program(stat);
  }

  /** sudo(8) says for whom it works. */
  private String program(Stat stat) {
    Bytes sudoUid = world.variable("SUDO_UID");
    return sudoUid != null && sudoUid.latin1().equals(id(stat.uid())) ? "sudo" : "su";
  }

  private static String others(Stat stat) {
    return (stat.mode() & ALL_WRITE) != 0 ? "everybody" : "group " + id(stat.gid());
  }

  private static String failed(IOException reason) {
    if (reason instanceof SystemCallException refused) {
      return refused.is(Errno.ENOENT)
          ? "does not exist"
          : "cannot be looked at: " + refused.errno().text();
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
