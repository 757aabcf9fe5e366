// SPDX-License-Identifier: Apache-2.0
package io.ephemera.fs;

import static io.ephemera.fs.SystemCallException.check;

import io.ephemera.linux.Constants;
import io.ephemera.linux.Fd;
import io.ephemera.linux.Mounts;
import java.util.Map;

/** Mounts by descriptors alone: fsopen(2), fsmount(2), open_tree(2), move_mount(2). */
final class DescriptorMounts implements MountCalls {
  private static final int ATTRIBUTES =
      Constants.MOUNT_ATTR_NOSUID | Constants.MOUNT_ATTR_NODEV | Constants.MOUNT_ATTR_STRICTATIME;

  @Override
  public Directory mount(String type, Map<String, String> options, Directory place)
      throws SystemCallException {
    try (Fd context = describe(type, options);
        ScopedHandle<Directory> top = new ScopedHandle<>(create(context, type))) {
      attach(top.get().fd(), place);
      return top.release();
    }
  }

  private static Fd describe(String type, Map<String, String> options) throws SystemCallException {
    int opened = Mounts.fsopen(text(type));
    Fd context = new Fd(check(opened, SystemCall.CREATE_FILE_SYSTEM, type));
    boolean described = false;
    try {
      set(context, "source", type);
      for (Map.Entry<String, String> option : options.entrySet()) {
        set(context, option.getKey(), option.getValue());
      }
      described = true;
    } finally {
      if (!described) {
        context.close();
      }
    }
    return context;
  }

  private static void set(Fd context, String key, String value) throws SystemCallException {
    int result = Mounts.fsconfig(context, text(key), text(value));
    check(result, SystemCall.CREATE_FILE_SYSTEM, "with " + key + "=" + value);
  }

  private static Directory create(Fd context, String type) throws SystemCallException {
    check(Mounts.fsconfigCreate(context), SystemCall.CREATE_FILE_SYSTEM, type);
    int mounted = Mounts.fsmount(context, ATTRIBUTES);
    return new Directory(new Fd(check(mounted, SystemCall.CREATE_FILE_SYSTEM, type)));
  }

  @Override
  public void bind(Handle source, Handle place, boolean below) throws SystemCallException {
    try (Fd mount = copy(source, below)) {
      attach(mount, place);
    }
  }

  @Override
  public void bindReadOnly(Handle source, Handle place, boolean below) throws SystemCallException {
    try (Fd mount = copy(source, below)) {
      int result = Mounts.setAttributes(mount, Constants.MOUNT_ATTR_RDONLY, true);
      check(result, SystemCall.MAKE_READ_ONLY, shown(source));
      attach(mount, place);
    }
  }

  @Override
  public boolean changesTrees() {
    return true;
  }

  @Override
  public Inode copy(Handle source) throws SystemCallException {
    return new Inode(copy(source, true));
  }

  @Override
  public void attach(Inode copy, Handle place) throws SystemCallException {
    attach(copy.fd(), place);
  }

  @Override
  public void makeReadOnly(Handle top, boolean below) throws SystemCallException {
    int result = Mounts.setAttributes(top.fd(), Constants.MOUNT_ATTR_RDONLY, below);
    check(result, SystemCall.MAKE_READ_ONLY, shown(top));
  }

  @Override
  public void detach(Directory top) throws SystemCallException {
    unmount(top);
  }

  static void unmount(Directory top) throws SystemCallException {
    int detached = Mounts.umount(top.fd().procPath(), Constants.MNT_DETACH);
    check(detached, SystemCall.DETACH_MOUNT, shown(top));
  }

  /**
   * Copies the part while the mount is attached: only since Linux 6.15 can a part of one that is
   * attached nowhere be copied.
   */
  @Override
  public void replaceByPart(Directory top, Directory part, Directory place)
      throws SystemCallException {
    try (Fd mount = copy(part, true)) {
      unmount(top);
      attach(mount, place);
    }
  }

  private static Fd copy(Handle source, boolean below) throws SystemCallException {
    int result = Mounts.cloneTree(source.fd(), below);
    return new Fd(check(result, SystemCall.CLONE_MOUNT, shown(source)));
  }

  private static void attach(Fd mount, Handle place) throws SystemCallException {
    check(Mounts.moveMount(mount, place.fd()), SystemCall.ATTACH_MOUNT, shown(place));
  }

  /** The path for messages. */
  static Object shown(Handle handle) throws SystemCallException {
    return handle.realPath();
  }

  static byte[] text(String ascii) {
    return Bytes.latin1(ascii).array();
  }
}
