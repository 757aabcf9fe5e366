// SPDX-License-Identifier: Apache-2.0
package io.ephemera.linux;

/** Constants of the kernel, with the names of its headers below {@code include/uapi}. */
public final class Constants {
  // asm/fcntl.h
  public static final int O_RDONLY = 0;
  public static final int O_WRONLY = 1;
  public static final int O_RDWR = 2;
  public static final int O_CREAT = 0100;
  public static final int O_EXCL = 0200;
  public static final int O_NOCTTY = 0400;
  public static final int O_APPEND = 02000;
  public static final int O_NONBLOCK = 04000;
  public static final int O_DIRECTORY = Abi.pick(0200000, 040000);
  public static final int O_NOFOLLOW = Abi.pick(0400000, 0100000);
  public static final int O_NOATIME = 01000000;
  public static final int O_CLOEXEC = 02000000;
  public static final int O_PATH = 010000000;
  public static final int O_TMPFILE = 020000000 | O_DIRECTORY;

  // linux/fcntl.h
  public static final int AT_FDCWD = -100;
  public static final int AT_SYMLINK_NOFOLLOW = 0x100;
  public static final int AT_REMOVEDIR = 0x200;
  public static final int AT_SYMLINK_FOLLOW = 0x400;
  public static final int AT_NO_AUTOMOUNT = 0x800;
  public static final int AT_STATX_DONT_SYNC = 0x4000;
  public static final int AT_EMPTY_PATH = 0x1000;
  public static final int RENAME_NOREPLACE = 1;
  public static final int RENAME_EXCHANGE = 2;

  // linux/openat2.h
  public static final int RESOLVE_NO_XDEV = 0x01;
  public static final int RESOLVE_NO_MAGICLINKS = 0x02;
  public static final int RESOLVE_NO_SYMLINKS = 0x04;
  public static final int RESOLVE_BENEATH = 0x08;
  public static final int RESOLVE_IN_ROOT = 0x10;

  // linux/stat.h
  public static final int S_IFMT = 0170000;
  public static final int S_IFSOCK = 0140000;
  public static final int S_IFLNK = 0120000;
  public static final int S_IFREG = 0100000;
  public static final int S_IFBLK = 0060000;
  public static final int S_IFDIR = 0040000;
  public static final int S_IFCHR = 0020000;
  public static final int S_IFIFO = 0010000;
  public static final int STATX_TYPE = 1;
  public static final int STATX_NLINK = 4;
  public static final int STATX_INO = 0x100;
  public static final int STATX_ATIME = 0x20;
  public static final int STATX_MTIME = 0x40;
  public static final int STATX_CTIME = 0x80;
  public static final int STATX_BASIC_STATS = 0x7ff;
  public static final int STATX_BTIME = 0x800;
  public static final int STATX_MNT_ID = 0x1000;
  public static final long STATX_ATTR_MOUNT_ROOT = 0x2000;

  // asm/ioctls.h, linux/fs.h
  public static final long TCGETS = 0x5401;
  public static final long TIOCSTI = 0x5412;
  public static final long TIOCLINUX = 0x541c;
  public static final long TIOCNOTTY = 0x5422;
  public static final long FS_IOC_GETFLAGS = 0x80086601L;
  public static final long FS_IOC_SETFLAGS = 0x40086602L;

  // linux/fcntl.h, sys/file.h
  public static final int LOCK_SH = 1;
  public static final int LOCK_EX = 2;
  public static final int LOCK_NB = 4;
  public static final int LOCK_UN = 8;

  // asm-generic/fcntl.h: fcntl(2)
  public static final int F_OFD_GETLK = 36;
  public static final int F_OFD_SETLK = 37;
  public static final int F_RDLCK = 0;
  public static final int F_WRLCK = 1;
  public static final int F_UNLCK = 2;
  public static final int F_GETFD = 1;
  public static final int F_SETFD = 2;
  public static final int F_GETFL = 3;
  public static final int F_SETFL = 4;
  public static final int F_DUPFD_CLOEXEC = 1030;
  public static final int FD_CLOEXEC = 1;

  // linux/memfd.h
  public static final int MFD_CLOEXEC = 1;

