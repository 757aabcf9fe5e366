// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import static io.ephemera.fs.SystemCallException.check;

import io.ephemera.linux.Constants;
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
  public void bind(Handle source, Handle place) throws SystemCallException {
    bind(source, place, Constants.MS_BIND | Constants.MS_REC);
  }

  private static void bind(Handle source, Handle place, int flags) throws SystemCallException {
    int result = Mounts.mount(source.fd().procPath(), place.fd().procPath(), NONE, flags, NONE);
    check(result, SystemCall.ATTACH_MOUNT, DescriptorMounts.shown(place));
  }

  @Override
  public void bindReadOnly(Handle source, Handle place) throws SystemCallException {
    bind(source, place, Constants.MS_BIND);
    try (Handle top = mounted(place)) {
      int flags = Constants.MS_REMOUNT | Constants.MS_BIND | Constants.MS_RDONLY;
      int result = Mounts.mount(NONE, top.fd().procPath(), NONE, flags, NONE);
      check(result, SystemCall.MAKE_READ_ONLY, DescriptorMounts.shown(source));
    }
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
    bind(part, top);
  }
}
