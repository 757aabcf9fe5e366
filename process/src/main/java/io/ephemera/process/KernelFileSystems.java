// SPDX-License-Identifier: Apache-2.0
package io.ephemera.process;

import java.util.Set;

/**
 * The types of file systems that the kernel serves alone. A look at a file of any other, unknown
 * ones too, may wait for a server that never answers.
 */
public final class KernelFileSystems {
  private static final Set<String> TYPES =
      Set.of(
          "bcachefs",
          "binfmt_misc",
          "bpf",
          "btrfs",
          "cgroup",
          "cgroup2",
          "configfs",
          "debugfs",
          "devpts",
          "devtmpfs",
          "efivarfs",
          "erofs",
          "exfat",
          "ext2",
          "ext3",
          "ext4",
          "f2fs",
          "fusectl",
          "hugetlbfs",
          "iso9660",
          "jfs",
          "mqueue",
          "nilfs2",
          "nsfs",
          "ntfs3",
          "overlay",
          "proc",
          "pstore",
          "ramfs",
          "reiserfs",
          "resctrl",
          "rpc_pipefs",
          "securityfs",
          "selinuxfs",
          "smackfs",
          "squashfs",
          "sysfs",
          "tmpfs",
          "tracefs",
          "udf",
          "vfat",
          "xfs",
          "zfs");

  private KernelFileSystems() {}

  /**
   * Whether a type is one of them.
   *
   * @param type as in proc_pid_mountinfo(5): {@code ext4}, {@code fuse.sshfs}
   */
  public static boolean contain(String type) {
    return TYPES.contains(type);
  }
}