  // linux/socket.h, linux/net.h, asm-generic/socket.h
  public static final int AF_UNIX = 1;
  public static final int AF_NETLINK = 16;
  public static final int SOCK_STREAM = 1;
  public static final int SOCK_DGRAM = 2;
  public static final int SOCK_NONBLOCK = O_NONBLOCK;
  public static final int SOCK_CLOEXEC = O_CLOEXEC;
  public static final int SOL_SOCKET = 1;
  public static final int SO_TYPE = 3;
  public static final int SO_ERROR = 4;
  public static final int SO_RCVBUF = 8;
  public static final int SO_PEERCRED = 17;
  public static final int SO_SNDTIMEO = 21;
  public static final int SO_ACCEPTCONN = 30;
  public static final int SO_DOMAIN = 39;
  public static final int SHUT_RD = 0;
  public static final int SHUT_WR = 1;
  public static final int SHUT_RDWR = 2;
  public static final int MSG_DONTWAIT = 0x40;
  public static final int MSG_NOSIGNAL = 0x4000;

  // asm-generic/poll.h
  public static final int POLLIN = 1;
  public static final int POLLOUT = 4;

  // epoll: include/uapi/linux/eventpoll.h; EPOLLIN and EPOLLOUT are POLLIN and POLLOUT
  public static final int EPOLL_CTL_ADD = 1;
  public static final int EPOLL_CTL_DEL = 2;
  public static final int EPOLL_CTL_MOD = 3;
  public static final int EPOLLONESHOT = 1 << 30;

  // linux/netlink.h
  public static final int NETLINK_SOCK_DIAG = 4;

  // linux/un.h: the length limit of a path in an address, without its NUL
  public static final int UNIX_PATH_MAX = 107;

  // net/tcp_states.h, which sock_diag(7) uses for Unix sockets as well
  public static final int TCP_CLOSE = 7;
  public static final int TCP_LISTEN = 10;

  // asm/signal.h
  public static final int SIGHUP = 1;
  public static final int SIGINT = 2;
  public static final int SIGQUIT = 3;
  public static final int SIGILL = 4;
  public static final int SIGTRAP = 5;
  public static final int SIGBUS = 7;
  public static final int SIGFPE = 8;
  public static final int SIGKILL = 9;
  public static final int SIGSEGV = 11;
  public static final int SIGUSR2 = 12;
  public static final int SIGPIPE = 13;
  public static final int SIGTERM = 15;
  public static final int SIGCHLD = 17;
  public static final int SIGCONT = 18;
  public static final int SIGSTOP = 19;
  public static final int SIGTSTP = 20;
  public static final int SIGTTIN = 21;
  public static final int SIGTTOU = 22;
  public static final int SIGXFSZ = 25;
  public static final int SIGSYS = 31;

  // linux/prctl.h
  public static final int PR_SET_CHILD_SUBREAPER = 36;
  public static final int PR_SET_NO_NEW_PRIVS = 38;

  // linux/wait.h, asm-generic/siginfo.h
  public static final int P_ALL = 0;
  public static final int P_PID = 1;
  public static final int WNOHANG = 1;
  public static final int WSTOPPED = 2;
  public static final int WEXITED = 4;
  public static final int CLD_STOPPED = 5;
  public static final int WNOWAIT = 0x01000000;

  // linux/xattr.h
  public static final int XATTR_CREATE = 1;
  public static final int XATTR_REPLACE = 2;

