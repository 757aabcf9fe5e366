// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import static io.ephemera.fs.SystemCallException.check;

import io.ephemera.linux.Constants;
import io.ephemera.linux.Io;
import io.ephemera.linux.Mounts;
import io.ephemera.linux.errno.Errno;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Mounts with mount(2), by the magic links of descriptors, proc_pid_fd(5), which lead to the inodes
 * themselves.
 *
 * <p>Limits: what is mounted below the source of a read-only mount is not visible there.
 */
final class PathMounts implements MountCalls {
  private static final byte[] NONE = new byte[0];
  private static final int STATFS_WORDS = 11;

  /** ST_NOSUID, ST_NODEV, ST_NOEXEC, ST_NOATIME, ST_NODIRATIME of statfs(2). */
  private static final int KEPT_FLAGS =
      Constants.MS_NOSUID
          | Constants.MS_NODEV
          | Constants.MS_NOEXEC
          | Constants.MS_NOATIME
          | Constants.MS_NODIRATIME;

  private static final int FLAGS =
      Constants.MS_NOSUID | Constants.MS_NODEV | Constants.MS_STRICTATIME;

  @Override
  public Directory mount(String type, Map<String, String> options, Directory place)
      throws SystemCallException {
    byte[] name = DescriptorMounts.text(type);
    String data =
        options.entrySet().stream().map(Object::toString).collect(Collectors.joining(","));
    byte[] target = place.fd().procPath();
    int result = Mounts.mount(name, target, name, FLAGS, DescriptorMounts.text(data));
    check(result, SystemCall.ATTACH_MOUNT, DescriptorMounts.shown(place));
    return topAt(place);
  }

  /** What is mounted on a directory: its name in the directory above leads there now. */
  private static Directory topAt(Directory place) throws SystemCallException {
    Name name = Objects.requireNonNull(place.realPath().name());
    try (Directory above = place.openParent();
        ScopedHandle<Directory> top = new ScopedHandle<>(above.open(name))) {
      if (top.get().stat().isSameInode(place.stat()) || !top.get().stat().isMountPoint()) {
        throw new SystemCallException(SystemCall.ATTACH_MOUNT, name, Errno.ESTALE);
      }
      return top.release();
    }
  }

  @Override
  public void bind(Handle source, Handle place, boolean below) throws SystemCallException {
    bind(source, place, Constants.MS_BIND | (below ? Constants.MS_REC : 0));
  }

  private static void bind(Handle source, Handle place, int flags) throws SystemCallException {
    int result = Mounts.mount(source.fd().procPath(), place.fd().procPath(), NONE, flags, NONE);
    check(result, SystemCall.ATTACH_MOUNT, DescriptorMounts.shown(place));
  }

  @Override
  public void bindReadOnly(Handle source, Handle place, boolean below) throws SystemCallException {
    bind(source, place, Constants.MS_BIND);
    try (Handle top = mounted(place)) {
      makeReadOnly(top, false);
    }
  }

  @Override
  public boolean changesTrees() {
    return false;
  }

  @Override
  public Inode copy(Handle source) {
    throw new UnsupportedOperationException("mount(2) attaches what it makes");
  }

  @Override
  public void attach(Inode copy, Handle place) {
    throw new UnsupportedOperationException("mount(2) attaches what it makes");
  }

  /**
   * Keeps the other flags of the mount, which this call would clear: what a mount of the system
   * forbids stays forbidden.
   */
  @Override
  public void makeReadOnly(Handle top, boolean below) throws SystemCallException {
    if (below) {
      throw new UnsupportedOperationException("mount(2) changes one mount");
    }
    int flags = Constants.MS_REMOUNT | Constants.MS_BIND | Constants.MS_RDONLY | flagsOf(top);
    int result = Mounts.mount(NONE, top.fd().procPath(), NONE, flags, NONE);
    check(result, SystemCall.MAKE_READ_ONLY, DescriptorMounts.shown(top));
  }

  /** Flags of statfs(2) have the numbers of mount(2), but for ST_RELATIME. */
  private static int flagsOf(Handle top) throws SystemCallException {
    long[] words = new long[STATFS_WORDS];
    check(Io.statfs(top.fd(), words), SystemCall.STATFS);
    int shown = (int) words[STATFS_WORDS - 1];
    int kept = shown & KEPT_FLAGS;
    if ((shown & Constants.ST_RELATIME) != 0) {
      return kept | Constants.MS_RELATIME;
    }
    return (kept & Constants.MS_NOATIME) != 0 ? kept : kept | Constants.MS_STRICTATIME;
  }

  @Override
  public void detach(Directory top) throws SystemCallException {
    DescriptorMounts.unmount(top);
  }

  private static Handle mounted(Handle place) throws SystemCallException {
    BytePath path = place.realPath();
    try (Directory above = Directory.openAmbient(path.parent())) {
      return above.inode(Objects.requireNonNull(path.name()));
    }
  }

  /** The rest of the mount stays below the part, where no path leads. */
  @Override
  public void replaceByPart(Directory top, Directory part, Directory place)
      throws SystemCallException {
    bind(part, top, true);
  }
}