  // linux/sched.h, linux/mount.h
  public static final int CLONE_NEWNS = 0x20000;
  public static final int CLONE_NEWIPC = 0x8000000;
  public static final int CLONE_NEWNET = 0x40000000;
  public static final int MS_RDONLY = 1;
  public static final int MS_NOSUID = 2;
  public static final int MS_NODEV = 4;
  public static final int MS_NOEXEC = 8;
  public static final int MS_REMOUNT = 32;
  public static final int MS_NOATIME = 0x400;
  public static final int MS_NODIRATIME = 0x800;
  public static final int MS_BIND = 0x1000;
  public static final int MS_REC = 0x4000;
  public static final int MS_PRIVATE = 0x40000;
  public static final int MS_SLAVE = 0x80000;
  public static final int MS_RELATIME = 0x200000;
  public static final int MS_STRICTATIME = 0x1000000;
  public static final int MOUNT_ATTR_RDONLY = 1;
  public static final int MOUNT_ATTR_NOSUID = 2;
  public static final int MOUNT_ATTR_NODEV = 4;
  public static final int MOUNT_ATTR_STRICTATIME = 0x20;
  public static final int OPEN_TREE_CLONE = 1;
  public static final int MOVE_MOUNT_F_EMPTY_PATH = 4;
  public static final int MOVE_MOUNT_T_EMPTY_PATH = 0x40;
  public static final int FSCONFIG_SET_STRING = 1;
  public static final int FSCONFIG_CMD_CREATE = 6;
  public static final int AT_RECURSIVE = 0x8000;

  // include/linux/fs.h: umount(2)
  public static final int MNT_DETACH = 2;

  // unistd.h: lseek(2)
  public static final int SEEK_SET = 0;
  public static final int SEEK_CUR = 1;

  // asm-generic/resource.h
  public static final int RLIMIT_NOFILE = 7;

  // linux/magic.h
  public static final long AUTOFS_SUPER_MAGIC = 0x187;
  public static final long BTRFS_SUPER_MAGIC = 0x9123683EL;
  public static final long TMPFS_MAGIC = 0x01021994;
  public static final long EXT4_SUPER_MAGIC = 0xef53;
  public static final long XFS_SUPER_MAGIC = 0x58465342;
  public static final long RAMFS_MAGIC = 0x858458f6L;
  public static final long OVERLAYFS_SUPER_MAGIC = 0x794c7630L;
  public static final long NFS_SUPER_MAGIC = 0x6969;
  public static final long CIFS_SUPER_MAGIC = 0xff534d42L;
  public static final long SMB2_SUPER_MAGIC = 0xfe534d42L;
  public static final long V9FS_MAGIC = 0x01021997;
  public static final long FUSE_SUPER_MAGIC = 0x65735546;
  public static final long AFS_SUPER_MAGIC = 0x5346414f;
  public static final long CEPH_SUPER_MAGIC = 0x00c36400;
  public static final long CODA_SUPER_MAGIC = 0x73757245;

  // linux/statfs.h
  public static final int ST_RDONLY = 1;
  public static final int ST_NOEXEC = 8;
  public static final int ST_RELATIME = 0x1000;

  // linux/btrfs.h
  public static final long BTRFS_IOC_SUBVOL_CREATE = 0x5000940eL;
  public static final long BTRFS_IOC_TREE_SEARCH = 0xd0009411L;
  public static final long BTRFS_IOC_INO_LOOKUP = 0xd0009412L;
  public static final long BTRFS_IOC_SUBVOL_GETFLAGS = 0x80089419L;
  public static final long BTRFS_IOC_SUBVOL_SETFLAGS = 0x4008941aL;
  public static final long BTRFS_SUBVOL_RDONLY = 2;
  public static final long BTRFS_IOC_QGROUP_ASSIGN = 0x40189429L;
  public static final long BTRFS_IOC_QGROUP_CREATE = 0x4010942aL;

  // linux/btrfs_tree.h
  public static final long BTRFS_ROOT_TREE_OBJECTID = 1;
  public static final long BTRFS_QUOTA_TREE_OBJECTID = 8;
  public static final long BTRFS_FIRST_FREE_OBJECTID = 256;
  public static final int BTRFS_ROOT_BACKREF_KEY = 144;
  public static final int BTRFS_QGROUP_RELATION_KEY = 246;

  // linux/nsfs.h, Linux 6.11
  public static final long NS_GET_MNTNS_ID = 0x8008b705L;

  // linux/mount.h: listmount(2), Linux 6.8
  public static final int MNT_ID_REQ_SIZE_VER1 = 32;
  public static final long LSMT_ROOT = -1;

  // sys/stat.h: utimensat(2)
  public static final long UTIME_OMIT = (1L << 30) - 2;

  private Constants() {}
}
